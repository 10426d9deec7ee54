import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { load } from './load.mjs';

const { DeliveryStore, Rest, eventTransport, readEvents } = await load( 'chat/delivery_store', 'chat/event_stream', 'chat/transport', 'rest' );

const frame = ( id, name, data ) => `id: ${ id }\nevent: ${ name }\ndata: ${ JSON.stringify( data ) }\n\n`;
const message = ( text ) => ( { turn_id: 'turn_1', message: { role: 'assistant', content: text }, sources: [], engine: 'responses', is_answered: true, finish: 'complete' } );
const whole = [
	frame( 1, 'turn', { turn_id: 'turn_1' } ),
	frame( 2, 'delta', { text: 'Grüße 🧥, ' } ),
	frame( 3, 'delta', { text: 'wir flicken.' } ),
	frame( 4, 'message', message( 'Grüße 🧥, wir flicken.' ) ),
	frame( 5, 'done', { turn_id: 'turn_1', finish: 'complete' } ),
];

let site;
let requests;
let answers;
let stored;
before( async () => {
	const server = createServer( ( request, response ) => {
		requests.push( `${ request.method } ${ request.url }${ request.headers.prefer ? ` ${ request.headers.prefer }` : '' }` );
		request.resume();
		request.on( 'end', () => answers.shift()( response ) );
	} );
	await new Promise( ( done ) => server.listen( 0, '127.0.0.1', done ) );
	site = { url: `http://127.0.0.1:${ server.address().port }/`, stop: () => ( server.closeAllConnections(), server.close() ) };
} );
after( () => site.stop() );
beforeEach( () => {
	requests = [];
	answers = [];
	stored = new Map();
} );

const storage = () => ( { getItem: ( key ) => stored.get( key ) ?? null, setItem: ( key, value ) => stored.set( key, value ) } );
const events = ( ...frames ) => ( response ) => response.writeHead( 200, { 'Content-Type': 'text/event-stream; charset=utf-8' } ).end( frames.join( '' ) );
const json = ( status, body, headers = {} ) => ( response ) => response.writeHead( status, { 'Content-Type': 'application/json', ...headers } ).end( JSON.stringify( body ) );
const cut = ( ...frames ) => ( response ) => {
	response.writeHead( 200, { 'Content-Type': 'text/event-stream' } ).write( frames.join( '' ) );
	setTimeout( () => response.destroy(), 50 );
};

async function ask( more = {} ) {
	const transport = eventTransport( new Rest( site.url, site.url ), 'default', new DeliveryStore( storage ) );
	const told = [];
	for await ( const event of transport( { session: { id: 's', secret: 'x' }, clientMessageId: 'm', text: 'Hallo?', page: {}, ...more } ) ) {
		told.push( event );
	}
	return told;
}

const textOf = ( told ) => told.filter( ( { type } ) => type === 'delta' ).map( ( { text } ) => text ).join( '' );

test( 'events are the same wherever the pieces are cut', async () => {
	const text = `: comment\n\n${ whole.join( '' ) }retry: 3000\n\n`;
	const read = async ( pieces ) => {
		const found = [];
		for await ( const event of readEvents( pieces ) ) {
			found.push( event );
		}
		return found;
	};
	const once = await read( [ text ] );
	assert.deepEqual( once.map( ( { id, name } ) => `${ id } ${ name }` ), [ '1 turn', '2 delta', '3 delta', '4 message', '5 done' ] );
	for ( let size = 1; size < 40; size++ ) {
		assert.deepEqual( await read( text.match( new RegExp( `[^]{1,${ size }}`, 'g' ) ) ), once );
	}
} );

test( 'an event that is unfinished or no JSON is nothing', async () => {
	const found = [];
	for await ( const event of readEvents( [ 'data: {"a":1\n\n', 'id: 2\nevent: delta\ndata: {"text":"x"}\n' ] ) ) {
		found.push( event );
	}
	assert.deepEqual( found, [] );
} );

test( 'a stream is asked for once and read to its end', async () => {
	answers.push( events( ...whole ) );
	const told = await ask();
	assert.equal( textOf( told ), 'Grüße 🧥, wir flicken.' );
	assert.equal( told.at( -1 ).type, 'done' );
	assert.deepEqual( requests, [ 'POST /chat' ] );
} );

test( 'a stream that breaks off is taken up where it broke', async () => {
	answers.push( cut( ...whole.slice( 0, 2 ) ), cut( whole[ 2 ] ), events( ...whole.slice( 3 ) ) );
	const told = await ask();
	assert.equal( textOf( told ), 'Grüße 🧥, wir flicken.' );
	assert.deepEqual( requests, [ 'POST /chat', 'GET /chat/turn_1/events?after=2', 'GET /chat/turn_1/events?after=3' ] );
} );

test( 'events that come a second time count once', async () => {
	answers.push( cut( ...whole.slice( 0, 3 ) ), events( ...whole ) );
	assert.equal( textOf( await ask() ), 'Grüße 🧥, wir flicken.' );
} );

test( 'a stream that breaks before it has a name is a failure, and the question is not asked again', async () => {
	answers.push( cut( ': nothing\n\n' ) );
	const told = await ask();
	assert.deepEqual( [ told.length, told[ 0 ].error.code ], [ 1, 'network' ] );
	assert.deepEqual( requests, [ 'POST /chat' ] );
} );

test( 'an answer that was under way is read from its beginning', async () => {
	answers.push( events( ...whole ) );
	assert.equal( textOf( await ask( { turnId: 'turn_1' } ) ), 'Grüße 🧥, wir flicken.' );
	assert.deepEqual( requests, [ 'GET /chat/turn_1/events?after=0' ] );
} );

test( 'where all places are taken, the question waits', async () => {
	answers.push( json( 503, { code: 'mxchat_streams_busy', message: '' }, { 'Retry-After': '0' } ), events( ...whole ) );
	assert.equal( ( await ask() ).at( -1 ).type, 'done' );
	assert.equal( requests.length, 2 );
} );

test( 'where streams are kept back, answers are asked for piece by piece', async () => {
	stored.set( 'mxchat:polls-until', String( Date.now() + 60_000 ) );
	const page = ( status, ...list ) => json( 200, { status, events: list } );
	answers.push(
		json( 202, { turn_id: 'turn_1', status: 'running' } ),
		page( 'running', { id: 1, event: 'turn', data: { turn_id: 'turn_1' } }, { id: 2, event: 'delta', data: { text: 'Ja, ' } } ),
		page( 'done', { id: 3, event: 'delta', data: { text: 'gern.' } }, { id: 4, event: 'message', data: message( 'Ja, gern.' ) }, { id: 5, event: 'done', data: {} } )
	);
	assert.equal( textOf( await ask() ), 'Ja, gern.' );
	assert.deepEqual( requests, [ 'POST /chat respond-async', 'GET /chat/turn_1/events?after=0', 'GET /chat/turn_1/events?after=2' ] );
} );

test( 'a stream whose pieces all come at its end is remembered; one that flows is not, nor a quick one', () => {
	const learn = ( measure ) => {
		const delivery = new DeliveryStore( storage );
		stored.clear();
		delivery.learn( measure );
		return delivery.polls;
	};
	assert.equal( learn( { pieces: 30, spreadMs: 5, waitMs: 4_000 } ), true );
	assert.equal( learn( { pieces: 30, spreadMs: 3_000, waitMs: 100 } ), false );
	assert.equal( learn( { pieces: 30, spreadMs: 5, waitMs: 300 } ), false );
	assert.equal( learn( { pieces: 2, spreadMs: 5, waitMs: 4_000 } ), false );
} );

test( 'an error inside a stream carries its reference', async () => {
	answers.push( events( whole[ 0 ], frame( 2, 'error', { code: 'mxchat_internal_error', message: 'x', data: { status: 500, request_id: 'req_7' } } ), frame( 3, 'done', {} ) ) );
	const { error } = ( await ask() ).at( -1 );
	assert.deepEqual( [ error.code, error.status, error.requestId ], [ 'mxchat_internal_error', 500, 'req_7' ] );
} );

test( 'a turn that the site does not know is not asked for again', async () => {
	answers.push( json( 404, { code: 'mxchat_turn_not_found', message: '' } ) );
	assert.equal( ( await ask( { turnId: 'turn_9' } ) ).at( -1 ).error.code, 'mxchat_turn_not_found' );
	assert.equal( requests.length, 1 );
} );
