import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { load } from './load.mjs';

const { Rest, RestError } = await load( 'rest' );
const page = 'https://shop.example/about/';
const url = ( root, path, query ) => new Rest( root, page ).url( path, query );

test( 'pretty permalinks: the route is appended to the path', () => {
	assert.equal( url( 'https://shop.example/wp-json/mxchat/v1/', 'sessions' ), 'https://shop.example/wp-json/mxchat/v1/sessions' );
} );

test( 'pretty permalinks in a folder, without the last slash', () => {
	assert.equal( url( 'https://shop.example/blog/wp-json/mxchat/v1', 'chat' ), 'https://shop.example/blog/wp-json/mxchat/v1/chat' );
} );

test( 'plain permalinks: the route is appended to rest_route', () => {
	const { searchParams, pathname } = new URL( url( 'https://shop.example/?rest_route=/mxchat/v1/', 'sessions/mxchat_chat_1/messages' ) );
	assert.equal( pathname, '/' );
	assert.equal( searchParams.get( 'rest_route' ), '/mxchat/v1/sessions/mxchat_chat_1/messages' );
} );

test( 'plain permalinks keep the other parameters and take more', () => {
	const { searchParams } = new URL( url( 'https://shop.example/index.php?rest_route=%2Fmxchat%2Fv1%2F&lang=de', 'knowledge/index', { bot_id: 'a&b' } ) );
	assert.deepEqual( Object.fromEntries( searchParams ), { rest_route: '/mxchat/v1/knowledge/index', lang: 'de', bot_id: 'a&b' } );
} );

test( 'pretty permalinks take a query', () => {
	assert.equal( url( 'https://shop.example/wp-json/mxchat/v1/', 'knowledge/index', { bot_id: 'ü' } ), 'https://shop.example/wp-json/mxchat/v1/knowledge/index?bot_id=%C3%BC' );
} );

test( 'a page served by https does not ask its own host by http', () => {
	assert.equal( url( 'http://shop.example/wp-json/mxchat/v1/', 'chat' ), 'https://shop.example/wp-json/mxchat/v1/chat' );
} );

test( 'another host keeps its protocol', () => {
	assert.equal( url( 'http://api.example/wp-json/mxchat/v1/', 'chat' ), 'http://api.example/wp-json/mxchat/v1/chat' );
} );

let server;
let answer;
let seen;
before( async () => {
	server = createServer( async ( request, response ) => {
		const parts = [];
		for await ( const part of request ) {
			parts.push( part );
		}
		seen = { method: request.method, headers: request.headers, body: Buffer.concat( parts ).toString() };
		if ( answer === null ) {
			request.socket.destroy();
			return;
		}
		response.writeHead( answer.status, answer.headers );
		response.end( answer.body );
	} );
	await new Promise( ( done ) => server.listen( 0, '127.0.0.1', done ) );
} );
after( () => server.close() );

const send = ( request, given ) => {
	answer = given;
	return new Rest( `http://127.0.0.1:${ server.address().port }/wp-json/mxchat/v1/`, page ).send( request );
};

test( 'a good answer is its body', async () => {
	assert.deepEqual( await send( { method: 'POST', path: 'sessions', body: {} }, { status: 201, body: '{"session_id":"x"}' } ), { session_id: 'x' } );
} );

test( 'the secret goes into its header, and neither cookie nor nonce goes anywhere', async () => {
	await send( { method: 'POST', path: 'chat', secret: 's3cret', body: { message: 'ü' } }, { status: 200, body: '{}' } );
	assert.equal( seen.headers[ 'x-mxchat-session' ], 's3cret' );
	assert.equal( seen.headers[ 'content-type' ], 'application/json' );
	assert.equal( seen.headers.cookie, undefined );
	assert.equal( seen.headers[ 'x-wp-nonce' ], undefined );
	assert.equal( seen.body, '{"message":"ü"}' );
} );

test( 'an error of the site keeps its code, status, reference and waiting time', async () => {
	const body = '{"code":"mxchat_rate_limited","message":"Slow down.","data":{"status":429}}';
	await assert.rejects( send( { method: 'POST', path: 'chat', body: {} }, { status: 429, body, headers: { 'Retry-After': '37', 'X-Request-Id': 'r1' } } ), ( error ) => {
		assert.ok( error instanceof RestError );
		assert.deepEqual( [ error.name, error.code, error.status, error.retryAfterSeconds, error.requestId ], [ 'MxChatError', 'mxchat_rate_limited', 429, 37, 'r1' ] );
		return true;
	} );
} );

test( 'an HTML page in place of an answer is unreadable, also with status 200', async () => {
	await assert.rejects( send( { method: 'GET', path: 'x' }, { status: 200, body: '<!doctype html>' } ), { code: 'unreadable', status: 200 } );
	await assert.rejects( send( { method: 'GET', path: 'x' }, { status: 503, body: '<h1>Maintenance</h1>' } ), { code: 'unreadable', status: 503 } );
} );

test( 'a connection that breaks is a network failure', async () => {
	await assert.rejects( send( { method: 'GET', path: 'x' }, null ), { code: 'network', status: 0 } );
} );
