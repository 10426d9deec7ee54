import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { PANEL_ENGLISH, RestError, describeFailure, format, readStrings } = await load( 'chat/strings', 'chat/failure', 'rest' );

test( 'translations replace English one by one', () => {
	const strings = readStrings( '{"send":"Senden"}', PANEL_ENGLISH );
	assert.equal( strings.send, 'Senden' );
	assert.equal( strings.close, 'Close chat' );
} );

test( 'what is no translation is left alone', () => {
	for ( const json of [ null, '', '{', '[]', 'null', '"x"', '{"send":1}', '{"unknown":"x"}' ] ) {
		assert.deepEqual( readStrings( json, PANEL_ENGLISH ), PANEL_ENGLISH, String( json ) );
	}
} );

test( 'placeholders are filled, unknown ones stay', () => {
	assert.equal( format( '{count} of {limit}, {other}', { count: 0, limit: 8 } ), '0 of 8, {other}' );
} );

const describe = ( ...values ) => describeFailure( values.length ? new RestError( ...values ) : undefined, PANEL_ENGLISH );

test( 'a limit is told in seconds, then in minutes', () => {
	assert.match( describe( 'mxchat_rate_limited', '', 429, 40 ), /40 seconds/ );
	assert.match( describe( 'mxchat_rate_limited', '', 429, 121 ), /3 minutes/ );
	assert.match( describe( 'mxchat_rate_limited', '', 429, null ), /later/ );
} );

test( 'a site that answers too many at once is a matter of waiting, too', () => {
	assert.equal( describe( 'mxchat_streams_busy', '', 503, 5 ), describe( 'mxchat_rate_limited', '', 429, 5 ) );
} );

test( 'what the site says about an error never reaches a visitor, its reference does', () => {
	const text = describe( 'mxchat_internal_error', 'SQL syntax near …', 500, null, 'req_9' );
	assert.ok( ! text.includes( 'SQL' ) );
	assert.ok( text.includes( 'req_9' ) );
} );

test( 'each failure has words of its own', () => {
	assert.equal( new Set( [ describe(), describe( 'network', '' ), describe( 'x', '', 500 ), describe( 'x', '', 429 ) ] ).size, 4 );
} );
