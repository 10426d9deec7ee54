/**
 * One question → the events of its answer.
 *
 * A transport is any function that gives these events in this order. Today's fetches the finished answer as JSON;
 * one that reads a stream gives the same events earlier.
 */
import { type Rest, RestError, list, record, string } from '../rest';
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
}

export interface Source {
	url: string;
	title: string;
}

export type ChatEvent =
	| { type: 'turn'; turnId: string }
	| { type: 'sources'; sources: Source[] }
	| { type: 'message'; text: string; engine: string; isAnswered: boolean }
	| { type: 'error'; error: RestError }
	| { type: 'done' };

export type Transport = ( question: Question ) => AsyncIterable< ChatEvent >;

export function jsonTransport( rest: Rest, botId: string ): Transport {
	return async function* ( { session, clientMessageId, text, page } ) {
		let answer: Record< string, unknown >;
		try {
			answer = record(
				await rest.send( {
					method: 'POST',
					path: 'chat',
					secret: session.secret,
					body: {
						session_id: session.id,
						message: text,
						bot_id: botId,
						client_message_id: clientMessageId,
						page,
					},
				} )
			);
		} catch ( error ) {
			yield { type: 'error', error: error as RestError };
			return;
		}
		const content = string( record( answer.message ).content );
		if ( content === '' ) {
			yield { type: 'error', error: new RestError( 'unreadable', 'The answer is empty.' ) };
			return;
		}
		yield { type: 'turn', turnId: String( answer.turn_id ) };
		yield { type: 'sources', sources: parseSources( answer.sources ) };
		yield {
			type: 'message',
			text: content,
			engine: string( answer.engine ),
			isAnswered: answer.is_answered !== false,
		};
		yield { type: 'done' };
	};
}

export function parseSources( value: unknown ): Source[] {
	return list( value )
		.map( record )
		.map( ( { source, title } ) => ( { url: string( source ), title: string( title ) || string( source ) } ) )
		.filter( ( { url } ) => url !== '' );
}
