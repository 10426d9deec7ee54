/** The owner's page MxChat → Webhooks, on a real site, served at MXCHAT_SITE_URL, with a receiver on this machine. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { desktop, foreign, launch, openPage, phone, screenshot } from './browser.mjs';
import { startWeb } from './web.mjs';

const siteUrl = process.env.MXCHAT_SITE_URL?.replace( /\/$/, '' );
const axe = await readFile( createRequire( import.meta.url ).resolve( 'axe-core/axe.min.js' ), 'utf8' );

let browser;
let page;
let web;
before( async () => {
	assert.ok( siteUrl, 'MXCHAT_SITE_URL names no site.' );
	browser = await launch();
	web = await startWeb();
	await web.script( { '/hook': [ { status: 204 } ] } );
} );
after( async () => {
	await browser?.close();
	await web?.stop();
} );
afterEach( () => page?.context().close() );

async function open( options = desktop ) {
	page = await openPage( browser, `${ siteUrl }/wp-login.php`, options );
	await page.fill( '#user_login', process.env.MXCHAT_ADMIN_USER ?? 'admin' );
	await page.fill( '#user_pass', process.env.MXCHAT_ADMIN_PASSWORD ?? 'password' );
	await Promise.all( [ page.waitForURL( /wp-admin/, { waitUntil: 'commit' } ), page.click( '#wp-submit' ) ] );
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat-webhooks` );
	await page.getByRole( 'heading', { name: 'Webhooks' } ).waitFor();
}

async function barriers() {
	await page.evaluate( axe );
	const { violations } = await page.evaluate( () => window.axe.run( '#mxchat-webhooks' ) );
	return violations
		.filter( ( { impact } ) => impact === 'serious' || impact === 'critical' )
		.map( ( { id, nodes } ) => `${ id }: ${ nodes.map( ( { target } ) => target.join( ' ' ) ).join( ', ' ) }` );
}

test( 'the owner adds a webhook, sees its secret once, and tests it', async () => {
	await open();
	await page.getByRole( 'button', { name: 'Add webhook' } ).click();
	await page.getByLabel( 'Address' ).fill( 'http://10.0.0.1/hook' );
	await page.getByLabel( 'Description' ).fill( 'Our <b>CRM</b>' );
	await page.getByLabel( 'The knowledge changed' ).check();
	const dialog = page.getByRole( 'dialog' );
	await dialog.getByRole( 'button', { name: 'Add webhook' } ).click();
	await dialog.getByText( 'must be an https address' ).first().waitFor();
	await screenshot( page, 'webhooks-editor' );
	await dialog.getByLabel( 'Address' ).fill( web.url( '/hook' ) );
	await dialog.getByRole( 'button', { name: 'Add webhook' } ).click();
	const secret = page.getByLabel( 'The new secret' );
	await secret.waitFor();
	assert.match( await secret.inputValue(), /^whsec_[A-Za-z0-9+/]{43}=$/ );
	assert.deepEqual( await barriers(), [] );
	await screenshot( page, 'webhooks' );

	await page.getByRole( 'button', { name: 'I have copied it' } ).click();
	await page.getByRole( 'link', { name: 'Our <b>CRM</b>' } ).click();
	await page.getByRole( 'heading', { name: 'Our <b>CRM</b>' } ).waitFor();
	await page.getByRole( 'button', { name: 'Send a test message' } ).click();
	await page.getByText( /^It arrived: the receiver answered 204 after \d+ ms\.$/ ).first().waitFor();
	await page.locator( '.mxchat-deliveries tbody tr' ).first().waitFor();
	assert.match( await page.locator( '.mxchat-deliveries tbody tr' ).first().innerText(), /webhook\.ping[\s\S]*Delivered[\s\S]*204/ );
	assert.deepEqual( await barriers(), [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'what a visitor writes reaches the receiver, but not while the visitor waits', async () => {
	await web.script( { '/hook': [ { status: 204 } ] } );
	const post = async ( path, body, headers = {} ) =>
		( await fetch( `${ siteUrl }/wp-json/mxchat/v1${ path }`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify( body ) } ) ).json();
	const { session_id, secret } = await post( '/sessions', {} );
	const { message } = await post( '/chat', { session_id, message: 'How long does shipping take?' }, { 'X-MxChat-Session': secret } );
	assert.deepEqual( await web.requests(), [] );
	await fetch( `${ siteUrl }/wp-cron.php` );
	let requests = [];
	for ( const deadline = Date.now() + 20000; requests.length < 2 && Date.now() < deadline; requests = await web.requests() ) {
		await new Promise( ( resolve ) => setTimeout( resolve, 200 ) );
	}
	const events = requests.map( ( { body } ) => JSON.parse( body ) );
	assert.deepEqual( events.map( ( { type, data } ) => [ type, data.role, data.session_id ] ), [
		[ 'message.created', 'user', session_id ],
		[ 'message.created', 'assistant', session_id ],
	] );
	assert.ok( message.content.length > 0 );
	assert.match( requests[ 0 ].headers[ 'webhook-signature' ], /^v1,[A-Za-z0-9+/]{43}=$/ );
} );

test( 'a message that fails is shown with its attempts and sent again', async () => {
	await open();
	await web.script( { '/hook': [ { status: 500 } ] } );
	await page.getByRole( 'link', { name: 'CRM' } ).click();
	await page.getByRole( 'button', { name: 'Send a test message' } ).click();
	await page.getByText( 'not with a status from 200 to 299. (500)' ).first().waitFor();
	await page.locator( '.mxchat-deliveries strong' ).waitFor();
	assert.ok( await page.locator( '.components-notice.is-error' ).isVisible(), 'What came of the test stays on the screen.' );
	await screenshot( page, 'webhooks-deliveries' );
	await page.getByRole( 'button', { name: /^Send again: msg_[0-9a-f]{32}$/ } ).first().click();
	await page.locator( '.mxchat-deliveries' ).getByText( 'On its way' ).waitFor();
	await page.getByLabel( 'Show' ).selectOption( 'delivered' );
	await page.locator( '.mxchat-deliveries' ).getByText( 'On its way' ).waitFor( { state: 'detached' } );
	assert.equal( await page.locator( '.mxchat-deliveries tbody tr' ).count(), 3 );
} );

test( 'on a phone nothing is wider than the screen', async () => {
	await open( phone );
	assert.ok( await page.evaluate( () => document.querySelector( '#mxchat-webhooks' ).scrollWidth <= window.innerWidth ) );
	await page.getByRole( 'link', { name: 'CRM' } ).click();
	await page.locator( '.mxchat-deliveries' ).waitFor();
	assert.ok( await page.evaluate( () => document.querySelector( '.mxchat-deliveries' ).getBoundingClientRect().right <= window.innerWidth ) );
	await screenshot( page, 'webhooks-phone' );
} );

test( 'the owner rotates the secret, and deletes the webhook', async () => {
	await open();
	await page.getByRole( 'link', { name: 'CRM' } ).click();
	await page.getByRole( 'button', { name: 'Rotate the secret' } ).click();
	await page.getByRole( 'button', { name: 'Rotate', exact: true } ).click();
	await page.getByLabel( 'The new secret' ).waitFor();
	await page.getByText( 'The old secret signs beside the new one until' ).waitFor();
	await page.getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await page.getByText( 'There is no webhook.' ).waitFor();
	assert.deepEqual( page.problems, [] );
} );
