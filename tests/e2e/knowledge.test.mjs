/** The owner's page MxChat → Knowledge, on a real site with the shop's pages, served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { barriers, desktop, foreign, hold, phone, screenshot } from './browser.mjs';
import { api, openAdmin } from './owner.mjs';
import { siteUrl } from './site.mjs';
import { startWeb } from './web.mjs';

const hostile = '<img src=x onerror=window.hacked=1> zeppelin';

let page;
let web;
before( async () => {
	web = await startWeb();
} );

async function open( options = desktop ) {
	page = await openAdmin( 'admin.php?page=mxchat-knowledge', options );
	await page.locator( '.mxchat-count' ).waitFor();
}

const rows = () => page.locator( '.mxchat-sources tbody tr' );

test( 'the owner sees what the site knows, and turns its pages', async () => {
	await open();
	const { total } = await api( 'GET', '/knowledge?limit=1' );
	assert.ok( total > 20 );
	assert.equal( await page.locator( '.mxchat-count' ).innerText(), `${ total } sources` );
	assert.equal( await rows().count(), 20 );
	const first = await rows().first().innerText();
	await page.getByRole( 'button', { name: 'Older' } ).click();
	await page.getByText( /^21 to / ).waitFor();
	assert.notEqual( await rows().first().innerText(), first );
	assert.deepEqual( await barriers( page, '#mxchat-knowledge' ), [] );
	await screenshot( page, 'knowledge' );
	assert.deepEqual( foreign( page, siteUrl ), [] );
	assert.deepEqual( page.problems, [] );
} );

test( 'a source is found by its title, and what a program pushed is text', async () => {
	await open();
	const source_url = 'https://example.com/zeppelin';
	await api( 'POST', '/knowledge', { content: 'Zeppelins fly on Sundays.', title: hostile, source_url } );
	await page.getByLabel( 'Title or address' ).fill( 'ZEPPELIN' );
	await page.keyboard.press( 'Enter' );
	await page.getByText( '1 source', { exact: true } ).waitFor();
	assert.match( await rows().first().innerText(), /<img src=x onerror=window\.hacked=1> zeppelin\s+Pushed\s+manual\s+1/ );
	assert.equal( await page.evaluate( () => window.hacked ), undefined );
	await api( 'DELETE', '/knowledge', { source_urls: [ source_url ] } );
} );

test( 'the owner lets the site be read again, sees how far it is, and is told when it is done', async () => {
	await open();
	const button = page.getByRole( 'button', { name: 'Read the site again' } );
	const letGo = await hold( page, '**/knowledge/jobs/run' );
	await button.click();
	await page.getByText( /^Reading the site: \d+ of \d+/ ).waitFor();
	assert.equal( await button.getAttribute( 'aria-disabled' ), 'true' );
	letGo();
	await page.getByText( /^The site has been read: \d+ pages\.$/ ).waitFor( { timeout: 60000 } );
	const job = page.locator( '.mxchat-jobs tbody tr' ).first();
	assert.match( await job.innerText(), /Read the site\s+Done/ );
	assert.notEqual( await button.getAttribute( 'aria-disabled' ), 'true' );
	assert.deepEqual( await barriers( page, '#mxchat-knowledge' ), [] );
	await screenshot( page, 'knowledge-read' );
} );

test( 'the owner is told when the list cannot be loaded, and can try again', async () => {
	await open();
	const list = ( url ) => url.pathname.endsWith( '/mxchat/v1/knowledge' ) && url.searchParams.has( 'search' );
	await page.route( list, ( route ) => route.abort() );
	await page.getByLabel( 'Title or address' ).fill( 'shipping' );
	await page.keyboard.press( 'Enter' );
	const retry = page.getByRole( 'button', { name: 'Try again' } );
	await retry.waitFor();
	await page.unroute( list );
	await retry.click();
	await page.locator( '.mxchat-count' ).waitFor();
	assert.match( await rows().first().innerText(), /shipping/i );
} );

test( 'the owner adds a page of another host, sees that it is read, and removes it', async () => {
	const html = { headers: { 'Content-Type': 'text/html' }, body: `<title>${ hostile.replaceAll( '<', '&lt;' ) }</title><p>Airships land on Mondays.</p>` };
	await web.script( { '/airships': [ html ] } );
	await open();
	await page.getByLabel( 'Address', { exact: true } ).fill( 'http://10.0.0.1/' );
	await page.getByRole( 'button', { name: 'Add', exact: true } ).click();
	await page.getByText( 'must be an address on the public internet' ).first().waitFor();
	await page.getByLabel( 'Address', { exact: true } ).fill( web.url( '/airships' ) );
	await page.keyboard.press( 'Enter' );
	const row = page.locator( '.mxchat-addresses tbody tr' ).first();
	await row.getByText( '1 page known' ).waitFor( { timeout: 20000 } );
	assert.deepEqual( await barriers( page, '#mxchat-knowledge' ), [] );
	await screenshot( page, 'knowledge-addresses' );
	await page.getByLabel( 'Title or address' ).fill( web.url( '/airships' ) );
	await page.getByRole( 'button', { name: 'Search' } ).click();
	await page.getByText( '1 source', { exact: true } ).waitFor();
	assert.match( await rows().first().innerText(), /<img src=x onerror=window\.hacked=1> zeppelin/ );
	await row.getByRole( 'button', { name: /^Remove / } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Remove' } ).click();
	await page.getByText( '0 sources', { exact: true } ).waitFor( { timeout: 20000 } );
	assert.equal( await page.evaluate( () => window.hacked ), undefined );
} );

test( 'the owner sees which pages of a sitemap are not known, and why', async () => {
	const page1 = { headers: { 'Content-Type': 'text/html' }, body: '<meta name="robots" content="noindex"><p>Secret airships.</p>' };
	await web.script( { '/sitemap.xml': [ { body: `<urlset><url><loc>${ web.url( '/1' ) }</loc></url><url><loc>${ web.url( '/2' ) }</loc></url></urlset>` } ], '/1': [ page1 ] } );
	await open();
	await page.getByLabel( 'Address', { exact: true } ).fill( web.url( '/sitemap.xml' ) );
	await page.getByLabel( 'Kind' ).selectOption( 'sitemap' );
	await page.getByRole( 'button', { name: 'Add', exact: true } ).click();
	const row = page.locator( '.mxchat-addresses tbody tr' ).filter( { hasText: web.url( '/sitemap.xml' ) } );
	await row.getByText( '0 pages known · 1 left out · 1 failed' ).waitFor( { timeout: 30000 } );
	await row.getByText( 'Which pages are not known?' ).click();
	await row.getByText( `${ web.url( '/1' ) }: The page asks not to be indexed.` ).waitFor();
	await row.getByText( `${ web.url( '/2' ) }: The page is gone.` ).waitFor();
	assert.deepEqual( await barriers( page, '#mxchat-knowledge' ), [] );
	await screenshot( page, 'knowledge-address-pages' );
	await row.getByRole( 'button', { name: /^Remove / } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Remove' } ).click();
	await row.waitFor( { state: 'detached' } );
} );

test( 'the owner deletes what a program pushed', async () => {
	await open();
	await api( 'POST', '/knowledge', { content: 'Gliders fly on Fridays.', title: 'Gliders', source_url: 'https://example.com/gliders' } );
	await page.getByLabel( 'Title or address' ).fill( 'gliders' );
	await page.keyboard.press( 'Enter' );
	await page.getByRole( 'button', { name: 'Delete Gliders' } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Delete' } ).click();
	await page.getByText( '0 sources', { exact: true } ).waitFor();
} );

test( 'on a phone nothing is wider than the screen', async () => {
	await open( phone );
	const source = await api( 'POST', '/knowledge/sources', { url: 'https://example.test/a/page/with/a/rather/long/address/in/it' } );
	await page.reload();
	await page.locator( '.mxchat-addresses' ).waitFor();
	await page.locator( '.mxchat-sources' ).waitFor();
	const isInside = () => [ ...document.querySelectorAll( '#mxchat-knowledge, #mxchat-knowledge table' ) ].every( ( part ) => part.scrollWidth <= window.innerWidth && part.getBoundingClientRect().right <= window.innerWidth );
	assert.ok( await page.evaluate( isInside ) );
	await screenshot( page, 'knowledge-phone' );
	await api( 'DELETE', `/knowledge/sources/${ source.id }` );
} );
