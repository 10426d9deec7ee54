/** The owner's panels for embeddings and the budget, on MxChat → Settings of a real site, with the scripted model server. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { desktop, launch, openPage, phone, screenshot } from './browser.mjs';

const siteUrl = process.env.MXCHAT_SITE_URL?.replace( /\/$/, '' );
const axe = await readFile( createRequire( import.meta.url ).resolve( 'axe-core/axe.min.js' ), 'utf8' );

let browser;
let page;
let upstream;
let connection;
before( async () => {
	assert.ok( siteUrl, 'MXCHAT_SITE_URL names no site.' );
	upstream = spawn( 'node', [ fileURLToPath( new URL( '../upstream/model.mjs', import.meta.url ) ), '--port', '0' ] );
	const [ line ] = await once( upstream.stdout, 'data' );
	connection = String( line ).trim();
	browser = await launch();
} );
after( async () => {
	await browser?.close();
	upstream?.kill();
} );
afterEach( () => page?.context().close() );

async function open( options = desktop ) {
	page = await openPage( browser, `${ siteUrl }/wp-login.php`, options );
	await page.fill( '#user_login', process.env.MXCHAT_ADMIN_USER ?? 'admin' );
	await page.fill( '#user_pass', process.env.MXCHAT_ADMIN_PASSWORD ?? 'password' );
	await Promise.all( [ page.waitForURL( /wp-admin/, { waitUntil: 'commit' } ), page.click( '#wp-submit' ) ] );
	await show();
}

async function show() {
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat-settings` );
	await panel( 'mxchat-embeddings' ).getByRole( 'status' ).first().waitFor();
	await panel( 'mxchat-spend' ).getByRole( 'heading', { name: 'Today' } ).waitFor();
}

const panel = ( heading ) => page.locator( `section[aria-labelledby=${ heading }]` );

const api = ( path, method = 'GET', data = undefined ) =>
	page.evaluate(
		async ( { url, options } ) => {
			options.headers = { 'Content-Type': 'application/json', 'X-WP-Nonce': window.wp.apiFetch.nonceMiddleware.nonce };
			return ( await fetch( url, options ) ).json();
		},
		{ url: `${ siteUrl }/wp-json/mxchat/v1${ path }`, options: { method, body: data && JSON.stringify( data ) } }
	);

async function barriers() {
	await page.evaluate( axe );
	const { violations } = await page.evaluate( () =>
		window.axe.run( { include: [ [ '.mxchat-embeddings' ], [ '.mxchat-spend' ] ] } )
	);
	return violations
		.filter( ( { impact } ) => impact === 'serious' || impact === 'critical' )
		.map( ( { id, nodes } ) => `${ id }: ${ nodes.map( ( { target } ) => target.join( ' ' ) ).join( ', ' ) }` );
}

test( 'the owner enters a price, sees what embedding costs, and lets a model embed everything', async () => {
	await open();
	await api( '/connection', 'POST', { base_url: connection, mode: 'auto', needs_key: false } );
	await show();
	const embeddings = panel( 'mxchat-embeddings' );
	await embeddings.getByText( 'Questions are compared by words alone.' ).waitFor();

	const spend = panel( 'mxchat-spend' );
	await spend.getByRole( 'button', { name: 'Add a model' } ).click();
	const price = spend.getByRole( 'group', { name: 'Price 1', exact: true } );
	await price.getByLabel( 'Model' ).fill( 'text-embedding-3-small' );
	await price.getByLabel( 'Input', { exact: true } ).fill( '0.02' );
	await spend.getByLabel( 'The site, in USD' ).fill( '5' );
	await spend.getByRole( 'button', { name: 'Save the budget' } ).click();
	await spend.getByText( 'The budget is saved.', { exact: true } ).first().waitFor();
	assert.equal( ( await api( '/spend' ) ).budget.site_money, 5 );

	await embeddings.getByLabel( 'Model' ).fill( 'text-embedding-3-small' );
	await embeddings.getByRole( 'button', { name: 'What does it cost?' } ).click();
	await embeddings.getByText( /pieces of text, about .* model tokens\. About \$0\.0/ ).waitFor();
	await screenshot( page, 'settings-embeddings-cost' );
	await embeddings.getByRole( 'button', { name: 'Embed all pages with this model' } ).click();
	await embeddings.getByText( /Questions are compared by words and by meaning, with text-embedding-3-small \(1536 dimensions\)/ ).waitFor( { timeout: 60_000 } );
	const { chunks, embedded } = await api( '/embeddings' );
	assert.ok( chunks > 20 );
	assert.equal( embedded, chunks );

	await show();
	assert.deepEqual( await barriers(), [] );
	await panel( 'mxchat-embeddings' ).scrollIntoViewIfNeeded();
	await screenshot( page, 'settings-embeddings' );
	await panel( 'mxchat-spend' ).getByRole( 'table' ).scrollIntoViewIfNeeded();
	await panel( 'mxchat-spend' ).getByRole( 'row', { name: /Embeddings/ } ).waitFor();
	await screenshot( page, 'settings-spend' );
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat-knowledge` );
	await page.getByText( `${ chunks } of ${ chunks } pieces have an embedding of text-embedding-3-small.` ).waitFor();
	assert.deepEqual( page.problems, [] );
} );

test( 'on a phone the budget fits, and words alone is a click with a second one', async () => {
	await open( phone );
	const embeddings = panel( 'mxchat-embeddings' );
	await panel( 'mxchat-spend' ).getByRole( 'heading', { name: 'Budget of a day' } ).scrollIntoViewIfNeeded();
	await screenshot( page, 'settings-spend-phone' );
	const overflow = await page.evaluate( () => document.documentElement.scrollWidth - document.documentElement.clientWidth );
	assert.ok( overflow <= 0, `${ overflow } pixels too wide` );
	await embeddings.getByRole( 'button', { name: 'Compare by words alone' } ).click();
	await embeddings.getByRole( 'button', { name: 'Delete the embeddings' } ).click();
	await embeddings.getByText( 'Questions are compared by words alone.' ).waitFor();
	assert.equal( ( await api( '/embeddings' ) ).serving, null );
	assert.deepEqual( page.problems, [] );
	await api( '/spend/budget', 'POST', { site_money: null, prices: [] } );
	await api( '/connection', 'POST', { base_url: 'https://api.openai.com/v1', needs_key: true } );
} );
