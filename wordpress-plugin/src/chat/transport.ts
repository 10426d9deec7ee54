/**
 * One question → the events of its answer.
 *
 * They come as a stream where the server lets one through; else they are asked for again and again. A stream that breaks
 * off is taken up where it broke: the site goes on with the answer for a while, and never asks a model twice.
 */
import { type Answer, type Rest, RestError, list, record, string } from '../rest';
import { type Action, parseActions } from './action';
import type { DeliveryStore } from './delivery_store';
import { type ServerEvent, readEvents } from './event_stream';
import type { Session } from './session_store';

export interface Page {
	url: string;
	title: string;
}

export interface Question {
	session: Session;
	clientMessageId: string;
	text: string;
	page: Page;
	/** Of an answer that was under way when the page was left. */
	turnId?: string | undefined;
}

export interface Source {
	url: string;
	title: string;
}

export type Finish = 'complete' | 'refused' | 'length' | 'cut' | 'stopped';

export type ChatEvent =
	| { type: 'turn'; turnId: string }
	| { type: 'actions'; actions: Action[] }
	| { type: 'sources'; sources: Source[] }
	| { type: 'delta'; text: string }
	| { type: 'message'; text: string; engine: string; isAnswered: boolean; finish: Finish; errorId: string }
	| { type: 'error'; error: RestError }
	| { type: 'done' };

export type Transport = ( question: Question ) => AsyncIterable< ChatEvent >;

const POLL_MS = 700;
const BUSY_TRIES = 5;
const RESUME_TRIES = 6;
const EVENTS = 'text/event-stream';

/** How far an answer has come. */
interface Progress {
	turnId: string;
	lastId: number;
	isDone: boolean;
	/** As they were shown so far. */
	actions: unknown[];
}

export function eventTransport( rest: Rest, botId: string, delivery: DeliveryStore ): Transport {
	return async function* ( question ) {
		const progress: Progress = { turnId: question.turnId ?? '', lastId: 0, isDone: false, actions: [] };
		try {
			if ( progress.turnId === '' ) {
				yield* ask( rest, botId, delivery, question, progress );
			}
			yield* goOn( rest, delivery, question.session, progress );
		} catch ( error ) {
			yield { type: 'error', error: error as RestError };
		}
	};
}

async function* ask( rest: Rest, botId: string, delivery: DeliveryStore, question: Question, progress: Progress ): AsyncGenerator< ChatEvent > {
	const began = performance.now();
	const answer = await post( rest, botId, delivery.polls, question );
	if ( answer.isEvents ) {
		yield* told( measured( readEvents( answer.pieces() ), performance.now() - began, delivery ), progress );
		return;
	}
	const body = record( await answer.json() );
	progress.turnId = string( body.turn_id );
	yield { type: 'turn', turnId: progress.turnId };
	if ( body.status === undefined ) {
		progress.isDone = true;
		yield* parseMessage( body );
		yield { type: 'done' };
	}
}

/** Where all places for streams are taken, the question waits for one. */
async function post( rest: Rest, botId: string, polls: boolean, { session, clientMessageId, text, page }: Question ): Promise< Answer > {
	for ( let tries = 1; ; tries++ ) {
		try {
			return await rest.open( {
				method: 'POST',
				path: 'chat',
				secret: session.secret,
				...( polls ? { prefer: 'respond-async' } : { accept: EVENTS } ),
				body: { session_id: session.id, message: text, bot_id: botId, client_message_id: clientMessageId, page },
			} );
		} catch ( error ) {
			const { code, retryAfterSeconds } = error as RestError;
			if ( code !== 'mxchat_streams_busy' || tries === BUSY_TRIES ) {
				throw error;
			}
			await pause( 1_000 * ( retryAfterSeconds ?? 2 ) * ( 1 + Math.random() ) );
		}
	}
}

/** Reads what is left of an answer, as often as it breaks off. */
async function* goOn( rest: Rest, delivery: DeliveryStore, session: Session, progress: Progress ): AsyncGenerator< ChatEvent > {
	let polls = delivery.polls;
	for ( let failures = 0; ! progress.isDone && progress.turnId !== ''; ) {
		const from = progress.lastId;
		try {
			const answer = await rest.open( {
				method: 'GET',
				path: `chat/${ progress.turnId }/events`,
				query: { after: String( from ) },
				secret: session.secret,
				...( polls ? {} : { accept: EVENTS } ),
			} );
			yield* told( answer.isEvents ? readEvents( answer.pieces() ) : page( record( await answer.json() ) ), progress );
			failures = 0;
		} catch ( error ) {
			const { code, status } = error as RestError;
			polls ||= code === 'mxchat_streams_busy';
			if ( ( status > 0 && status !== 429 && status < 500 ) || ++failures === RESUME_TRIES ) {
				throw error;
			}
		}
		if ( ! progress.isDone ) {
			await pause( polls ? POLL_MS : 500 * 2 ** Math.min( failures, 4 ) );
		}
	}
}

async function* page( { events }: Record< string, unknown > ): AsyncGenerator< ServerEvent > {
	for ( const { id, event, data } of list( events ).map( record ) ) {
		yield { id: Number( id ), name: string( event ), data };
	}
}

/** A connection that breaks off ends the events; what is missing is read anew. */
async function* told( events: AsyncIterable< ServerEvent >, progress: Progress ): AsyncGenerator< ChatEvent > {
	try {
		for await ( const { id, name, data } of events ) {
			if ( id <= progress.lastId ) {
				continue;
			}
			progress.lastId = id;
			for ( const event of parseEvent( name, record( data ), progress ) ) {
				progress.isDone ||= event.type === 'done' || event.type === 'error';
				yield event;
			}
			if ( progress.isDone ) {
				return;
			}
		}
	} catch ( error ) {
		if ( progress.turnId === '' ) {
			throw error;
		}
	}
	if ( progress.turnId === '' ) {
		throw new RestError( 'network', 'The answer broke off before it began.' );
	}
}

async function* measured( events: AsyncIterable< ServerEvent >, waitMs: number, delivery: DeliveryStore ): AsyncGenerator< ServerEvent > {
	const times: number[] = [];
	for await ( const event of events ) {
		if ( event.name === 'delta' ) {
			times.push( performance.now() );
		}
		yield event;
		if ( event.name === 'message' ) {
			delivery.learn( { pieces: times.length, spreadMs: ( times.at( -1 ) ?? 0 ) - ( times[ 0 ] ?? 0 ), waitMs } );
		}
	}
}

function parseEvent( name: string, data: Record< string, unknown >, progress: Progress ): ChatEvent[] {
	switch ( name ) {
		case 'turn':
			progress.turnId = string( data.turn_id );
			return [ { type: 'turn', turnId: progress.turnId } ];
		case 'action':
			progress.actions.push( data );
			return [ { type: 'actions', actions: parseActions( progress.actions ) } ];
		case 'sources':
			return [ { type: 'sources', sources: parseSources( data.sources ) } ];
		case 'delta':
			return [ { type: 'delta', text: string( data.text ) } ];
		case 'message':
			return parseMessage( data );
		case 'error':
			return [ { type: 'error', error: parseError( data ) } ];
		case 'done':
			return [ { type: 'done' } ];
		default:
			return [];
	}
}

/** The whole answer: what came in pieces before is part of it. */
function parseMessage( body: Record< string, unknown > ): ChatEvent[] {
	const text = string( record( body.message ).content );
	const actions = parseActions( body.actions ?? [ body.action ] );
	const finish = parseFinish( body.finish );
	if ( text === '' && actions.length === 0 && finish === 'complete' ) {
		return [ { type: 'error', error: new RestError( 'unreadable', 'The answer is empty.' ) } ];
	}
	return [
		{ type: 'sources', sources: parseSources( body.sources ) },
		{ type: 'actions', actions },
		{ type: 'message', text, engine: string( body.engine ), isAnswered: body.is_answered !== false, finish, errorId: string( body.error_id ) },
	];
}

function parseError( body: Record< string, unknown > ): RestError {
	const { status, request_id: id } = record( body.data );
	return new RestError( string( body.code ) || 'unreadable', string( body.message ), Number( status ) || 500, null, string( id ) || null );
}

export function parseFinish( value: unknown ): Finish {
	return value === 'refused' || value === 'length' || value === 'cut' || value === 'stopped' ? value : 'complete';
}

export function parseSources( value: unknown ): Source[] {
	return list( value )
		.map( record )
		.map( ( { source, title } ) => ( { url: string( source ), title: string( title ) || string( source ) } ) )
		.filter( ( { url } ) => url !== '' );
}

function pause( milliseconds: number ): Promise< void > {
	return new Promise( ( done ) => setTimeout( done, milliseconds ) );
}
