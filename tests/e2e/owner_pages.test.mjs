/** Every page of the owner when the site fails behind it: it keeps its heading, says what is wrong and can be tried again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers } from './browser.mjs';
import { openAdmin } from './owner.mjs';

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
