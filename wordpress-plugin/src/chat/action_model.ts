/**
 * The site's actions, scored in the browser: what is being typed never leaves it.
 *
 * Works only where WASM does and the site suggests actions; everywhere else nothing is suggested.
 */
import { type ActionModel, type Core, loadCore } from '../core';
import { type Rest, list, record, string } from '../rest';
import { decode } from './page_index';

interface Loaded {
	model: ActionModel;
	strictness: number;
	labels: Map< string, string >;
}

export class Actions {
	private loaded: Promise< Loaded | null > | undefined;

	constructor(
		private readonly rest: Rest,
		private readonly botId: string,
		private readonly load: () => Promise< Core | null > = loadCore
	) {}

	/** The label of the action that a draft surely asks for. */
	async wanted( draft: string ): Promise< string | null > {
		this.loaded ??= this.prepare().catch( () => null );
		const loaded = await this.loaded;
		try {
			const [ best ] = loaded?.model.score( draft, loaded.strictness ) ?? [];
			return best?.decision === 'sure' ? ( loaded?.labels.get( best.id ) ?? null ) : null;
		} catch {
			this.loaded = Promise.resolve( null );
			return null;
		}
	}

	private async prepare(): Promise< Loaded | null > {
		const core = await this.load();
		if ( core === null ) {
			return null;
		}
		const answer = record( await this.rest.send( { method: 'GET', path: 'actions/model', query: { bot_id: this.botId } } ) );
		if ( string( answer.model ) === '' ) {
			return null;
		}
		return {
			model: new core.ActionModel( decode( string( answer.model ) ), decode( string( answer.background ) ) ),
			strictness: Number( answer.strictness ),
			labels: new Map( list( answer.actions ).map( record ).map( ( { id, label } ) => [ string( id ), string( label ) ] ) ),
		};
	}
}
