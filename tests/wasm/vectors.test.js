/**
 * Every golden vector whose function the browser has.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { core } from './core.js';
import { bytesOf, floatsOf, readVectors, textOf, unitsAt } from './vectors.js';

const number = ( value ) => value;
const segments = ( list ) => list.map( ( segment ) => new Uint8Array( bytesOf( segment ) ) );

function passages( list ) {
	const read = list.map( ( { title, text } ) => ( { title: textOf( title ), text: textOf( text ) } ) );
	return read.some( ( { title, text } ) => title === undefined || text === undefined ) ? undefined : read;
}

/** How a place in bytes, as the vectors say it, is said in JavaScript. */
const spanIn = ( text, span ) => ( { ...span, start: unitsAt( text, span.start ), end: unitsAt( text, span.end ) } );

/** What the browser has: the conversion of each argument, and of the result where texts are measured. */
const exported = {
	cosine_similarity: { args: [ floatsOf, floatsOf ] },
	rank_embeddings: { args: [ floatsOf, floatsOf, number, number ] },
	parse_threshold: { args: [ textOf ] },
	format_threshold: { args: [ number ] },
	tokenize: { args: [ textOf ] },
	chunk_text: {
		args: [ textOf, number ],
		returns: ( spans, [ text ] ) => spans.map( ( span ) => spanIn( text, span ) ),
	},
	search_segments: { args: [ segments, textOf, number ] },
	extract_answer: {
		args: [ textOf, passages, segments ],
		returns: ( answer, [ , list ] ) => ( {
			...answer,
			quotes: answer.quotes.map( ( quote ) => spanIn( list[ quote.passage ].text, quote ) ),
		} ),
	},
};

/** What stays on the server: secrets, and what only an index's builder needs. */
const serverOnly = [
	'mint_token', 'is_token', 'hash_token', 'verify_token',
	'mint_session_id', 'mint_thread_id', 'is_session_id', 'is_thread_id',
	'thread_record', 'read_thread_record', 'thread_status',
	'transient_key', 'rate_window', 'check_rate',
	'lexical_features', 'build_segment', 'verify_segment',
];

const camelCase = ( name ) => name.replace( /_(\w)/g, ( _, letter ) => letter.toUpperCase() );

const vectors = await readVectors();

for ( const [ name, { args: converters, returns } ] of Object.entries( exported ) ) {
	describe( name, () => {
		for ( const vector of vectors.filter( ( candidate ) => candidate.function === name ) ) {
			const args = vector.args.map( ( arg, position ) => converters[ position ]( arg ) );
			// Bytes that JavaScript's types cannot say, such as a text that is not UTF-8, never get here.
			if ( args.includes( undefined ) ) {
				continue;
			}
			test( vector.name, () => {
				const call = () => core[ camelCase( name ) ]( ...args );
				if ( vector.throws ) {
					assert.throws( call, { name: 'MxChatError', code: vector.throws } );
				} else {
					assert.deepStrictEqual( call(), returns ? returns( vector.returns, args ) : vector.returns );
				}
			} );
		}
	} );
}

test( 'every function of the vectors is exported or stays on the server', () => {
	const names = new Set( vectors.map( ( vector ) => vector.function ) );
	assert.deepStrictEqual( [ ...names ].sort(), [ ...Object.keys( exported ), ...serverOnly ].sort() );
} );

test( 'the package exports these functions, its initializers and nothing else', () => {
	const functions = Object.keys( core ).filter( ( name ) => ! [ 'default', 'initSync' ].includes( name ) );
	assert.deepStrictEqual( functions.sort(), Object.keys( exported ).map( camelCase ).sort() );
} );

test( 'every export has a type', async () => {
	const types = await readFile( new URL( '../../wordpress-plugin/build/mxchat-core.d.ts', import.meta.url ), 'utf8' );
	for ( const name of Object.keys( exported ).map( camelCase ) ) {
		const declaration = types.match( new RegExp( `^export function ${ name }\\(.*$`, 'm' ) )?.[ 0 ];
		assert.ok( declaration, name );
		assert.doesNotMatch( declaration, /\bany\b/ );
	}
} );
