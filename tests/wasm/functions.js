/**
 * Which of the core's functions the browser has, and how a call that the vectors describe is said in
 * JavaScript.
 */

import assert from 'node:assert/strict';
import { core } from './core.js';
import { bytesOf, floatsOf, textOf, unitsAt } from './vectors.js';

const bytes = ( value ) => new Uint8Array( bytesOf( value ) );
const segments = ( list ) => list.map( bytes );

/** A number, or undefined if it is an integer that JavaScript cannot hold. */
const number = ( value ) => ( Number.isInteger( value ) && ! Number.isSafeInteger( value ) ? undefined : value );

function texts( list ) {
	const read = list.map( textOf );
	return read.includes( undefined ) ? undefined : read;
}

function passages( list ) {
	const read = list.map( ( { title, text } ) => ( { title: textOf( title ), text: textOf( text ) } ) );
	return read.some( ( { title, text } ) => title === undefined || text === undefined ) ? undefined : read;
}

/** How a place in bytes, as the vectors say it, is said in JavaScript. */
const spanIn = ( text, span ) => ( { ...span, start: unitsAt( text, span.start ), end: unitsAt( text, span.end ) } );

/** What the browser has: the conversion of each argument, and of the result where texts are measured. */
export const exported = {
	cosine_similarity: { args: [ floatsOf, floatsOf ] },
	rank_embeddings: { args: [ floatsOf, floatsOf, number, number ] },
	search_index: { args: [ bytes, floatsOf, number, number, texts, texts, texts ] },
	parse_threshold: { args: [ textOf ] },
	format_threshold: { args: [ number ] },
	tokenize: { args: [ textOf ] },
	chunk_text: {
		args: [ textOf, number ],
		returns: ( spans, [ text ] ) => spans.map( ( span ) => spanIn( text, span ) ),
	},
	search_segments: { args: [ segments, textOf, number ] },
	decode_sse: { args: [ textOf, bytes ] },
	score_actions: { args: [ bytes, bytes, textOf, floatsOf, number ] },
	extract_answer: {
		args: [ textOf, passages, segments ],
		returns: ( answer, [ , list ] ) => ( {
			...answer,
			quotes: answer.quotes.map( ( quote ) => spanIn( list[ quote.passage ].text, quote ) ),
		} ),
	},
};

/** What stays on the server: secrets, and what only an index's builder needs. */
export const serverOnly = [
	'mint_token', 'mint_test_token', 'is_token', 'is_test_token', 'hash_token', 'verify_token',
	'mint_session_id', 'mint_thread_id', 'is_session_id', 'is_thread_id',
	'thread_record', 'read_thread_record', 'thread_status',
	'transient_key', 'rate_window', 'check_rate',
	'lexical_features', 'build_segment', 'verify_segment', 'fuse_ranks', 'build_index',
	'build_background', 'train_actions',
];

export const camelCase = ( name ) => name.replace( /_(\w)/g, ( _, letter ) => letter.toUpperCase() );

/**
 * The arguments of a call, or undefined if JavaScript's types cannot say one of them: a text that is
 * not UTF-8, an integer beyond 53 bits.
 */
export function argumentsOf( call ) {
	const { args: converters } = exported[ call.function ];
	const args = call.args.map( ( arg, position ) => converters[ position ]( arg ) );
	return args.includes( undefined ) ? undefined : args;
}

/** Makes a call and compares, floats by their bits. */
export function assertCall( call, args ) {
	const run = () => core[ camelCase( call.function ) ]( ...args );
	if ( call.throws ) {
		assert.throws( run, { name: 'MxChatError', code: call.throws } );
		return;
	}
	const { returns = ( value ) => value } = exported[ call.function ];
	assert.deepStrictEqual( run(), returns( call.returns, args ) );
}
