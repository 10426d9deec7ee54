import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { readStarters } = await load( 'chat/starters' );

test( 'the questions of the page, in their order', () => {
	assert.deepEqual( readStarters( '["When?","<b>Where</b>?"]' ), [ 'When?', '<b>Where</b>?' ] );
} );

test( 'what is no list of questions offers nothing', () => {
	for ( const json of [ null, '', '[', '{}', '{"0":"x"}', '"x"', 'null', '[1,null,["x"],{"a":"b"},"","  "]' ] ) {
		assert.deepEqual( readStarters( json ), [], String( json ) );
	}
} );

test( 'four at most', () => assert.deepEqual( readStarters( '["a","","b","c","d","e"]' ), [ 'a', 'b', 'c', 'd' ] ) );
