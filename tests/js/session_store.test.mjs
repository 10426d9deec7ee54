import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { SessionStore } = await load( 'chat/session_store' );

function fakeStorage( entries = {} ) {
	const map = new Map( Object.entries( entries ) );
	return {
		map,
		getItem: ( key ) => map.get( key ) ?? null,
		setItem: ( key, value ) => map.set( key, value ),
		removeItem: ( key ) => map.delete( key ),
	};
}

const session = { id: 'mxchat_chat_1', secret: 's' };
const pending = { clientMessageId: 'c1', text: 'Hello' };
const storeOn = ( storage, bot = 'default' ) => new SessionStore( 'https://a.example/wp-json/mxchat/v1/', bot, () => storage );

test( 'what is written is read by another page', () => {
	const storage = fakeStorage();
	storeOn( storage ).write( { session } );
	storeOn( storage ).write( { pending } );
	assert.deepEqual( storeOn( storage ).read(), { session, pending } );
} );

test( 'reading stores nothing', () => {
	const storage = fakeStorage();
	assert.deepEqual( storeOn( storage ).read(), { session: null, pending: null } );
	assert.equal( storage.map.size, 0 );
} );

test( 'bots and sites do not share a session', () => {
	const storage = fakeStorage();
	storeOn( storage ).write( { session } );
	assert.equal( storeOn( storage, 'other' ).read().session, null );
	assert.equal( new SessionStore( 'https://a.example/two/', 'default', () => storage ).read().session, null );
} );

test( 'when nothing is left, nothing stays behind', () => {
	const storage = fakeStorage();
	const store = storeOn( storage );
	store.write( { session, pending } );
	store.write( { session: null, pending: null } );
	assert.equal( storage.map.size, 0 );
} );

test( 'what is damaged or of another shape counts as nothing', () => {
	const key = storeOn( fakeStorage() ).key;
	for ( const value of [ '{', 'null', '[]', '"x"', '{"session":{"id":1,"secret":"s"}}', '{"session":{"id":"x"}}', '{"pending":"x"}' ] ) {
		assert.deepEqual( storeOn( fakeStorage( { [ key ]: value } ) ).read(), { session: null, pending: null }, value );
	}
} );

test( 'a storage that refuses to write is replaced by memory', () => {
	const storage = { ...fakeStorage(), setItem() {
		throw new Error( 'QuotaExceededError' );
	} };
	const store = storeOn( storage );
	store.write( { session } );
	store.write( { pending } );
	assert.deepEqual( store.read(), { session, pending } );
} );

test( 'a browser without storage is served from memory', () => {
	const store = new SessionStore( 'https://a.example/', 'default', () => {
		throw new Error( 'SecurityError' );
	} );
	store.write( { session } );
	assert.deepEqual( store.read().session, session );
} );
