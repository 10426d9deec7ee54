/** What the site did for the visitor, or asks to be allowed to do. What comes over the wire is believed field by field. */
import { list, record, string } from '../rest';

export interface Card {
	readonly title: string;
	readonly text: string;
	readonly note: string;
	readonly url: string;
	readonly image: string;
}

export interface Action {
	readonly id: string;
	readonly label: string;
	/** `confirmation_required`, `running`, `done`, `failed`, `cancelled` or `expired`. */
	readonly status: string;
	/** What will happen, for the one who is asked. */
	readonly summary: string;
	/** With which values, by their names. */
	readonly values: readonly ( readonly [ string, string ] )[];
	readonly text: string;
	readonly cards: readonly Card[];
	/** What the browser offers: `download` or `prove_email`. */
	readonly effect: string;
}

/** The actions of one answer. One that was running is replaced by its outcome. */
export function parseActions( value: unknown ): Action[] {
	const shown: Action[] = [];
	for ( const action of list( value ).map( parseAction ).filter( ( { id } ) => id !== '' ) ) {
		const running = shown.findIndex( ( { id, status } ) => id === action.id && status === 'running' );
		shown.splice( running === -1 ? shown.length : running, running === -1 ? 0 : 1, action );
	}
	return shown;
}

export function parseAction( value: unknown ): Action {
	const action = record( value );
	return {
		id: string( action.id ),
		label: string( action.label ),
		status: string( action.status ),
		summary: string( action.summary ),
		values: Object.entries( record( action.arguments ) ).map( ( [ name, given ] ) => [ name.replaceAll( '_', ' ' ), readable( given ) ] as const ),
		text: string( action.text ),
		cards: list( action.cards ).map( parseCard ).filter( ( { title } ) => title !== '' ),
		effect: string( action.effect ),
	};
}

function parseCard( value: unknown ): Card {
	const { title, text, note, url, image } = record( value );
	return { title: string( title ), text: string( text ), note: string( note ), url: string( url ), image: string( image ) };
}

function readable( value: unknown ): string {
	return typeof value === 'string' ? value : JSON.stringify( value );
}
