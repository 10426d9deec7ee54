/** The owner's page MxChat → Contacts, on a real site served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { barriers, desktop, foreign, phone, screenshot } from './browser.mjs';
import { api, openAdmin } from './owner.mjs';
import { siteUrl } from './site.mjs';

const hostile = '=1+1<img src=x onerror=window.hacked=1>';
let page;

async function open( options = desktop ) {
	page = await openAdmin( 'admin.php?page=mxchat-contacts', options );
	await page.getByRole( 'button', { name: 'Add a contact' } ).waitFor();
}

const saved = () => page.getByRole( 'status' ).filter( { hasText: 'Saved.' } ).first().waitFor();

test( 'a contact is added, described, found, exported and deleted with what it said', async () => {
	await open();
	await page.getByText( 'No contacts yet.' ).waitFor();
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
	const { data: stored } = await api( 'GET', `/contacts/${ id }` );
	assert.deepEqual( [ stored.consent, stored.attributes, stored.source ], [ true, { plan: 'gold' }, 'owner' ] );

	await api( 'POST', '/conversations', { sessionId: 'e2e', contact_id: id } );
	await api( 'POST', '/bot/default', { message: 'Do you repair zips?', sessionId: 'e2e' } );
	await page.reload();
	const talk = page.getByRole( 'listitem' ).filter( { hasText: '2 messages' } );
	await talk.waitFor();
	await screenshot( page, 'contacts-detail' );
	assert.deepEqual( await barriers( page, '#mxchat-contacts' ), [] );
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
	assert.deepEqual( await barriers( page, '#mxchat-contacts' ), [] );

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
	await page.getByText( 'No contacts yet.' ).waitFor();
	assert.equal( ( await api( 'GET', '/conversations' ) ).data.items.filter( ( { sessionId } ) => sessionId === 'e2e' ).length, 0 );
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
	assert.equal( ( await api( 'GET', '/contact-settings' ) ).retention_days, 365 );
	await days.fill( '0' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await saved();
	assert.deepEqual( page.problems, [] );
} );

test( 'on a phone the list fits', async () => {
	await open( phone );
	await api( 'POST', '/contacts', { email: 'a.very.long.address.of.somebody@a-very-long-host-name.example.com', name: 'Somebody' } );
	await page.reload();
	await page.getByRole( 'row', { name: /somebody/i } ).waitFor();
	await screenshot( page, 'contacts-phone' );
	assert.equal( await page.evaluate( () => document.documentElement.scrollWidth <= innerWidth ), true );
	const [ { id } ] = ( await api( 'GET', '/contacts' ) ).data.items;
	await api( 'DELETE', `/contacts/${ id }` );
	assert.deepEqual( page.problems, [] );
} );
