/**
 * What is particular to the browser: JavaScript's strings, numbers and errors.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { core } from './core.js';

describe( 'offsets count UTF-16 units', () => {
	const text = 'Größe 👟! 靴は30日以内。 Fin.';

	test( 'chunks are slices of the text', () => {
		const spans = core.chunkText( text, 8 );
		assert.ok( spans.length > 1 );
		const joined = spans.map( ( { start, end } ) => text.slice( start, end ) ).join( '' );
		assert.equal( joined.replace( /\s/g, '' ), text.replace( /\s/g, '' ) );
	} );

	test( 'a lone surrogate counts as the replacement character', () => {
		assert.deepStrictEqual( core.chunkText( 'a\ud83d b', 99 ), [ { start: 0, end: 4 } ] );
	} );
} );

describe( 'numbers', () => {
	for ( const limit of [ -1, 0.5, NaN, Infinity, 2 ** 53 ] ) {
		test( `a limit of ${ limit } is refused`, () => {
			const call = () => core.rankEmbeddings( Float32Array.of( 1 ), Float32Array.of( 1 ), limit, 0 );
			assert.throws( call, { name: 'MxChatError', code: 'out_of_range' } );
		} );
	}

	test( 'a limit beyond 32 bits is no limit', () => {
		const ranked = core.rankEmbeddings( Float32Array.of( 1 ), Float32Array.of( 2 ), 2 ** 40, 0 );
		assert.deepStrictEqual( ranked, [ { position: 0, score: 1 } ] );
	} );

	test( 'numbers that are none are refused', () => {
		const call = () => core.cosineSimilarity( Float32Array.of( NaN ), Float32Array.of( 1 ) );
		assert.throws( call, { name: 'MxChatError', code: 'not_finite' } );
	} );
} );

describe( 'errors', () => {
	test( 'are errors with a sentence and a stack', () => {
		assert.throws( () => core.parseThreshold( 'much' ), ( error ) => {
			assert.ok( error instanceof Error );
			assert.equal( error.message, 'A threshold must be between 0 and 1, or between 0% and 100%.' );
			assert.ok( error.stack );
			return true;
		} );
	} );

	test( 'leave the module as it was', () => {
		for ( let i = 0; i < 1000; i++ ) {
			assert.throws( () => core.parseThreshold( 'much' ) );
			assert.throws( () => core.searchSegments( [ new Uint8Array( 8 ) ], 'zip', 5 ), { code: 'invalid_record' } );
		}
		assert.equal( core.parseThreshold( '75%' ), 0.75 );
	} );
} );

describe( 'answers', () => {
	test( 'nothing found is null', () => {
		const answer = core.extractAnswer( 'Do you repair zips?', [], [] );
		assert.deepStrictEqual( answer, { answer: null, confidence: 0, quotes: [], scores: [] } );
	} );
} );

describe( 'an index that stays', async () => {
	const { search_index: cases } = JSON.parse( await readFile( new URL( '../vectors/index.json', import.meta.url ), 'utf8' ) );
	const found = cases.filter( ( vector ) => vector.returns && Array.isArray( vector.args[ 1 ] ) );

	test( 'is searched like its bytes, again and again', () => {
		assert.ok( found.length > 5 );
		for ( const { args: [ bytes, query, ...rest ], returns, name } of found ) {
			const index = new core.VectorIndex( Buffer.from( bytes.hex, 'hex' ) );
			for ( let time = 0; time < 3; time++ ) {
				assert.deepStrictEqual( index.search( Float32Array.from( query ), ...rest ), returns, name );
			}
			index.free();
		}
	} );

	test( 'refuses bytes that are none', () => {
		assert.throws( () => new core.VectorIndex( new Uint8Array( 8 ) ), { name: 'MxChatError', code: 'invalid_record' } );
	} );
} );
