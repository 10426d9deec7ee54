/** The owner's panels for embeddings and the budget, on MxChat → Settings of a real site, with the scripted model server. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { barriers, desktop, phone, screenshot } from './browser.mjs';
import { startModel } from './model.mjs';
import { api, openAdmin } from './owner.mjs';
import { siteUrl } from './site.mjs';


let page;
let model;
before( async () => {
	model = await startModel();
} );

async function open( options = desktop ) {
	page = await openAdmin( 'admin.php?page=mxchat-settings', options );
	await isShown();
}

async function isShown() {
	await panel( 'mxchat-embeddings' ).getByRole( 'status' ).first().waitFor();
	await panel( 'mxchat-spend' ).getByRole( 'heading', { name: 'Today' } ).waitFor();
}

const panel = ( heading ) => page.locator( `section[aria-labelledby=${ heading }]` );

test( 'the owner enters a price, sees what embedding costs, and lets a model embed everything', async () => {
	await api( 'POST', '/connection', { base_url: model.url, mode: 'auto', needs_key: false } );
	await open();
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
	assert.equal( ( await api( 'GET', '/spend' ) ).budget.site_money, 5 );

	await embeddings.getByLabel( 'Model' ).fill( 'text-embedding-3-small' );
	await embeddings.getByRole( 'button', { name: 'What does it cost?' } ).click();
	await embeddings.getByText( /pieces of text, about .* model tokens\. About \$0\.0/ ).waitFor();
	await screenshot( page, 'settings-embeddings-cost' );
	await embeddings.getByRole( 'button', { name: 'Embed all pages with this model' } ).click();
	await embeddings.getByText( /Questions are compared by words and by meaning, with text-embedding-3-small \(1536 dimensions\)/ ).waitFor( { timeout: 60_000 } );
	const { chunks, embedded } = await api( 'GET', '/embeddings' );
	assert.ok( chunks > 20 );
	assert.equal( embedded, chunks );

	await page.reload();
	await isShown();
	assert.deepEqual( await barriers( page, '.mxchat-embeddings', '.mxchat-spend' ), [] );
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
	assert.equal( ( await api( 'GET', '/embeddings' ) ).serving, null );
	assert.deepEqual( page.problems, [] );
	await api( 'POST', '/spend/budget', { site_money: null, prices: [] } );
	await api( 'POST', '/connection', { base_url: 'https://api.openai.com/v1', needs_key: true } );
} );
