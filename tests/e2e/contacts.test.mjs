/** The owner's page MxChat → Contacts, on a real site served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { desktop, foreign, launch, openPage, phone, screenshot } from './browser.mjs';

const siteUrl = process.env.MXCHAT_SITE_URL?.replace( /\/$/, '' );
const axe = await readFile( createRequire( import.meta.url ).resolve( 'axe-core/axe.min.js' ), 'utf8' );
const hostile = '=1+1<img src=x onerror=window.hacked=1>';

let browser;
let page;
before( async () => {
	assert.ok( siteUrl, 'MXCHAT_SITE_URL names no site.' );
	browser = await launch();
} );
after( () => browser?.close() );
afterEach( () => page?.context().close() );

async function open( options = desktop ) {
	page = await openPage( browser, `${ siteUrl }/wp-login.php`, options );
	await page.fill( '#user_login', process.env.MXCHAT_ADMIN_USER ?? 'admin' );
	await page.fill( '#user_pass', process.env.MXCHAT_ADMIN_PASSWORD ?? 'password' );
	await Promise.all( [ page.waitForURL( /wp-admin/, { waitUntil: 'commit' } ), page.click( '#wp-submit' ) ] );
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat-contacts` );
	await page.getByRole( 'button', { name: 'Add a contact' } ).waitFor();
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

async function barriers() {
	await page.evaluate( axe );
	const { violations } = await page.evaluate( () => window.axe.run( '#mxchat-contacts' ) );
	return violations
		.filter( ( { impact } ) => impact === 'serious' || impact === 'critical' )
		.map( ( { id, nodes } ) => `${ id }: ${ nodes.map( ( { target } ) => target.join( ' ' ) ).join( ', ' ) }` );
}

const saved = () => page.getByRole( 'status' ).filter( { hasText: 'Saved.' } ).first().waitFor();

test( 'a contact is added, described, found, exported and deleted with what it said', async () => {
	await open();
	await page.getByText( 'There is no such contact.' ).waitFor();
	await page.getByRole( 'button', { name: 'Add a contact' } ).click();
	const dialog = page.getByRole( 'dialog' );
	await dialog.getByLabel( 'E-mail' ).fill( 'ada@example.com' );
	await dialog.getByLabel( 'Name' ).fill( hostile );
	await dialog.getByRole( 'button', { name: 'Add', exact: true } ).click();
	await page.getByRole( 'heading', { name: 'Conversations' } ).waitFor();
	assert.match( page.url(), /contact=cont_/ );
	const id = new URL( page.url() ).searchParams.get( 'contact' );

	await page.getByLabel( 'Agreed to be written to' ).selectOption( 'yes' );
	await page.getByRole( 'button', { name: 'Add an attribute' } ).click();
	await page.getByLabel( 'Name of the attribute' ).fill( 'plan' );
	await page.getByLabel( 'Value' ).fill( 'gold' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.locator( '.mxchat-known' ).getByText( /Given/ ).waitFor();
	const { data: stored } = await api( `/contacts/${ id }`, 'GET' );
	assert.deepEqual( [ stored.consent, stored.attributes, stored.source ], [ true, { plan: 'gold' }, 'owner' ] );

	await api( '/conversations', 'POST', { sessionId: 'e2e', contact_id: id } );
	await api( '/bot/default', 'POST', { message: 'Do you repair zips?', sessionId: 'e2e' } );
	await page.reload();
	const talk = page.getByRole( 'listitem' ).filter( { hasText: '2 messages' } );
	await talk.waitFor();
	await screenshot( page, 'contacts-detail' );
	assert.deepEqual( await barriers(), [] );
	await talk.getByRole( 'link' ).click();
	await page.getByText( 'Do you repair zips?' ).first().waitFor();
	await page.goBack();

	await page.getByRole( 'button', { name: 'All contacts' } ).click();
	await page.getByRole( 'searchbox' ).fill( 'nobody' );
	await page.getByRole( 'button', { name: 'Search' } ).click();
	await page.getByText( 'There is no such contact.' ).waitFor();
	await page.getByRole( 'searchbox' ).fill( 'gold' );
	await page.getByRole( 'button', { name: 'Search' } ).click();
	await page.getByRole( 'row', { name: /ada@example.com/ } ).waitFor();
	await screenshot( page, 'contacts' );
	assert.deepEqual( await barriers(), [] );

	const download = page.waitForEvent( 'download' );
	await page.getByRole( 'link', { name: 'Export as CSV' } ).click();
	const csv = await readFile( await ( await download ).path(), 'utf8' );
	const lines = csv.split( '\r\n' );
	assert.equal( lines[ 0 ], '\ufeff"id","email","name","phone","consent","consent_at","source","created_at","updated_at","plan"' );
	assert.ok( lines[ 1 ].includes( `"ada@example.com","'${ hostile }"` ), lines[ 1 ] );
	assert.equal( lines.length, 3 );

	await page.getByRole( 'button', { name: /ada@example.com/ } ).click();
	await page.getByRole( 'button', { name: 'Delete this contact' } ).click();
	await dialog.getByLabel( 'Delete its conversations as well' ).check();
	await dialog.getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await page.getByText( 'There is no such contact.' ).waitFor();
	assert.equal( ( await api( '/conversations', 'GET' ) ).data.items.filter( ( { sessionId } ) => sessionId === 'e2e' ).length, 0 );
	assert.equal( await page.evaluate( () => window.hacked ), undefined );
	assert.deepEqual( page.problems, [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'the owner says how long contacts are kept', async () => {
	await open();
	const days = page.getByLabel( 'Days after the last change' );
	await days.fill( '365' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await saved();
	assert.equal( ( await api( '/contact-settings', 'GET' ) ).retention_days, 365 );
	await days.fill( '0' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await saved();
	assert.deepEqual( page.problems, [] );
} );

test( 'on a phone the list fits', async () => {
	await open( phone );
	await api( '/contacts', 'POST', { email: 'a.very.long.address.of.somebody@a-very-long-host-name.example.com', name: 'Somebody' } );
	await page.reload();
	await page.getByRole( 'row', { name: /somebody/i } ).waitFor();
	await screenshot( page, 'contacts-phone' );
	assert.equal( await page.evaluate( () => document.documentElement.scrollWidth <= innerWidth ), true );
	const [ { id } ] = ( await api( '/contacts', 'GET' ) ).data.items;
	await api( `/contacts/${ id }`, 'DELETE' );
	assert.deepEqual( page.problems, [] );
} );
