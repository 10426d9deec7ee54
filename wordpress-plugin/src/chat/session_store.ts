/**
 * Where a conversation is remembered between pages: localStorage, once the visitor has sent something.
 *
 * In private windows storage may refuse; then the conversation lives as long as the page.
 */
import { record, string } from '../rest';

export interface Session {
	id: string;
	secret: string;
}

/** A message that was sent, but whose answer has not arrived yet. */
export interface Pending {
	clientMessageId: string;
	text: string;
	/** The site's name for the answer, once it has begun. */
	turnId?: string;
}

export interface Kept {
	session: Session | null;
	pending: Pending | null;
}

const NOTHING: Kept = { session: null, pending: null };

export class SessionStore {
	readonly key: string;
	private kept: Kept = NOTHING;
	private isRefused = false;

	constructor(
		restUrl: string,
		botId: string,
		private readonly storage: () => Storage = () => localStorage
	) {
		this.key = `mxchat:${ restUrl }:${ botId }`;
	}

	read(): Kept {
		if ( ! this.isRefused ) {
			this.kept = this.stored();
		}
		return this.kept;
	}

	write( change: Partial< Kept > ): void {
		this.kept = { ...this.read(), ...change };
		try {
			if ( this.kept.session === null && this.kept.pending === null ) {
				this.storage().removeItem( this.key );
			} else {
				this.storage().setItem( this.key, JSON.stringify( this.kept ) );
			}
		} catch {
			this.isRefused = true;
		}
	}

	private stored(): Kept {
		try {
			return parse( this.storage().getItem( this.key ) );
		} catch {
			return this.kept;
		}
	}
}

function parse( text: string | null ): Kept {
	const { session, pending } = record( JSON.parse( text ?? 'null' ) );
	return { session: parseSession( record( session ) ), pending: parsePending( record( pending ) ) };
}

function parseSession( { id, secret }: Record< string, unknown > ): Session | null {
	return string( id ) && string( secret ) ? { id: string( id ), secret: string( secret ) } : null;
}

function parsePending( { clientMessageId, text, turnId }: Record< string, unknown > ): Pending | null {
	return string( clientMessageId ) && string( text )
		? { clientMessageId: string( clientMessageId ), text: string( text ), ...( string( turnId ) ? { turnId: string( turnId ) } : {} ) }
		: null;
}
