/**
 * Actions in the chat, each against the service that it asks: on a real site with the shop's pages, served at MXCHAT_SITE_URL.
 *
 * The shop stands in memory (tests/wordpress/woocommerce.php); tests/upstream/model.mjs draws pictures and finds them.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { barriers, desktop, foreign, hold, phone, screenshot, widgetOf } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { startModel } from './model.mjs';
import { api, openAdmin, openAsOwner } from './owner.mjs';
import { openPage } from './pages.mjs';
import { content, putContent, rest, siteFolder, siteUrl } from './site.mjs';
import { startWeb } from './web.mjs';

const actions = [ 'order_history', 'product_cards', 'search_site', 'image_generation', 'image_search', 'download_transcript' ];

let page;
let web;
let model;
before( async () => {
	web = await startWeb();
	await web.script( { '/peak.png': [ { headers: { 'Content-Type': 'image/png' }, base64: await readFile( `${ siteFolder }/www/wp-includes/images/w-logo-blue.png`, 'base64' ) } ] } );
	model = await startModel( { delay_ms: 0 } );
	atEnd( () => rm( `${ content }/actions-mails.jsonl`, { force: true } ) );
	await putContent( 'actions-services.json', JSON.stringify( { model: model.url, pictures: web.host } ) );
	await putContent( 'actions-woocommerce.php', new URL( '../wordpress/woocommerce.php', import.meta.url ) );
	await putContent( 'mu-plugins/actions-shop.php', new URL( 'actions-shop.php', import.meta.url ) );
	atEnd( () => switchActions( false, { image_model: '', image_search_key: '' } ) );
	await switchActions( true, { image_model: 'gpt-image-test', image_search_key: 'BSA-key' } );
} );

async function switchActions( is_enabled, services ) {
	await api( 'POST', '/actions/site', services );
	for ( const action_id of actions ) {
		await api( 'POST', '/actions/settings', { action_id, is_enabled } );
	}
}

const drawings = () => model.calls( /^\/images/ );

/** The front page with the floating widget, opened. */
async function open( options = desktop ) {
	page = await openPage( `${ siteUrl }/`, options );
	return widgetOf( page, 'mxchat-widget[floating]' ).open();
}

const focused = () => page.evaluate( () => document.querySelector( 'mxchat-widget[floating]' ).shadowRoot.activeElement?.textContent );

/** It is sent when the answer is out. */
async function lastMail() {
	for ( let tries = 1; ; tries++ ) {
		try {
			return JSON.parse( ( await readFile( `${ content }/actions-mails.jsonl`, 'utf8' ) ).trim().split( '\n' ).at( -1 ) );
		} catch ( error ) {
			if ( tries === 200 ) {
				throw error;
			}
			await new Promise( ( resolve ) => setTimeout( resolve, 50 ) );
		}
	}
}

test( 'a guest proves an e-mail address by a link and a click, and sees the orders of that address alone', async () => {
	const widget = await open();
	const answer = await widget.ask( 'where is my order' );
	const form = answer.locator( '.proof' );
	await form.waitFor();
	await screenshot( page, 'action-orders-guest' );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	await form.getByLabel( 'E-mail address' ).fill( 'guest@example.com' );
	await form.getByRole( 'button' ).click();
	await answer.getByText( 'a link is on its way' ).waitFor();
	const [ to, text ] = await lastMail();
	assert.equal( to, 'guest@example.com' );

	const mail = await page.context().newPage();
	await mail.goto( text.match( /http\S+/ )[ 0 ] );
	await mail.getByRole( 'button', { name: 'Yes, it was me' } ).click();
	await mail.getByText( 'Thank you' ).waitFor();
	await mail.close();

	await answer.getByRole( 'button', { name: 'show my orders' } ).click();
	const orders = widget.answers.nth( 1 ).locator( '.card' );
	await orders.first().waitFor();
	assert.equal( await orders.count(), 1 );
	assert.match( await orders.first().innerText(), /Order 31[\s\S]*1 × Trail boots, 3 × Socks[\s\S]*Completed · €12\.00/ );
	await screenshot( page, 'action-orders' );
	assert.ok( ! ( await widget.log.innerText() ).includes( 'Secret hat' ) );
	assert.deepEqual( page.problems, [] );
} );

test( 'products come with picture and price, of this host alone', async () => {
	const widget = await open( phone );
	const answer = await widget.ask( 'show me your products' );
	await answer.locator( '.card' ).first().waitFor();
	assert.match( await answer.locator( '.card' ).first().innerText(), /Trail & Boots[\s\S]*Waterproof\.[\s\S]*€129\.50/ );
	assert.equal( await answer.locator( '.card img' ).count(), 1 );
	await page.waitForFunction( () => [ ...document.querySelector( 'mxchat-widget[floating]' ).shadowRoot.querySelectorAll( '.card img' ) ].every( ( { naturalWidth } ) => naturalWidth > 0 ) );
	await screenshot( page, 'action-products-phone' );
	assert.ok( await widget.log.evaluate( ( log ) => log.scrollWidth <= log.clientWidth ) );
	assert.deepEqual( foreign( page, siteUrl ), [] );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
} );

test( 'a picture is drawn after a click, and is found again after a reload', async () => {
	const widget = await open();
	const answer = await widget.ask( 'draw a picture of a cat' );
	await answer.getByRole( 'button', { name: 'Confirm' } ).waitFor();
	assert.match( await focused(), /Please confirm: Create an image/ );
	assert.match( await answer.locator( 'dl' ).innerText(), /prompt\s+draw a picture of a cat/i );
	assert.equal( ( await drawings() ).length, 0 );
	await screenshot( page, 'action-confirm' );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	const letGo = await hold( page, '**/confirm' );
	await answer.getByRole( 'button', { name: 'Confirm' } ).click();
	await answer.getByText( 'Working on it…' ).waitFor();
	letGo();
	await answer.locator( '.card img' ).waitFor();
	assert.match( await answer.innerText(), /Here is your picture\./ );
	assert.match( await focused(), /Create an image/ );
	const picture = new URL( await answer.locator( '.card img' ).getAttribute( 'src' ) );
	assert.equal( picture.host, new URL( siteUrl ).host );
	await screenshot( page, 'action-image' );
	assert.equal( ( await drawings() ).length, 1 );

	await page.reload();
	await widget.launcher.click();
	await widget.answers.first().locator( '.card img' ).waitFor();
	assert.equal( await widget.answers.first().getByRole( 'button', { name: 'Confirm' } ).count(), 0 );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'a provider that refuses draws nothing, and says so', async () => {
	const widget = await open();
	const answer = await widget.ask( 'create an image of a sunset' );
	await model.script( { path: '^/images/generations', status: 400, body: { error: { message: 'Your request was rejected: sk-secret', code: 'moderation_blocked' } }, times: 3 } );
	await answer.getByRole( 'button', { name: 'Confirm' } ).click();
	await answer.locator( '.action.failed' ).waitFor();
	assert.ok( ! ( await answer.innerText() ).includes( 'sk-secret' ) );
	assert.equal( await answer.locator( '.card' ).count(), 0 );
	await screenshot( page, 'action-failed' );
} );

test( 'cancelled, nothing is done; edited, the message is back in the box', async () => {
	const widget = await open( { ...phone, colorScheme: 'dark' } );
	const before = ( await drawings() ).length;
	const first = await widget.ask( 'make an illustration of this' );
	await first.getByRole( 'button', { name: 'Cancel' } ).waitFor();
	await screenshot( page, 'action-confirm-phone-dark' );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	await first.getByRole( 'button', { name: 'Cancel' } ).click();
	await first.getByText( 'Cancelled. Nothing was done.' ).waitFor();
	const second = await widget.ask( 'can you paint something' );
	await second.getByRole( 'button', { name: 'Edit' } ).click();
	await second.getByText( 'Cancelled. Nothing was done.' ).waitFor();
	assert.equal( await widget.input.inputValue(), 'can you paint something' );
	await widget.input.fill( '' );
	assert.equal( ( await drawings() ).length, before );
	assert.deepEqual( page.problems, [] );
} );

test( 'an action that was confirmed in another tab shows what came of it', async () => {
	const widget = await open();
	const answer = await widget.ask( 'generate a picture for me' );
	await answer.getByRole( 'button', { name: 'Cancel' } ).waitFor();
	const other = await page.context().newPage();
	await other.goto( `${ siteUrl }/` );
	const twin = widgetOf( other, 'mxchat-widget[floating]' );
	await twin.launcher.click();
	await twin.answers.first().getByRole( 'button', { name: 'Cancel' } ).click();
	await twin.answers.first().getByText( 'Nothing was done' ).waitFor();
	await answer.getByRole( 'button', { name: 'Confirm' } ).click();
	await widget.answers.first().getByText( 'Cancelled. Nothing was done.' ).waitFor();
	assert.equal( await widget.answers.first().getByRole( 'button', { name: 'Confirm' } ).count(), 0 );
} );

test( 'pictures of the web come through this site, and a search that fails says so', async () => {
	const found = { results: [ { title: 'A peak', url: 'https://peaks.example/p', thumbnail: { src: web.url( '/peak.png' ) } } ] };
	const widget = await open();
	await model.script( { path: '^/images/search', method: 'GET', status: 200, body: found } );
	const answer = await widget.ask( 'find images of mountains' );
	await answer.locator( '.card img' ).waitFor();
	assert.match( await answer.locator( '.card' ).innerText(), /A peak[\s\S]*peaks\.example/ );
	await page.waitForFunction( () => document.querySelector( 'mxchat-widget[floating]' ).shadowRoot.querySelector( '.card img' ).naturalWidth > 0 );
	await screenshot( page, 'action-image-search' );
	assert.deepEqual( foreign( page, siteUrl ), [] );

	await model.script( { path: '^/images/search', method: 'GET', status: 401, body: { error: 'bad key BSA-key' }, times: 3 } );
	const failed = await widget.ask( 'search for photos' );
	await failed.locator( '.action.failed' ).waitFor();
	assert.ok( ! ( await failed.innerText() ).includes( 'BSA-key' ) );
} );

test( 'the site is searched, and the conversation downloaded', async () => {
	const widget = await open();
	const answer = await widget.ask( 'search this site for zips' );
	await answer.locator( '.card a' ).first().waitFor();
	const transcript = await widget.ask( 'download the transcript' );
	const [ file ] = await Promise.all( [ page.waitForEvent( 'download' ), transcript.getByRole( 'button', { name: 'Download conversation' } ).click() ] );
	assert.match( await readFile( await file.path(), 'utf8' ), /search this site for zips/ );
	await screenshot( page, 'action-search' );
} );

test( 'one action is offered while a message is written, and nothing leaves the browser before it is sent', async () => {
	const widget = await open();
	const chip = widget.host.locator( '.chip' );
	await widget.input.pressSequentially( 'where is my orde', { delay: 30 } );
	await chip.waitFor();
	assert.equal( await chip.innerText(), 'Track my order' );
	await screenshot( page, 'action-chip' );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	const asked = page.asked.filter( ( url ) => url.includes( '/mxchat/v1/' ) ).map( ( url ) => new URL( url ).pathname.split( '/mxchat/v1/' )[ 1 ] );
	assert.deepEqual( [ ...new Set( asked ) ].sort(), [ 'actions/model', 'knowledge/index' ] );
	assert.ok( page.asked.every( ( url ) => ! decodeURIComponent( url ).includes( 'order' ) ) );

	await widget.input.fill( 'Do you ship to Norway?' );
	await chip.waitFor( { state: 'hidden' } );
	await widget.input.fill( 'where is my order' );
	await chip.waitFor();
	await chip.click();
	await widget.answers.first().locator( '.proof' ).waitFor();
	assert.equal( await widget.questions.first().locator( '.bubble' ).innerText(), 'where is my order' );
	await chip.waitFor( { state: 'hidden' } );
	assert.deepEqual( page.problems, [] );
} );

test( 'a key pressed costs less than 5 ms with fifty actions on a slow processor', async ( t ) => {
	const bytes = JSON.parse( execFileSync( 'php', [ fileURLToPath( new URL( 'fifty_actions.php', import.meta.url ) ) ], { maxBuffer: 1 << 26 } ) );
	page = await openPage( `${ siteUrl }/` );
	const devtools = await page.context().newCDPSession( page );
	await devtools.send( 'Emulation.setCPUThrottlingRate', { rate: 4 } );
	const milliseconds = await page.evaluate( async ( { model: trained, background, folder } ) => {
		const core = await import( `${ folder }mxchat-core.js` );
		await core.default( { module_or_path: `${ folder }mxchat-core.wasm` } );
		const decode = ( base64 ) => Uint8Array.from( atob( base64 ), ( character ) => character.charCodeAt( 0 ) );
		const scorer = new core.ActionModel( decode( trained ), decode( background ) );
		const message = 'Hello there, could you please tell me how to cancel my newsletter?';
		const times = [];
		for ( let round = 0; round < 3; round++ ) {
			for ( let length = 4; length <= message.length; length++ ) {
				const began = performance.now();
				scorer.score( message.slice( 0, length ), 0.5 );
				times.push( performance.now() - began );
			}
		}
		return times.sort( ( a, b ) => a - b );
	}, { ...bytes, folder: `${ siteUrl }/wp-content/plugins/mxchat-engine/build/` } );
	const at = ( share ) => milliseconds[ Math.floor( share * ( milliseconds.length - 1 ) ) ];
	t.diagnostic( `median ${ at( 0.5 ).toFixed( 2 ) } ms, 95th percentile ${ at( 0.95 ).toFixed( 2 ) } ms` );
	assert.ok( at( 0.5 ) < 5, `${ at( 0.5 ) } ms` );
} );

test( 'what browsers get of the actions names none that is not for everybody', async () => {
	await api( 'POST', '/actions/settings', { action_id: 'download_transcript', who: 'manage_options' } );
	const { actions: offered, model: bytes } = await ( await fetch( rest( '/actions/model' ) ) ).json();
	assert.deepEqual( offered.map( ( { id } ) => id ).sort(), actions.filter( ( id ) => id !== 'download_transcript' ).sort() );
	assert.ok( ! Buffer.from( bytes, 'base64' ).toString( 'latin1' ).includes( 'export this conversation' ) );
	await api( 'POST', '/actions/settings', { action_id: 'download_transcript', who: 'anyone' } );
	await api( 'POST', '/actions/site', { suggests_actions: false } );
	assert.equal( ( await ( await fetch( rest( '/actions/model' ) ) ).json() ).model, '' );
	await api( 'POST', '/actions/site', { suggests_actions: true } );
} );

test( 'the editor shows how messages score and which tests a change would break, before and after it is saved', async () => {
	for ( const { id } of ( await api( 'GET', '/debugger/tests' ) ).items ) {
		await api( 'DELETE', `/debugger/tests/${ id }` );
	}
	await api( 'POST', '/debugger/tests', { question: 'download the transcript', expects: 'action', expected: 'download_transcript' } );
	page = await openAdmin( 'admin.php?page=mxchat-actions' );
	await page.getByRole( 'button', { name: 'Download the conversation', exact: true } ).click();
	await page.getByText( 'After saving, 1 of 1 tests pass.' ).waitFor();
	await page.getByLabel( 'Messages, one a line' ).fill( 'where is my order\ndownload the transcript' );
	await page.getByText( '→ Track my order' ).waitFor();
	await page.getByLabel( /What a visitor says who wants it/ ).fill( 'where is my order\norder status\ntrack my order please' );
	await page.getByLabel( /What sounds alike/ ).fill( 'download the transcript\ndownload something\ntranscript' );
	await page.getByText( 'These would break:' ).waitFor();
	await page.locator( '.mxchat-tester strong' ).waitFor();
	await screenshot( page, 'actions-editor' );
	await page.getByRole( 'button', { name: 'Put the first phrases back' } ).click();
	await page.getByLabel( /What sounds alike/ ).fill( '' );
	await page.getByRole( 'button', { name: 'Save', exact: true } ).click();
	await page.getByText( 'Saved.' ).waitFor();
	assert.equal( await page.getByLabel( 'Messages, one a line' ).inputValue(), 'where is my order\ndownload the transcript', 'What was tried stays on the page.' );
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat-debugger` );
	await page.getByRole( 'button', { name: 'Run all' } ).click();
	await page.getByText( '1 passed, 0 failed' ).waitFor();
	await screenshot( page, 'debugger-tests' );
	await page.getByRole( 'button', { name: 'Remove “download the transcript”' } ).click();
	await page.getByText( 'There is no test yet.' ).waitFor();
} );

test( 'the owner looks from an answer into the Debugger', async () => {
	page = await openAsOwner( '/' );
	const widget = await widgetOf( page, 'mxchat-widget[floating]' ).open();
	const answer = await widget.ask( 'search this site for boots' );
	const address = await answer.getByRole( 'link', { name: 'Debug' } ).getAttribute( 'href' );
	await page.goto( address );
	await page.getByText( 'The same would be decided now.' ).waitFor();
	await screenshot( page, 'action-debug' );
	await page.goto( `${ siteUrl }/wp-admin/admin.php?page=mxchat` );
	await page.locator( '.mxchat-conversations .row-title' ).first().click();
	await page.getByRole( 'link', { name: 'How it came to this answer' } ).first().waitFor();
	page = await openPage( `${ siteUrl }/` );
	assert.equal( await page.locator( 'mxchat-widget[debug-url]' ).count(), 0 );
} );
