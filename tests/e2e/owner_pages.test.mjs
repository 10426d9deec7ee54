/** Every page of the owner when the site fails behind it: it keeps its heading, says what is wrong and can be tried again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, phone } from './browser.mjs';
import { api, openAdmin } from './owner.mjs';

const garbled = 'The site did not answer as it should. Please try again in a moment.';
const unreachable = 'The site could not be reached. Check your connection and try again.';

const failures = [
	[ 'answers with a page of its server', garbled, ( route ) => route.fulfill( { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' } ) ],
	[ 'cannot be reached', unreachable, ( route ) => route.abort() ],
];
const headings = [ 'Start', 'Transcripts', 'Contacts', 'Knowledge', 'Actions', 'Bots', 'Assistant API', 'Debugger', 'API Access', 'Webhooks', 'Settings' ];

for ( const [ what, sentence, fail ] of failures ) {
	test( `where the site ${ what }, every page says so under its heading`, async () => {
		const page = await openAdmin( 'admin.php?page=mxchat' );
		const links = page.locator( '#toplevel_page_mxchat .wp-submenu a' );
		assert.deepEqual( await links.allTextContents(), headings );
		await page.route( '**/wp-json/mxchat/**', fail );
		for ( const [ place, heading ] of headings.entries() ) {
			await page.goto( await links.nth( place ).evaluate( ( { href } ) => href ) );
			await page.locator( '#wpbody' ).getByText( sentence ).first().waitFor();
			assert.equal( await page.getByRole( 'heading', { level: 1 } ).textContent(), heading );
			assert.ok( ( await page.locator( '#wpbody' ).getByRole( 'button', { name: 'Try again' } ).count() ) > 0, heading );
			assert.deepEqual( await barriers( page, '#wpbody' ), [], heading );
		}
	} );
}

test( 'tried again, a page comes when the site answers', async () => {
	const page = await openAdmin( 'admin.php?page=mxchat' );
	await page.route( '**/wp-json/mxchat/**', ( route ) => route.abort(), { times: 1 } );
	await page.goto( page.url().replace( /mxchat$/, 'mxchat-webhooks' ) );
	await page.getByRole( 'button', { name: 'Try again' } ).click();
	await page.getByRole( 'button', { name: 'Add webhook' } ).waitFor();
} );

test( 'names longer than a phone is wide break, and each value has the name of its column before it', async () => {
	const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
	const source_url = 'https://example.com/zips';
	await api( 'POST', '/knowledge', { content: 'We repair zips.', source_url, title: name } );
	const { data: contact } = await api( 'POST', '/contacts', { email: `${ 'person'.repeat( 8 ) }@shop.example`, name } );
	const { id } = await api( 'POST', '/tokens', { name, scopes: [ 'transcripts:read' ] } );
	const { bot_id } = await api( 'POST', '/bots', { bot_id: 'long-name', name } );
	const page = await openAdmin( 'admin.php?page=mxchat-bots', phone );
	for ( const slug of [ 'bots', `bots&bot=${ bot_id }`, 'knowledge', 'contacts', 'api-access' ] ) {
		await page.goto( page.url().replace( /page=.*$/, `page=mxchat-${ slug }` ) );
		await page.locator( '.mxchat-page :is(th, td, h2)' ).filter( { hasText: name } ).first().waitFor();
		assert.ok( await page.evaluate( () => document.documentElement.scrollWidth <= innerWidth ), slug );
	}
	const before = await page.locator( '.mxchat-tokens td[data-colname]' ).evaluateAll( ( cells ) => cells.slice( 0, 5 ).map( ( cell ) => getComputedStyle( cell, '::before' ).content ) );
	assert.deepEqual( before, [ '"Ends with"', '"Scopes"', '"Made"', '"Last used"', '"Expires"' ] );
	await api( 'DELETE', '/knowledge', { source_urls: [ source_url ] } );
	await api( 'DELETE', `/contacts/${ contact.id }` );
	await api( 'DELETE', `/tokens/${ id }` );
	await api( 'DELETE', `/bots/${ bot_id }` );
} );
