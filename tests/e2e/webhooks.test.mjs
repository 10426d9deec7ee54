/** The owner's page MxChat → Webhooks, on a real site, served at MXCHAT_SITE_URL, with a receiver on this machine. */
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { barriers, desktop, foreign, phone, screenshot } from './browser.mjs';
import { api, openAdmin } from './owner.mjs';
import { rest, runCronUntil, siteUrl } from './site.mjs';
import { startWeb } from './web.mjs';

let page;
let web;
before( async () => {
	web = await startWeb();
} );
afterEach( async () => {
	for ( const { id } of ( await api( 'GET', '/webhooks' ) ).data.items ) {
		await api( 'DELETE', `/webhooks/${ id }` );
	}
} );

async function open( options = desktop ) {
	page = await openAdmin( 'admin.php?page=mxchat-webhooks', options );
	await page.getByRole( 'heading', { name: 'Webhooks' } ).waitFor();
}

/** A webhook whose receiver answers with this status. */
async function add( status ) {
	await web.script( { '/hook': [ { status } ] } );
	const { data } = await api( 'POST', '/webhooks', { url: web.url( '/hook' ), description: 'CRM', events: [ 'message.created' ] } );
	return data;
}

async function openWebhook( options = desktop ) {
	await open( options );
	await page.getByRole( 'link', { name: 'CRM' } ).click();
	await page.getByRole( 'heading', { name: 'CRM' } ).waitFor();
}

const deliveries = () => page.locator( '.mxchat-deliveries tbody tr' );

test( 'the owner adds a webhook, sees its secret once, and tests it', async () => {
	await web.script( { '/hook': [ { status: 204 } ] } );
	await open();
	await page.getByRole( 'button', { name: 'Add webhook' } ).click();
	const dialog = page.getByRole( 'dialog' );
	await dialog.getByLabel( 'Address' ).fill( 'http://10.0.0.1/hook' );
	await dialog.getByLabel( 'Description' ).fill( 'Our <b>CRM</b>' );
	await dialog.getByLabel( 'The knowledge changed' ).check();
	await dialog.getByRole( 'button', { name: 'Add webhook' } ).click();
	await dialog.getByText( 'must be an https address' ).first().waitFor();
	await screenshot( page, 'webhooks-editor' );
	await dialog.getByLabel( 'Address' ).fill( web.url( '/hook' ) );
	await dialog.getByRole( 'button', { name: 'Add webhook' } ).click();
	const secret = page.getByLabel( 'The new secret' );
	await secret.waitFor();
	assert.match( await secret.inputValue(), /^whsec_[A-Za-z0-9+/]{43}=$/ );
	assert.deepEqual( await barriers( page, '#mxchat-webhooks' ), [] );
	await screenshot( page, 'webhooks' );

	await page.getByRole( 'button', { name: 'I have copied it' } ).click();
	await page.getByRole( 'link', { name: 'Our <b>CRM</b>' } ).click();
	await page.getByRole( 'heading', { name: 'Our <b>CRM</b>' } ).waitFor();
	await page.getByRole( 'button', { name: 'Send a test message' } ).click();
	await page.getByText( /^It arrived: the receiver answered 204 after \d+ ms\.$/ ).first().waitFor();
	await deliveries().first().waitFor();
	assert.match( await deliveries().first().innerText(), /webhook\.ping[\s\S]*Delivered[\s\S]*204/ );
	assert.deepEqual( await barriers( page, '#mxchat-webhooks' ), [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'what a visitor writes reaches the receiver, but not while the visitor waits', async () => {
	await add( 204 );
	const post = async ( path, body, headers = {} ) =>
		( await fetch( rest( path ), { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify( body ) } ) ).json();
	const { session_id, secret } = await post( '/sessions', {} );
	const { message } = await post( '/chat', { session_id, message: 'How long does shipping take?' }, { 'X-MxChat-Session': secret } );
	assert.deepEqual( await web.requests(), [] );
	await runCronUntil( async () => ( await web.requests() ).length >= 2 );
	const requests = await web.requests();
	const events = requests.map( ( { body } ) => JSON.parse( body ) );
	assert.deepEqual( events.map( ( { type, data } ) => [ type, data.role, data.session_id ] ), [
		[ 'message.created', 'user', session_id ],
		[ 'message.created', 'assistant', session_id ],
	] );
	assert.ok( message.content.length > 0 );
	assert.match( requests[ 0 ].headers[ 'webhook-signature' ], /^v1,[A-Za-z0-9+/]{43}=$/ );
} );

test( 'a message that fails is shown with its attempts and sent again', async () => {
	const { id } = await add( 500 );
	await openWebhook();
	await page.getByRole( 'button', { name: 'Send a test message' } ).click();
	await page.getByText( 'not with a status from 200 to 299. (500)' ).first().waitFor();
	await deliveries().getByText( 'Failed', { exact: true } ).waitFor();
	assert.ok( await page.locator( '.components-notice.is-error' ).isVisible(), 'What came of the test stays on the screen.' );
	await screenshot( page, 'webhooks-deliveries' );

	await web.script( { '/hook': [ { status: 204 } ] } );
	await page.getByRole( 'button', { name: /^Send again: msg_[0-9a-f]{32}$/ } ).click();
	// Nobody else does this site's scheduled work, so it stays on its way until it is done here.
	await deliveries().getByText( 'On its way' ).waitFor();
	const [ failed ] = ( await api( 'GET', `/webhooks/${ id }/deliveries` ) ).data.items;
	await runCronUntil( async () => ( await api( 'GET', `/webhooks/${ id }/deliveries` ) ).data.items[ 0 ].status === 'delivered' );
	assert.deepEqual( ( await web.requests() ).map( ( { headers } ) => headers[ 'webhook-id' ] ), [ failed.message_id ] );

	await page.getByLabel( 'Show' ).selectOption( 'failed' );
	await page.getByText( 'There is no such message.' ).waitFor();
	await page.getByLabel( 'Show' ).selectOption( 'delivered' );
	await deliveries().getByText( 'Delivered', { exact: true } ).waitFor();
	assert.match( await deliveries().innerText(), /webhook\.ping[\s\S]*500 \(\d+ ms\)[\s\S]*204 \(\d+ ms\)/ );
} );

test( 'on a phone nothing is wider than the screen', async () => {
	const { id } = await add( 204 );
	await api( 'POST', `/webhooks/${ id }/test` );
	await open( phone );
	await page.getByRole( 'link', { name: 'CRM' } ).waitFor();
	assert.ok( await page.evaluate( () => document.querySelector( '#mxchat-webhooks' ).scrollWidth <= window.innerWidth ) );
	await page.getByRole( 'link', { name: 'CRM' } ).click();
	await deliveries().first().waitFor();
	assert.ok( await page.evaluate( () => document.querySelector( '.mxchat-deliveries' ).getBoundingClientRect().right <= window.innerWidth ) );
	await screenshot( page, 'webhooks-phone' );
} );

test( 'the owner rotates the secret, and deletes the webhook', async () => {
	await add( 204 );
	await openWebhook();
	await page.getByRole( 'button', { name: 'Rotate the secret' } ).click();
	await page.getByRole( 'button', { name: 'Rotate', exact: true } ).click();
	await page.getByLabel( 'The new secret' ).waitFor();
	await page.getByText( 'The old secret signs beside the new one until' ).waitFor();
	await page.getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await page.getByText( 'There is no webhook.' ).waitFor();
	assert.deepEqual( page.problems, [] );
} );
