/**
 * The site's public pages, searched in the browser: what is being typed never leaves it.
 *
 * Works only where WASM does and the site offers its index; everywhere else there are no suggestions.
 */
import { type Core, type Match, loadCore } from '../core';
import { type Rest, list, record, string } from '../rest';
import type { Source } from './transport';

const LIMIT = 3;
/** Chunks to look at: several of the best may be of one page. */
const CHUNKS = 12;
/** A page that fits less than half as well as the best is noise. */
const SMALLEST_SHARE = 0.5;

interface Index {
	core: Core;
	segments: Uint8Array[];
	/** The page of each chunk. */
	pages: Map< number, Source >;
}

export class PageIndex {
	private index: Promise< Index | null > | undefined;

	constructor(
		private readonly rest: Rest,
		private readonly botId: string,
		private readonly load: () => Promise< Core | null > = loadCore
	) {}

	/** At most three pages, best first. */
	async search( text: string ): Promise< Source[] > {
		this.index ??= this.prepare().catch( () => null );
		const index = await this.index;
		if ( index === null ) {
			return [];
		}
		try {
			return bestPages( index.core.searchSegments( index.segments, text, CHUNKS ), index.pages );
		} catch {
			this.index = Promise.resolve( null );
			return [];
		}
	}

	private async prepare(): Promise< Index | null > {
		const core = await this.load();
		if ( core === null ) {
			return null;
		}
		const answer = record( await this.rest.send( { method: 'GET', path: 'knowledge/index', query: { bot_id: this.botId } } ) );
		return { core, segments: list( answer.segments ).map( string ).map( decode ), pages: readPages( answer.sources ) };
	}
}

export function bestPages( matches: Match[], pages: Map< number, Source > ): Source[] {
	const best = matches[ 0 ]?.score ?? 0;
	const good = matches.filter( ( { score } ) => score > 0 && score >= best * SMALLEST_SHARE );
	return [ ...new Set( good.flatMap( ( { id } ) => pages.get( id ) ?? [] ) ) ].slice( 0, LIMIT );
}

function readPages( value: unknown ): Map< number, Source > {
	const pages = new Map< number, Source >();
	for ( const { source, title, chunks } of list( value ).map( record ) ) {
		const page = { url: string( source ), title: string( title ) };
		list( chunks ).forEach( ( id ) => pages.set( Number( id ), page ) );
	}
	return pages;
}

export function decode( base64: string ): Uint8Array {
	return Uint8Array.from( atob( base64 ), ( character ) => character.charCodeAt( 0 ) );
}
