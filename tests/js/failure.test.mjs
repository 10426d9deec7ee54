import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { PANEL_ENGLISH, RestError, describeEnd, describeFailure } = await load( 'chat/failure', 'chat/strings', 'rest' );

const end = ( finish, errorId = '' ) => describeEnd( { finish, errorId }, PANEL_ENGLISH );

test( 'an answer that a failure cut off says so, with the id to quote', () => {
	assert.equal( end( 'cut', 'err_0123456789ab' ), 'The answer was cut off. Reference: err_0123456789ab' );
} );

test( 'an answer that ended early without a failure has no id', () => {
	assert.deepEqual( [ end( 'cut' ), end( 'length' ), end( 'stopped' ) ], [ 'The answer was cut off.', 'The answer was cut off.', 'Stopped.' ] );
} );

test( 'an answer that came to its end says nothing of it', () => {
	assert.deepEqual( [ end( 'complete' ), end( 'refused' ) ], [ '', '' ] );
} );

test( 'where all places for answers are taken, a visitor is asked to wait', () => {
	const error = new RestError( 'mxchat_streams_busy', 'Words of the site.', 503, 2, 'req_42' );
	assert.equal( describeFailure( error, PANEL_ENGLISH ), 'Too many messages just now. Please try again in 2 seconds.' );
} );

test( 'a failure of the site is told with the id of its request, never with its own words', () => {
	const error = new RestError( 'mxchat_internal_error', 'Words for the owner.', 500, null, 'req_42' );
	assert.equal( describeFailure( error, PANEL_ENGLISH ), 'Something went wrong on our side. Your message is still here. Reference: req_42' );
} );
