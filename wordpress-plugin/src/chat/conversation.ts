/**
 * One visitor's conversation with one bot: what was said, what is under way, what failed.
 *
 * No DOM in here. The panel draws what `state` says and hears of each change.
 */
import { type Rest, RestError, list, record, string } from '../rest';
import type { Session, SessionStore } from './session_store';
import { type Page, type Source, type Transport, parseSources } from './transport';

/** Messages are never changed, only replaced: the same object looks the same. */
export interface Message {
	readonly id: string;
	readonly role: 'user' | 'assistant';
	readonly text: string;
	readonly sources: readonly Source[];
	readonly engine: string;
	readonly isAnswered: boolean;
	readonly state: 'sent' | 'sending' | 'failed';
	readonly error?: RestError | undefined;
	readonly turnId?: string;
}

export interface State {
	readonly messages: readonly Message[];
	readonly isWaiting: boolean;
}

const ATTEMPTS_PER_SESSION = 2;

export class Conversation {
	state: State = { messages: [], isWaiting: false };
	private readonly listeners = new Set< () => void >();
	private history: Promise< void > | undefined;

	constructor(
		private readonly rest: Rest,
		private readonly store: SessionStore,
		private readonly transport: Transport,
		private readonly botId: string
	) {}

	/** Calls `listener` after each change, until the returned function is called. */
	subscribe( listener: () => void ): () => void {
		this.listeners.add( listener );
		return () => this.listeners.delete( listener );
	}

	/** Brings back what was said on earlier pages, once; asks the site only if there is a session. */
	load(): Promise< void > {
		this.history ??= this.reload().catch( ( error: unknown ) => {
			this.history = undefined;
			throw error;
		} );
		return this.history;
	}

	/** Takes over what another tab did, unless something is under way here. */
	async reload(): Promise< void > {
		const { session } = this.store.read();
		const messages = session === null ? [] : await this.fetchHistory( session );
		if ( ! this.state.isWaiting ) {
			this.change( { messages: this.withPending( messages ) } );
		}
	}

	/** Asks and returns the answer. On a {@link RestError} the question stays, marked as failed. */
	send( text: string, page: Page ): Promise< Message > {
		return this.deliver( userMessage( randomId(), text ), page );
	}

	/** Sends a failed question again under its first id, so that the site can never count it twice. */
	retry( id: string, page: Page ): Promise< Message > {
		const failed = this.failed( id );
		this.remove( id );
		return this.deliver( { ...failed, state: 'sending', error: undefined }, page );
	}

	/** Gives up a failed question and returns its text, to be written anew. */
	takeBack( id: string ): string {
		const { text } = this.failed( id );
		this.remove( id );
		this.store.write( { pending: null } );
		return text;
	}

	/** Ends the conversation; with `erase` the site forgets what was said, too. */
	async end( erase: boolean ): Promise< void > {
		const { session } = this.store.read();
		if ( session !== null ) {
			await this.rest
				.send( {
					method: 'DELETE',
					path: `sessions/${ session.id }`,
					secret: session.secret,
					...( erase ? { query: { erase: 'true' } } : {} ),
				} )
				.catch( ignoreUnknownSession );
		}
		this.store.write( { session: erase ? null : session, pending: null } );
		this.change( { messages: [] } );
	}

	/** The key under which other tabs see changes. */
	get storageKey(): string {
		return this.store.key;
	}

	get lastQuestion(): string {
		return this.state.messages.findLast( ( { role } ) => role === 'user' )?.text ?? '';
	}

	private async deliver( question: Message, page: Page ): Promise< Message > {
		this.store.write( { pending: { clientMessageId: question.id, text: question.text } } );
		this.change( { messages: [ ...this.state.messages, question ], isWaiting: true } );
		try {
			const answer = await this.ask( question, page );
			this.store.write( { pending: null } );
			this.replace( { ...question, state: 'sent' } );
			this.change( { messages: [ ...this.state.messages, answer ], isWaiting: false } );
			return answer;
		} catch ( error ) {
			this.replace( { ...question, state: 'failed', error: error as RestError } );
			this.change( { isWaiting: false } );
			throw error;
		}
	}

	/** A session that the site has forgotten is replaced by a new one, once. */
	private async ask( question: Message, page: Page ): Promise< Message > {
		for ( let attempt = 1; ; attempt++ ) {
			const session = this.store.read().session ?? ( await this.mintSession() );
			try {
				return await this.collect( question, session, page );
			} catch ( error ) {
				if ( ! isUnknownSession( error ) || attempt === ATTEMPTS_PER_SESSION ) {
					throw error;
				}
				this.store.write( { session: null } );
			}
		}
	}

	/** A transport that ends without `done` was cut off. */
	private async collect( { id, text }: Message, session: Session, page: Page ): Promise< Message > {
		let answer: Message = { ...userMessage( `${ id }-answer`, '' ), role: 'assistant', state: 'sent' };
		for await ( const event of this.transport( { session, clientMessageId: id, text, page } ) ) {
			switch ( event.type ) {
				case 'turn':
					answer = { ...answer, turnId: event.turnId };
					break;
				case 'sources':
					answer = { ...answer, sources: event.sources };
					break;
				case 'message':
					answer = { ...answer, text: event.text, engine: event.engine, isAnswered: event.isAnswered };
					break;
				case 'error':
					throw event.error;
				case 'done':
					return answer;
			}
		}
		throw new RestError( 'network', 'The answer broke off.' );
	}

	private async mintSession(): Promise< Session > {
		const answer = record( await this.rest.send( { method: 'POST', path: 'sessions', body: { bot_id: this.botId } } ) );
		const session = { id: string( answer.session_id ), secret: string( answer.secret ) };
		if ( session.id === '' || session.secret === '' ) {
			throw new RestError( 'unreadable', 'The site opened no session.' );
		}
		this.store.write( { session } );
		return session;
	}

	private async fetchHistory( { id, secret }: Session ): Promise< Message[] > {
		try {
			const answer = await this.rest.send( { method: 'GET', path: `sessions/${ id }/messages`, secret } );
			return list( record( answer ).items ).map( record ).map( parseMessage );
		} catch ( error ) {
			ignoreUnknownSession( error );
			this.store.write( { session: null } );
			return [];
		}
	}

	/** Adds the question that was under way when the page was left, unless its answer is there by now. */
	private withPending( messages: Message[] ): Message[] {
		const { pending } = this.store.read();
		if ( pending === null ) {
			return messages;
		}
		const lastQuestion = messages.findLast( ( { role } ) => role === 'user' );
		const isSaved = lastQuestion?.text === pending.text;
		if ( isSaved && messages.at( -1 )?.role === 'assistant' ) {
			this.store.write( { pending: null } );
			return messages;
		}
		const lost: Message = { ...userMessage( pending.clientMessageId, pending.text ), state: 'failed' };
		return [ ...( isSaved ? messages.slice( 0, -1 ) : messages ), lost ];
	}

	private failed( id: string ): Message {
		const found = this.state.messages.find( ( message ) => message.id === id && message.state === 'failed' );
		if ( found === undefined ) {
			throw new RestError( 'not_found', 'There is no failed message of that id.' );
		}
		return found;
	}

	private remove( id: string ): void {
		this.change( { messages: this.state.messages.filter( ( message ) => message.id !== id ) } );
	}

	private replace( message: Message ): void {
		this.change( { messages: this.state.messages.map( ( old ) => ( old.id === message.id ? message : old ) ) } );
	}

	private change( state: Partial< State > ): void {
		this.state = { ...this.state, ...state };
		this.listeners.forEach( ( listener ) => listener() );
	}
}

function userMessage( id: string, text: string ): Message {
	return { id, role: 'user', text, sources: [], engine: '', isAnswered: true, state: 'sending' };
}

/** A saved message. What was quoted from the site has sources; where there are none, the site did not say. */
function parseMessage( item: Record< string, unknown > ): Message {
	const engine = string( item.engine );
	const sources = parseSources( item.sources );
	return {
		id: `saved-${ String( item.id ) }`,
		role: item.role === 'user' ? 'user' : 'assistant',
		text: string( item.content ),
		sources,
		engine,
		isAnswered: engine !== 'extractive' || sources.length > 0,
		state: 'sent',
	};
}

function isUnknownSession( error: unknown ): boolean {
	return error instanceof RestError && error.code === 'mxchat_session_not_found';
}

function ignoreUnknownSession( error: unknown ): void {
	if ( ! isUnknownSession( error ) ) {
		throw error;
	}
}

/** 128 random bits; `crypto.randomUUID` is missing on pages served by plain http. */
function randomId(): string {
	const bytes = crypto.getRandomValues( new Uint8Array( 16 ) );
	return Array.from( bytes, ( byte ) => byte.toString( 16 ).padStart( 2, '0' ) ).join( '' );
}
