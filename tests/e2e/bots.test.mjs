/** The owner's page MxChat → Bots, on a real site with the shop's pages, served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { desktop, foreign, launch, openPage, phone, screenshot } from './browser.mjs';

const siteUrl = process.env.MXCHAT_SITE_URL?.replace( /\/$/, '' );
const axe = await readFile( createRequire( import.meta.url ).resolve( 'axe-core/axe.min.js' ), 'utf8' );

let browser;
let page;
before( async () => {
	assert.ok( siteUrl, 'MXCHAT_SITE_URL names no site.' );
	browser = await launch();
} );
after( () => browser?.close() );
afterEach( () => page?.context().close() );

async function open( options = desktop, more = '' ) {
	page = await openPage( browser, `${ siteUrl }/wp-login.php`, options );
	await page.fill( '#user_login', process.env.MXCHAT_ADMIN_USER ?? 'admin' );
	await page.fill( '#user_pass', process.env.MXCHAT_ADMIN_PASSWORD ?? 'password' );
	await Promise.all( [ page.waitForURL( /wp-admin/, { waitUntil: 'commit' } ), page.click( '#wp-submit' ) ] );
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat-bots${ more }` );
	await page.locator( '.mxchat-page h1' ).waitFor();
	page.problems.length = 0;
}

const api = ( path, method, data ) =>
	page.evaluate(
		async ( { url, options } ) => {
			options.headers = { 'Content-Type': 'application/json', 'X-WP-Nonce': window.wp.apiFetch.nonceMiddleware.nonce };
			return ( await fetch( url, options ) ).json();
		},
		{ url: `${ siteUrl }/wp-json/mxchat/v1${ path }`, options: { method, body: data && JSON.stringify( data ) } }
	);

const ask = async ( bot, token, message ) => {
	const response = await fetch( `${ siteUrl }/wp-json/mxchat/v1/bot/${ bot }`, {
		method: 'POST',
		headers: { Authorization: `Bearer ${ token }`, 'Content-Type': 'application/json' },
		body: JSON.stringify( { message, sessionId: 'optional-session-id' } ),
	} );
	return { status: response.status, ...( await response.json() ) };
};

async function barriers() {
	await page.evaluate( axe );
	const { violations } = await page.evaluate( () => window.axe.run( '#mxchat-bots' ) );
	return violations
		.filter( ( { impact } ) => impact === 'serious' || impact === 'critical' )
		.map( ( { id, nodes } ) => `${ id }: ${ nodes.map( ( { target } ) => target.join( ' ' ) ).join( ', ' ) }` );
}

test( 'a bot is made, tried, asked by a program, put into test mode and deleted', async () => {
	await open();
	await page.getByRole( 'row', { name: /This site/ } ).waitFor();
	await screenshot( page, 'bots' );
	assert.deepEqual( await barriers(), [] );

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

	await page.getByLabel( 'Question' ).fill( 'Do you repair zips?' );
	await page.getByRole( 'button', { name: 'Ask' } ).click();
	await page.locator( '.mxchat-said' ).waitFor();
	assert.match( await page.locator( '.mxchat-said' ).innerText(), /zip/i );
	await screenshot( page, 'bots-editor' );
	await page.locator( '.mxchat-example' ).first().scrollIntoViewIfNeeded();
	assert.match( await page.locator( '.mxchat-example' ).first().innerText(), /\[mxchat_chatbot bot_id="repairs" floating="yes"\]/ );
	await screenshot( page, 'bots-embed' );
	assert.deepEqual( await barriers(), [] );

	const live = ( await api( '/tokens', 'POST', { name: 'live' } ) ).token;
	const test = ( await api( '/tokens', 'POST', { name: 'test', is_test: true } ) ).token;
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
	for ( const { id } of ( await api( '/tokens', 'GET' ) ).items ) {
		await api( `/tokens/${ id }`, 'DELETE' );
	}
	// The refused id is told by a status.
	assert.deepEqual( page.problems.filter( ( problem ) => ! /status of 400/.test( problem ) ), [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'failures that WordPress itself raises come in the envelope', async () => {
	await open();
	const token = ( await api( '/tokens', 'POST', { name: 'envelope' } ) );
	const auth = { Authorization: `Bearer ${ token.token }`, 'Content-Type': 'application/json' };
	const failure = async ( path, options ) => {
		const response = await fetch( `${ siteUrl }/wp-json/mxchat/v1${ path }`, options );
		const body = await response.json();
		assert.deepEqual( Object.keys( body ), [ 'success', 'data', 'error' ], path );
		return [ response.status, body.success, body.data, body.error.code ];
	};
	const body = JSON.stringify( { message: 'Hi' } );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: auth, body: '{"message"' } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: auth, body: '{}' } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'DELETE', headers: auth } ), [ 404, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { headers: auth } ), [ 404, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/%ff', { method: 'POST', headers: auth, body } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body } ), [ 401, false, null, 'INVALID_API_KEY' ] );
	assert.deepEqual( await failure( '/bot/default', { method: 'POST', headers: { ...auth, 'X-HTTP-Method-Override': 'DELETE' }, body } ), [ 400, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/bot/no%20bot', { method: 'POST', headers: auth, body } ), [ 404, false, null, 'BOT_NOT_FOUND' ] );
	assert.deepEqual( await failure( '/conversations/conv_nobody', { headers: auth } ), [ 404, false, null, 'INVALID_REQUEST' ] );
	assert.deepEqual( await failure( '/contacts', { headers: auth } ), [ 403, false, null, 'INVALID_API_KEY' ] );
	await api( `/tokens/${ token.id }`, 'DELETE' );
} );

test( 'on a phone a bot can be changed', async () => {
	await open( phone, '&bot=default' );
	await page.getByLabel( 'Greeting' ).waitFor();
	await page.getByLabel( 'Greeting' ).fill( 'Moin!' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.getByRole( 'status' ).filter( { hasText: 'Saved.' } ).first().waitFor();
	assert.equal( ( await api( '/bots/default', 'GET' ) ).greeting, 'Moin!' );
	await screenshot( page, 'bots-phone' );
	assert.equal( await page.evaluate( () => document.documentElement.scrollWidth <= innerWidth ), true );
	await api( '/bots/default', 'DELETE' );
	assert.deepEqual( page.problems, [] );
} );
