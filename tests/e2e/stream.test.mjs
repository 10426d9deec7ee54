/** A visitor whose answers come word by word from the scripted model, on the real site at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { desktop, launch, openPage, screenshot, widgetOf } from './browser.mjs';

const siteUrl = process.env.MXCHAT_SITE_URL?.replace( /\/$/, '' );
const site = process.env.MXCHAT_SITE;
const scripts = new URL( '../site/', import.meta.url ).pathname;
const text = 'You can return shoes within 45 days of delivery. They must be unworn and in their box.\n\nWe refund the price to the card that you paid with, and we pay for the parcel. Ask us if you have lost the label, since we can send you another one on the same day.';
const words = text.split( /\s+/ ).length;

let browser;
let page;
let upstream;
before( async () => {
	assert.ok( siteUrl && site, 'MXCHAT_SITE_URL and MXCHAT_SITE name no site.' );
	execFileSync( `${ scripts }upstream`, [ basename( site ).replace( /^site-/, '' ), '0' ] );
	upstream = /MXCHAT_UPSTREAM=(\S+)/.exec( readFileSync( `${ site }/upstream.env`, 'utf8' ) )[ 1 ];
	browser = await launch();
} );
after( async () => {
	await browser?.close();
	execFileSync( 'php', [ `${ scripts }connect.php`, site ] );
} );
afterEach( () => page?.context().close() );

async function script( ...queue ) {
	await fetch( `${ upstream }/__script`, { method: 'DELETE' } );
	await fetch( `${ upstream }/__script`, { method: 'POST', body: JSON.stringify( { queue } ) } );
}

async function modelCalls() {
	const journal = await ( await fetch( `${ upstream }/__journal` ) ).json();
	return journal.filter( ( { method, path } ) => method === 'POST' && path.endsWith( '/responses' ) ).length;
}

async function open() {
	page = await openPage( browser, `${ siteUrl }/`, desktop );
	return show();
}

async function show() {
	const widget = widgetOf( page, 'mxchat-widget[floating]' );
	await widget.launcher.click();
	await widget.input.waitFor();
	return widget;
}

async function begin( widget, question = 'How long do I have to return shoes?' ) {
	await widget.input.fill( question );
	await widget.input.press( 'Enter' );
	await widget.answers.last().locator( '.text' ).filter( { hasText: /return/ } ).waitFor();
}

const shown = ( widget ) => widget.answers.last().locator( '.text' ).innerText();
const isWhole = ( widget ) => widget.answers.last().filter( { hasText: 'on the same day.' } ).waitFor( { timeout: 20_000 } );
const isReady = ( widget ) => widget.host.locator( '.send[aria-label=Send]' ).waitFor( { timeout: 20_000 } );

test( 'an answer is shown word by word, and said once', async () => {
	const widget = await open();
	await script( { text, delay_ms: 60 } );
	await widget.input.fill( 'How long do I have to return shoes?' );
	const asked = performance.now();
	await widget.input.press( 'Enter' );
	await widget.answers.last().locator( '.text' ).filter( { hasText: 'You' } ).waitFor();
	const first = performance.now() - asked;
	const sizes = new Set();
	const spoken = new Set();
	while ( ( await widget.send.getAttribute( 'aria-label' ) ) === 'Stop' ) {
		sizes.add( ( await shown( widget ) ).length );
		spoken.add( await widget.status.textContent() );
		if ( sizes.size === 12 ) {
			await screenshot( page, 'stream-writing' );
		}
		await page.waitForTimeout( 50 );
	}
	assert.ok( first < 2_000, `the first words after ${ first } ms` );
	assert.ok( sizes.size >= 8, `${ sizes.size } sizes` );
	assert.deepEqual( [ ...spoken ].filter( Boolean ), [ 'Message sent. The assistant is replying.' ] );
	assert.equal( ( await shown( widget ) ).replace( /\s+/g, ' ' ), text.replace( /\s+/g, ' ' ) );
	await widget.status.filter( { hasText: 'We refund the price' } ).waitFor( { state: 'attached' } );
	assert.ok( ( await widget.answers.last().locator( '.sources a' ).count() ) > 0 );
	await screenshot( page, 'stream-done' );
	assert.deepEqual( page.problems, [] );
} );

test( 'paragraphs that are written stay as they are while the next ones come', async () => {
	const widget = await open();
	await script( { text, delay_ms: 50 } );
	await begin( widget );
	await widget.answers.last().locator( '.text p' ).nth( 1 ).waitFor();
	await widget.answers.last().locator( '.text p' ).first().evaluate( ( paragraph ) => ( paragraph.isTheSame = true ) );
	await page.waitForTimeout( 400 );
	assert.equal( await widget.answers.last().locator( '.text p' ).first().evaluate( ( paragraph ) => paragraph.isTheSame ), true );
	await isReady( widget );
} );

test( 'the stop button ends the answer, keeps what was said and keeps the focus', async () => {
	const widget = await open();
	await script( { text, delay_ms: 250 } );
	await begin( widget );
	assert.equal( await widget.send.getAttribute( 'aria-label' ), 'Stop' );
	await widget.send.focus();
	await page.keyboard.press( 'Enter' );
	await isReady( widget );
	assert.match( await widget.answers.last().locator( '.end' ).innerText(), /Stopped/ );
	const kept = await shown( widget );
	assert.ok( kept.length > 10 && kept.length < text.length );
	assert.equal( await widget.send.evaluate( ( button ) => button.getRootNode().activeElement === button ), true );
	await screenshot( page, 'stream-stopped' );
	await page.reload();
	const next = await show();
	await next.answers.last().locator( '.end' ).filter( { hasText: 'Stopped' } ).waitFor();
	assert.equal( await shown( next ), kept );
} );

test( 'after a reload the answer goes on: whole, once, from one call of the model', async () => {
	const widget = await open();
	await script( { text, delay_ms: 80 } );
	await begin( widget );
	await page.reload();
	const next = await show();
	await isWhole( next );
	await isReady( next );
	assert.equal( await next.questions.count(), 1 );
	assert.equal( await next.answers.count(), 1 );
	assert.equal( ( await shown( next ) ).replace( /\s+/g, ' ' ), text.replace( /\s+/g, ' ' ) );
	assert.equal( await modelCalls(), 1 );
} );

test( 'a connection that is lost for a while costs nothing', async () => {
	const widget = await open();
	await script( { text, delay_ms: 80 } );
	await begin( widget );
	await page.context().setOffline( true );
	await page.waitForTimeout( 1_200 );
	await page.context().setOffline( false );
	await isWhole( widget );
	await isReady( widget );
	assert.equal( ( await shown( widget ) ).replace( /\s+/g, ' ' ), text.replace( /\s+/g, ' ' ) );
	assert.equal( await modelCalls(), 1 );
} );

test( 'where a server keeps the stream back, the next answers are asked for piece by piece', async () => {
	const widget = await open();
	await page.route( /\/chat$/, async ( route ) => {
		const prefers = route.request().headers().prefer;
		return prefers ? route.continue() : route.fulfill( { response: await route.fetch() } );
	} );
	await script( { text, delay_ms: 70, times: 2 } );
	await widget.input.fill( 'How long do I have to return shoes?' );
	await widget.input.press( 'Enter' );
	await widget.answers.last().filter( { hasText: 'on the same day.' } ).waitFor( { timeout: 20_000 } );
	await isReady( widget );
	const sizes = new Set();
	await widget.input.fill( 'And boots?' );
	await widget.input.press( 'Enter' );
	await widget.answers.nth( 1 ).waitFor();
	while ( ( await widget.send.getAttribute( 'aria-label' ) ) === 'Stop' ) {
		sizes.add( ( await shown( widget ) ).length );
		await page.waitForTimeout( 100 );
	}
	assert.ok( sizes.size >= 3, `${ sizes.size } sizes of ${ words } words` );
	assert.equal( await widget.answers.count(), 2 );
	assert.equal( await modelCalls(), 2 );
} );
