import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { changed } = await load( 'admin/changed' );

test( 'only what was changed is sent', () => {
	const shown = { heading: 'Ask us', greeting: 'Hello', reads: [ 'default' ], strictness: null };
	assert.deepEqual( changed( shown, { ...shown } ), {} );
	assert.deepEqual( changed( shown, { ...shown, heading: '', reads: [ 'default', 'shop' ], strictness: 0 } ), { heading: '', reads: [ 'default', 'shop' ], strictness: 0 } );
} );

test( 'a list that was filled again in the same way has not changed', () => {
	assert.deepEqual( changed( { reads: [ 'default' ] }, { reads: [ 'default' ] } ), {} );
} );
