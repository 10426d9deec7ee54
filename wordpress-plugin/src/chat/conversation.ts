/**
 * One visitor's conversation with one bot: what was said, what is under way, what failed.
 *
 * No DOM in here. The panel draws what `state` says and hears of each change.
 */
import { type Rest, RestError, list, record, string } from '../rest';
import { type Action, parseAction, parseActions } from './action';
import type { Session, SessionStore } from './session_store';
import { type Finish, type Page, type Source, type Transport, parseFinish, parseSources } from './transport';

/** Messages are never changed, only replaced: the same object looks the same. */
export interface Message {
	readonly id: string;
	readonly role: 'user' | 'assistant';
	readonly text: string;
	readonly sources: readonly Source[];
	readonly actions: readonly Action[];
	readonly engine: string;
	readonly isAnswered: boolean;
	/** `writing`: an answer of which a part is there. */
	readonly state: 'sent' | 'sending' | 'failed' | 'writing';
	/** How an answer ended. */
	readonly finish: Finish;
	/** Of an answer that a failure cut off: what the owner finds in the log. */
	readonly errorId: string;
	readonly error?: RestError | undefined;
	readonly turnId?: string | undefined;
}

export interface State {
	readonly messages: readonly Message[];
	readonly isWaiting: boolean;
}

const ATTEMPTS_PER_SESSION = 2;
/** Drawing a picture takes a minute. */
const DECISION_TIMEOUT_MS = 90_000;

export class Conversation {
	state: State = { messages: [], isWaiting: false };
	private readonly listeners = new Set< () => void >();
	private history: Promise< void > | undefined;
	/** The answer under way, once the site has named it. */
	private turnId: string | undefined;
	private wantsStop = false;

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

	/** Goes on with an answer that was under way when the page was left; null if none was. */
	resume( page: Page ): Promise< Message > | null {
		const { pending } = this.store.read();
		if ( this.state.isWaiting || ! pending?.turnId ) {
			return null;
		}
		const question = this.state.messages.find( ( { id } ) => id === pending.clientMessageId );
		if ( question === undefined ) {
			return null;
		}
		this.remove( question.id );
		return this.deliver( { ...question, state: 'sending', error: undefined }, page, pending.turnId );
	}

	/** Has the site end the answer under way; what was said until then stays. */
	async stop(): Promise< void > {
		const { session } = this.store.read();
		if ( this.turnId === undefined || session === null ) {
			this.wantsStop = true;
			return;
		}
		await this.rest.send( { method: 'POST', path: `chat/${ this.turnId }/stop`, secret: session.secret, body: {} } );
	}

	/** Gives up a failed question and returns its text, to be written anew. */
	takeBack( id: string ): string {
		const { text } = this.failed( id );
		this.remove( id );
		this.store.write( { pending: null } );
		return text;
	}

	/** Has an action done that waits for the visitor, or lets it be; returns how it stands then. */
	async decide( id: string, decision: 'confirm' | 'cancel' ): Promise< Action > {
		const asked = this.action( id );
		this.replaceAction( { ...asked, status: 'running' } );
		try {
			const answer = await this.rest.send( {
				method: 'POST',
				path: `actions/${ id }/confirm`,
				secret: this.store.read().session?.secret ?? '',
				body: { decision },
				timeoutMs: DECISION_TIMEOUT_MS,
			} );
			const decided = parseAction( record( answer ).action );
			this.replaceAction( decided );
			return decided;
		} catch ( error ) {
			if ( ! isOver( error ) ) {
				this.replaceAction( asked );
				throw error;
			}
			// It was decided in another tab, or its time is over: the site knows.
			this.replaceAction( { ...asked, status: 'expired' } );
			await this.reload();
			return this.action( id );
		}
	}

	questionBefore( answerId: string ): string {
		const answer = this.state.messages.findIndex( ( { id } ) => id === answerId );
		return this.state.messages.slice( 0, Math.max( 0, answer ) ).findLast( ( { role } ) => role === 'user' )?.text ?? '';
	}

	/** The question whose answer brought an action. */
	questionOf( actionId: string ): string {
		const answer = this.state.messages.findIndex( ( { actions } ) => actions.some( ( { id } ) => id === actionId ) );
		return this.state.messages.slice( 0, Math.max( 0, answer ) ).findLast( ( { role } ) => role === 'user' )?.text ?? '';
	}

	/** Has the site send a link to an address that the visitor says is theirs. */
	async prove( email: string ): Promise< void > {
		const { session } = this.store.read();
		await this.rest.send( {
			method: 'POST',
			path: 'actions/proof',
			secret: session?.secret ?? '',
			body: { session_id: session?.id ?? '', email },
		} );
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

	private async deliver( question: Message, page: Page, turnId?: string ): Promise< Message > {
		this.turnId = turnId;
		this.wantsStop = false;
		this.store.write( { pending: { clientMessageId: question.id, text: question.text, ...( turnId === undefined ? {} : { turnId } ) } } );
		this.change( { messages: [ ...this.state.messages, question ], isWaiting: true } );
		try {
			const answer = await this.ask( question, page, turnId );
			this.store.write( { pending: null } );
			const others = this.state.messages.filter( ( { id } ) => id !== answer.id );
			const messages = others.map( ( old ): Message => ( old.id === question.id ? { ...question, state: 'sent' } : old ) );
			this.change( { messages: [ ...messages, answer ], isWaiting: false } );
			return answer;
		} catch ( error ) {
			this.remove( answerId( question ) );
			this.replace( { ...question, state: 'failed', error: error as RestError } );
			this.change( { isWaiting: false } );
			throw error;
		}
	}

	/** A session that the site has forgotten is replaced by a new one, once. */
	private async ask( question: Message, page: Page, turnId?: string ): Promise< Message > {
		for ( let attempt = 1; ; attempt++ ) {
			const session = this.store.read().session ?? ( await this.mintSession() );
			try {
				return await this.collect( question, session, page, turnId );
			} catch ( error ) {
				if ( ! isUnknownSession( error ) || attempt === ATTEMPTS_PER_SESSION ) {
					throw error;
				}
				this.store.write( { session: null } );
			}
		}
	}

	/** A transport that ends without `done` was cut off. */
	private async collect( question: Message, session: Session, page: Page, turnId?: string ): Promise< Message > {
		const { id, text } = question;
		let answer: Message = { ...userMessage( answerId( question ), '' ), role: 'assistant', state: 'writing', turnId };
		for await ( const event of this.transport( { session, clientMessageId: id, text, page, turnId } ) ) {
			switch ( event.type ) {
				case 'turn':
					answer = { ...answer, turnId: event.turnId };
					this.begin( question, event.turnId );
					break;
				case 'delta':
					answer = { ...answer, text: answer.text + event.text };
					this.showAnswer( answer );
					break;
				case 'sources':
					answer = { ...answer, sources: event.sources };
					break;
				case 'actions':
					answer = { ...answer, actions: event.actions };
					this.showAnswer( answer );
					break;
				case 'message':
					answer = { ...answer, text: event.text, engine: event.engine, isAnswered: event.isAnswered, finish: event.finish, errorId: event.errorId, state: 'sent' };
					break;
				case 'error':
					throw event.error;
				case 'done':
					return { ...answer, state: 'sent' };
			}
		}
		throw new RestError( 'network', 'The answer broke off.' );
	}

	/** From here on the answer can be stopped, and found again after the page was left. */
	private begin( { id, text }: Message, turnId: string ): void {
		this.turnId = turnId;
		this.store.write( { pending: { clientMessageId: id, text, turnId } } );
		if ( this.wantsStop ) {
			void this.stop().catch( () => {} );
		}
	}

	private showAnswer( answer: Message ): void {
		if ( this.state.messages.some( ( { id } ) => id === answer.id ) ) {
			this.replace( answer );
		} else {
			this.change( { messages: [ ...this.state.messages, answer ] } );
		}
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
		const lost: Message = { ...userMessage( pending.clientMessageId, pending.text ), state: pending.turnId ? 'sending' : 'failed' };
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

	private action( id: string ): Action {
		const found = this.state.messages.flatMap( ( { actions } ) => actions ).find( ( action ) => action.id === id );
		if ( found === undefined ) {
			throw new RestError( 'not_found', 'There is no action of that id.' );
		}
		return found;
	}

	private replaceAction( action: Action ): void {
		const message = this.state.messages.find( ( { actions } ) => actions.some( ( { id } ) => id === action.id ) );
		if ( message !== undefined ) {
			this.replace( { ...message, actions: message.actions.map( ( old ) => ( old.id === action.id ? action : old ) ) } );
		}
	}

	private change( state: Partial< State > ): void {
		this.state = { ...this.state, ...state };
		this.listeners.forEach( ( listener ) => listener() );
	}
}

function userMessage( id: string, text: string ): Message {
	return { id, role: 'user', text, sources: [], actions: [], engine: '', isAnswered: true, state: 'sending', finish: 'complete', errorId: '' };
}

function answerId( { id }: Message ): string {
	return `${ id }-answer`;
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
		actions: parseActions( item.actions ),
		engine,
		isAnswered: engine !== 'extractive' || sources.length > 0,
		turnId: string( item.turn_id ) || undefined,
		state: 'sent',
		finish: parseFinish( item.finish ),
		errorId: string( item.error_id ),
	};
}

function isOver( error: unknown ): boolean {
	return error instanceof RestError && [ 'mxchat_confirmation_over', 'mxchat_confirmation_not_found' ].includes( error.code );
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
