import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { load } from './load.mjs';
import { startServer } from './server.mjs';

const { Conversation, Rest, RestError, SessionStore, DeliveryStore, eventTransport } = await load( 'chat/conversation', 'chat/delivery_store', 'chat/session_store', 'chat/transport', 'rest' );
const page = { url: 'https://shop.example/', title: 'Shop' };

let site;
let stored;
before( async () => {
	site = await startServer();
} );
after( () => site.stop() );
beforeEach( () => {
	site.requests.length = 0;
	site.faults.length = 0;
	stored = new Map();
} );

const storage = {
	getItem: ( key ) => stored.get( key ) ?? null,
	setItem: ( key, value ) => stored.set( key, value ),
	removeItem: ( key ) => stored.delete( key ),
};

/** A page's conversation; a second call is the visitor's next page. */
function open() {
	const rest = new Rest( site.restUrl, `${ site.url }/` );
	return new Conversation( rest, new SessionStore( site.restUrl, 'default', () => storage ), eventTransport( rest, 'default', new DeliveryStore( () => storage ) ), 'default' );
}

const asked = () => site.requests.map( ( { method, path } ) => `${ method } ${ path.replace( /mxchat_chat_\w+/, '{id}' ) }` );
const chats = () => site.requests.filter( ( { path } ) => path === 'chat' ).map( ( { body } ) => body );
const said = ( { state } ) => state.messages.map( ( { role, state: its } ) => `${ role } ${ its }` );

test( 'loading without a session asks nothing and stores nothing', async () => {
	await open().load();
	assert.deepEqual( asked(), [] );
	assert.equal( stored.size, 0 );
} );

test( 'the first message opens a session, the second uses it', async () => {
	const conversation = open();
	const answer = await conversation.send( 'Do you repair zips?', page );
	await conversation.send( 'How long do I have to return shoes?', page );
	assert.deepEqual( asked(), [ 'POST sessions', 'POST chat', 'POST chat' ] );
	assert.equal( answer.sources[ 0 ].title, 'Repairs in our workshop' );
	assert.equal( answer.engine, 'extractive' );
	assert.equal( answer.isAnswered, true );
	assert.deepEqual( chats()[ 0 ].page, page );
	assert.deepEqual( said( conversation ), [ 'user sent', 'assistant sent', 'user sent', 'assistant sent' ] );
} );

test( 'a question that the site cannot answer is no failure', async () => {
	const answer = await open().send( 'What is the capital of Peru?', page );
	assert.equal( answer.isAnswered, false );
	assert.deepEqual( answer.sources, [] );
} );

test( 'an answer that was cut off keeps the id of its failure on the next page', async () => {
	const cut = { finish: 'cut', error_id: 'err_0123456789ab' };
	site.faults.push( { on: 'POST chat', status: 200, body: { turn_id: 'turn_1', message: { role: 'assistant', content: 'Unworn' }, sources: [], ...cut } } );
	const { finish, errorId } = await open().send( 'How long do I have to return shoes?', page );
	assert.deepEqual( [ finish, errorId ], [ 'cut', 'err_0123456789ab' ] );
	site.faults.push( { on: 'GET sessions', status: 200, body: { items: [ { id: 1, role: 'assistant', content: 'Unworn', ...cut } ] } } );
	const next = open();
	await next.load();
	assert.equal( next.state.messages[ 0 ].errorId, 'err_0123456789ab' );
} );

test( 'the conversation is there again on the next page', async () => {
	await open().send( 'Do you repair zips?', page );
	const next = open();
	await next.load();
	assert.deepEqual( said( next ), [ 'user sent', 'assistant sent' ] );
	assert.equal( next.state.messages[ 1 ].sources.length, 1 );
} );

test( 'loading twice asks once', async () => {
	await open().send( 'Do you repair zips?', page );
	const next = open();
	await Promise.all( [ next.load(), next.load() ] );
	assert.equal( asked().filter( ( line ) => line === 'GET sessions/{id}/messages' ).length, 1 );
} );

test( 'a forgotten session is replaced once, and the message keeps its id', async () => {
	const conversation = open();
	await conversation.send( 'Do you repair zips?', page );
	site.sessions.clear();
	site.requests.length = 0;
	await conversation.send( 'How long do I have to return shoes?', page );
	assert.deepEqual( asked(), [ 'POST chat', 'POST sessions', 'POST chat' ] );
	assert.equal( chats()[ 0 ].client_message_id, chats()[ 1 ].client_message_id );
} );

test( 'a site that forgets every session is not asked for ever', async () => {
	const unknown = { on: 'POST chat', status: 404, body: { code: 'mxchat_session_not_found', message: '', data: { status: 404 } } };
	site.faults.push( unknown, { ...unknown } );
	await assert.rejects( open().send( 'Hello', page ), { code: 'mxchat_session_not_found' } );
	assert.deepEqual( asked(), [ 'POST sessions', 'POST chat', 'POST sessions', 'POST chat' ] );
} );

test( 'another 404 is not taken for a forgotten session', async () => {
	site.faults.push( { on: 'POST chat', status: 404, body: { code: 'rest_no_route', message: '', data: { status: 404 } } } );
	await assert.rejects( open().send( 'Hello', page ), { code: 'rest_no_route' } );
	assert.deepEqual( asked(), [ 'POST sessions', 'POST chat' ] );
} );

test( 'a lost answer: the question stays, and trying again does not ask twice', async () => {
	site.faults.push( { on: 'POST chat', after: 'destroy' } );
	const conversation = open();
	await assert.rejects( conversation.send( 'Do you repair zips?', page ), { code: 'network' } );
	assert.deepEqual( said( conversation ), [ 'user failed' ] );
	await conversation.retry( conversation.state.messages[ 0 ].id, page );
	assert.deepEqual( said( conversation ), [ 'user sent', 'assistant sent' ] );
	assert.equal( chats()[ 0 ].client_message_id, chats()[ 1 ].client_message_id );
	const [ session ] = [ ...site.sessions.values() ].slice( -1 );
	assert.equal( session.items.length, 2 );
} );

test( 'each new message has an id of its own', async () => {
	const conversation = open();
	await conversation.send( 'Hello', page );
	await conversation.send( 'Hello', page );
	assert.notEqual( chats()[ 0 ].client_message_id, chats()[ 1 ].client_message_id );
} );

test( 'a limit tells when to come back', async () => {
	site.faults.push( { on: 'POST chat', status: 429, headers: { 'Retry-After': '30' }, body: { code: 'mxchat_rate_limited', message: '', data: { status: 429 } } } );
	await assert.rejects( open().send( 'Hello', page ), ( error ) => error instanceof RestError && error.retryAfterSeconds === 30 );
} );

test( 'an answer without text is a failure', async () => {
	site.faults.push( { on: 'POST chat', status: 200, body: { message: { role: 'assistant', content: '' } } } );
	await assert.rejects( open().send( 'Hello', page ), { code: 'unreadable' } );
} );

test( 'a failed question can be taken back and edited', async () => {
	site.faults.push( { on: 'POST chat', before: 'destroy' } );
	const conversation = open();
	await assert.rejects( conversation.send( 'Helo', page ) );
	assert.equal( conversation.takeBack( conversation.state.messages[ 0 ].id ), 'Helo' );
	assert.deepEqual( said( conversation ), [] );
	const next = open();
	await next.load();
	assert.deepEqual( said( next ), [] );
} );

test( 'a page left before the answer came: the question is there again, to be tried under its id', async () => {
	site.faults.push( { on: 'POST chat', before: 'destroy' } );
	await assert.rejects( open().send( 'Do you repair zips?', page ) );
	const next = open();
	await next.load();
	assert.deepEqual( said( next ), [ 'user failed' ] );
	await next.retry( next.state.messages[ 0 ].id, page );
	assert.equal( chats()[ 0 ].client_message_id, chats()[ 1 ].client_message_id );
} );

test( 'a page left before the answer came, but the site has it: nothing is to be tried', async () => {
	site.faults.push( { on: 'POST chat', after: 'destroy' } );
	await assert.rejects( open().send( 'Do you repair zips?', page ) );
	const next = open();
	await next.load();
	assert.deepEqual( said( next ), [ 'user sent', 'assistant sent' ] );
} );

test( 'a new conversation keeps the transcript with the site, deleting does not', async () => {
	const conversation = open();
	for ( const [ erase, query ] of [ [ false, null ], [ true, 'true' ] ] ) {
		await conversation.send( 'Hello', page );
		await conversation.end( erase );
		assert.equal( site.requests.at( -1 ).query.get( 'erase' ), query );
		assert.equal( site.requests.at( -1 ).method, 'DELETE' );
		assert.deepEqual( said( conversation ), [] );
	}
	assert.equal( stored.size, 0 );
} );

test( 'a conversation that could not be deleted stays on the screen', async () => {
	const conversation = open();
	await conversation.send( 'Hello', page );
	site.faults.push( { on: 'DELETE sessions', status: 500, body: { code: 'mxchat_storage_failed', message: '', data: { status: 500 } } } );
	await assert.rejects( conversation.end( true ), { code: 'mxchat_storage_failed' } );
	assert.equal( conversation.state.messages.length, 2 );
	assert.equal( stored.size, 1 );
} );

test( 'earlier messages that fail to load can be asked for again', async () => {
	await open().send( 'Hello', page );
	const next = open();
	site.faults.push( { on: 'GET sessions', status: 500, body: { code: 'mxchat_internal_error', message: '', data: { status: 500 } } } );
	await assert.rejects( next.load() );
	await next.load();
	assert.equal( next.state.messages.length, 2 );
} );

test( 'a transport that ends without an end was cut off', async () => {
	const rest = new Rest( site.restUrl, `${ site.url }/` );
	async function* cut() {
		yield { type: 'message', text: 'Half an ans', engine: '', isAnswered: true };
	}
	const conversation = new Conversation( rest, new SessionStore( site.restUrl, 'default', () => storage ), cut, 'default' );
	await assert.rejects( conversation.send( 'Hello', page ), { code: 'network' } );
	assert.deepEqual( said( conversation ), [ 'user failed' ] );
} );

test( 'while an answer is under way, the state says so', async () => {
	const conversation = open();
	const waits = [];
	conversation.subscribe( () => waits.push( conversation.state.isWaiting ) );
	await conversation.send( 'Hello', page );
	assert.equal( waits[ 0 ], true );
	assert.equal( waits.at( -1 ), false );
} );
