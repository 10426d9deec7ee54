/**
 * The bot API's document by its own example, on a served site (MXCHAT_SITE_URL, MXCHAT_TOKEN): only the address and the
 * two placeholders are filled in.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

const api = `${ process.env.MXCHAT_SITE_URL.replace( /\/$/, '' ) }/wp-json/mxchat/v1`;

const example = `
const response = await fetch('https://api.mygptassistants.com/api/v1/bot/YOUR_BOT_ID', {
method: 'POST',
headers: {
'Authorization': 'Bearer YOUR_API_KEY',
'Content-Type': 'application/json',
},
body: JSON.stringify({
message: 'Hello, what can you help me with?',
sessionId: 'optional-session-id'
}),
});
const data = await response.json();
console.log(data.response);
return data;
`;

async function run( bot, token ) {
	const filled = example.replace( 'https://api.mygptassistants.com/api/v1', api ).replace( 'YOUR_BOT_ID', bot ).replace( 'YOUR_API_KEY', token );
	const logged = [];
	const data = await new Function( 'console', `return ( async () => { ${ filled } } )();` )( { log: ( text ) => logged.push( text ) } );
	return { logged, data };
}

test( 'the example logs what the bot says', async () => {
	const { logged, data } = await run( 'default', process.env.MXCHAT_TOKEN );
	assert.equal( typeof logged[ 0 ], 'string' );
	assert.notEqual( logged[ 0 ], '' );
	assert.deepEqual( Object.keys( data.data ), [ 'response', 'conversationId', 'messageId' ] );
	assert.deepEqual( [ data.success, data.error, data.data.response ], [ true, null, logged[ 0 ] ] );
} );

test( 'the example without a key, and with another bot, says so by the codes of the document', async () => {
	assert.equal( ( await run( 'default', 'YOUR_API_KEY' ) ).data.error.code, 'INVALID_API_KEY' );
	assert.equal( ( await run( 'YOUR_BOT_ID', process.env.MXCHAT_TOKEN ) ).data.error.code, 'BOT_NOT_FOUND' );
} );

test( 'of ten equal messages at once in one conversation each is answered or told to wait', async () => {
	const send = async () => {
		const response = await fetch( `${ api }/bot/default`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${ process.env.MXCHAT_TOKEN }`, 'Content-Type': 'application/json' },
			body: JSON.stringify( { message: 'Do you repair zips?', sessionId: 'ten-at-once' } ),
		} );
		return { status: response.status, wait: Number( response.headers.get( 'Retry-After' ) ), body: await response.json() };
	};
	const answers = await Promise.all( Array.from( { length: 10 }, send ) );
	const answered = answers.filter( ( { status } ) => status === 200 );
	assert.ok( answered.length > 0 );
	assert.equal( new Set( answered.map( ( { body } ) => body.data.conversationId ) ).size, 1 );
	assert.equal( new Set( answered.map( ( { body } ) => body.data.messageId ) ).size, answered.length );
	for ( const { status, wait, body } of answers.filter( ( answer ) => ! answered.includes( answer ) ) ) {
		assert.deepEqual( [ status, body.error.code, wait > 0 ], [ 409, 'RATE_LIMIT_EXCEEDED', true ] );
	}
} );
