/** The owner's page MxChat → Bots, on a real site with the shop's pages, served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, desktop, foreign, phone, screenshot } from './browser.mjs';
import { api, openAdmin } from './owner.mjs';
import { rest, siteUrl } from './site.mjs';


let page;

async function open( options = desktop, more = '' ) {
	page = await openAdmin( `admin.php?page=mxchat-bots${ more }`, options );
	await page.locator( '.mxchat-page h1' ).waitFor();
}

const ask = async ( bot, token, message ) => {
	const response = await fetch( rest( `/bot/${ bot }` ), {
		method: 'POST',
		headers: { Authorization: `Bearer ${ token }`, 'Content-Type': 'application/json' },
		body: JSON.stringify( { message, sessionId: 'optional-session-id' } ),
	} );
	return { status: response.status, ...( await response.json() ) };
};

test( 'a bot is made, tried, asked by a program, put into test mode and deleted', async () => {
	await open();
	await page.getByRole( 'row', { name: /This site/ } ).waitFor();
	await screenshot( page, 'bots' );
	assert.deepEqual( await barriers( page, '#mxchat-bots' ), [] );

	await page.getByRole( 'button', { name: 'New bot' } ).click();
	await page.getByLabel( 'ID', { exact: true } ).fill( 'a b' );
	await page.getByLabel( 'Name', { exact: true } ).fill( 'Repairs <b>"desk"</b>' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.getByRole( 'alert' ).waitFor();
	await page.getByLabel( 'ID', { exact: true } ).fill( 'repairs' );
	assert.ok( await page.getByLabel( /This site’s pages/ ).isChecked() );
	await page.getByLabel( 'Only these kinds' ).fill( 'page' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.getByRole( 'heading', { name: /Repairs <b>"desk"<\/b>/ } ).waitFor();
	assert.match( page.url(), /bot=repairs/ );

	await page.getByLabel( 'Question', { exact: true } ).fill( 'Do you repair zips?' );
	await page.getByRole( 'button', { name: 'Ask' } ).click();
	await page.locator( '.mxchat-said' ).waitFor();
	assert.match( await page.locator( '.mxchat-said' ).innerText(), /zip/i );
	await screenshot( page, 'bots-editor' );
	await page.locator( '.mxchat-example' ).first().scrollIntoViewIfNeeded();
	assert.match( await page.locator( '.mxchat-example' ).first().innerText(), /\[mxchat_chatbot bot_id="repairs" floating="yes"\]/ );
	await screenshot( page, 'bots-embed' );
	assert.deepEqual( await barriers( page, '#mxchat-bots' ), [] );

	const live = ( await api( 'POST', '/tokens', { name: 'live' } ) ).token;
	const test = ( await api( 'POST', '/tokens', { name: 'test', is_test: true } ) ).token;
	assert.match( test, /^mxc_test_/ );
	const answered = await ask( 'repairs', live, 'Do you repair zips?' );
	assert.equal( answered.status, 200 );
	assert.match( answered.response, /zip/i );
	assert.match( answered.data.conversationId, /^conv_/ );
	assert.equal( ( await ask( 'repairs', test, 'Do you repair zips?' ) ).error.code, 'BOT_NOT_FOUND' );

	await page.getByLabel( 'Test mode' ).check();
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.locator( '.mxchat-badge-test' ).waitFor();
	const tested = await ask( 'repairs', test, 'Do you repair zips?' );
	assert.deepEqual( [ tested.status, tested.data.mode ], [ 200, 'test' ] );

	await page.getByRole( 'button', { name: 'Delete this bot' } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Cancel' } ).click();
	await page.getByRole( 'button', { name: 'Delete this bot' } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Delete' } ).click();
	await page.getByRole( 'row', { name: /This site/ } ).waitFor();
	assert.equal( await page.getByRole( 'row', { name: /Repairs/ } ).count(), 0 );
	assert.equal( ( await ask( 'repairs', live, 'Hi' ) ).error.code, 'BOT_NOT_FOUND' );
	for ( const { id } of ( await api( 'GET', '/tokens' ) ).items ) {
		await api( 'DELETE', `/tokens/${ id }` );
	}
	// The refused id is told by a status.
	assert.deepEqual( page.problems.filter( ( problem ) => ! /status of 400/.test( problem ) ), [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'failures that WordPress itself raises come in the envelope', async () => {
	const token = await api( 'POST', '/tokens', { name: 'envelope' } );
	const auth = { Authorization: `Bearer ${ token.token }`, 'Content-Type': 'application/json' };
	const failure = async ( path, options, url = rest( path ) ) => {
		const response = await fetch( url, options );
		const body = await response.json();
		assert.deepEqual( Object.keys( body ), [ 'success', 'data', 'error' ], path );
		return [ response.status, body.success, body.data, body.error.code ];
	};
	const body = JSON.stringify( { message: 'Hi' } );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: auth, body: '{"message"' } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: auth, body: '{}' } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'DELETE', headers: auth } ), [ 404, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { headers: auth } ), [ 404, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/%ff', { method: 'POST', headers: auth, body }, `${ siteUrl }/?rest_route=/mxchat/v1/bot/%ff` ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body } ), [ 401, false, null, 'INVALID_API_KEY' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: { ...auth, 'X-HTTP-Method-Override': 'DELETE' }, body } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/no%20bot', { method: 'POST', headers: auth, body } ), [ 404, false, null, 'BOT_NOT_FOUND' ] );
	assert.deepEqual( await failure( '/conversations/conv_nobody', { headers: auth } ), [ 404, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/contacts', { headers: auth } ), [ 403, false, null, 'INVALID_API_KEY' ] );
	await api( 'DELETE', `/tokens/${ token.id }` );
} );

test( 'on a phone a bot can be changed', async () => {
	await open( phone, '&bot=default' );
	await page.getByLabel( 'Greeting' ).waitFor();
	await page.getByLabel( 'Greeting' ).fill( 'Moin!' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.getByRole( 'status' ).filter( { hasText: 'Saved.' } ).first().waitFor();
	assert.equal( ( await api( 'GET', '/bots/default' ) ).greeting, 'Moin!' );
	await screenshot( page, 'bots-phone' );
	assert.equal( await page.evaluate( () => document.documentElement.scrollWidth <= innerWidth ), true );
	await api( 'DELETE', '/bots/default' );
	assert.deepEqual( page.problems, [] );
} );
