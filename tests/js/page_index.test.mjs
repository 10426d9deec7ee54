import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { PageIndex, bestPages } = await load( 'chat/page_index' );

const returns = { url: 'https://a.example/returns/', title: 'Returns' };
const repairs = { url: 'https://a.example/repairs/', title: 'Repairs' };
const pages = new Map( [ [ 1, returns ], [ 2, returns ], [ 3, repairs ] ] );

test( 'several chunks of a page suggest it once', () => {
	assert.deepEqual( bestPages( [ { id: 1, score: 9 }, { id: 2, score: 8 }, { id: 3, score: 7 } ], pages ), [ returns, repairs ] );
} );

test( 'pages that fit far worse than the best are left out', () => {
	assert.deepEqual( bestPages( [ { id: 1, score: 9 }, { id: 3, score: 4 } ], pages ), [ returns ] );
} );

test( 'chunks of pages that are no longer public are left out', () => {
	assert.deepEqual( bestPages( [ { id: 99, score: 9 } ], pages ), [] );
} );

test( 'at most three pages', () => {
	const many = new Map( [ 1, 2, 3, 4, 5 ].map( ( id ) => [ id, { url: `https://a.example/${ id }`, title: '' } ] ) );
	assert.equal( bestPages( [ ...many.keys() ].map( ( id ) => ( { id, score: 1 } ) ), many ).length, 3 );
} );

const index = { segments: [ 'AQID' ], sources: [ { source: returns.url, title: 'Returns', chunks: [ 7 ] } ] };

function searchWith( { core, answer } ) {
	const asked = [];
	const rest = {
		async send( request ) {
			asked.push( request );
			if ( answer instanceof Error ) {
				throw answer;
			}
			return answer;
		},
	};
	return { asked, index: new PageIndex( rest, 'default', async () => core ) };
}

test( 'the core searches the segments that the site sent', async () => {
	const seen = [];
	const core = { searchSegments: ( segments, question, limit ) => ( seen.push( [ [ ...segments[ 0 ] ], question, limit ] ), [ { id: 7, score: 1 } ] ) };
	const search = searchWith( { core, answer: index } );
	assert.deepEqual( await search.index.search( 'return shoes' ), [ returns ] );
	await search.index.search( 'again' );
	assert.deepEqual( seen[ 0 ], [ [ 1, 2, 3 ], 'return shoes', 12 ] );
	assert.equal( search.asked.length, 1 );
} );

test( 'without WASM the site is not even asked', async () => {
	const search = searchWith( { core: null, answer: index } );
	assert.deepEqual( await search.index.search( 'return' ), [] );
	assert.equal( search.asked.length, 0 );
} );

test( 'a route that fails, or bytes that the core refuses, mean no suggestions', async () => {
	const refusing = { searchSegments() {
		throw new Error( 'invalid_record' );
	} };
	assert.deepEqual( await searchWith( { core: {}, answer: new Error( '404' ) } ).index.search( 'return' ), [] );
	assert.deepEqual( await searchWith( { core: refusing, answer: index } ).index.search( 'return' ), [] );
} );
