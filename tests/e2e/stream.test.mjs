/** A visitor whose answers come word by word from the scripted model, on the real site at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { desktop, screenshot, widgetOf } from './browser.mjs';
import { startLine } from './line.mjs';
import { answerWith, startModel } from './model.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const question = 'How long do I have to return shoes?';
const text = 'You can return shoes within 45 days of delivery. They must be unworn and in their box.\n\nWe refund the price to the card that you paid with, and we pay for the parcel. Ask us if you have lost the label, since we can send you another one on the same day.';
/** Events after which some words of the first paragraph are out, and some of the second. */
const inFirst = 12;
const inSecond = 36;

let page;
let model;
before( async () => {
	model = await startModel( { key: 'sk-test', delay_ms: 10 } );
	answerWith( model );
} );

async function open( steps, options = desktop ) {
	await model.reset();
	await model.script( ...[ steps ].flat() );
	page = await openPage( `${ siteUrl }/`, options );
	return show();
}

const show = () => widgetOf( page, 'mxchat-widget[floating]' ).open();

async function send( widget, message = question ) {
	await widget.input.fill( message );
	await widget.input.press( 'Enter' );
}

/** Until more than this many characters of the newest answer can be read; how many then. */
async function isLonger( widget, than ) {
	const words = widget.answers.last().locator( '.text' );
	await words.filter( { hasText: new RegExp( `^[^]{${ than + 1 },}$` ) } ).waitFor();
	return ( await words.innerText() ).length;
}

async function begin( widget ) {
	await send( widget );
	await widget.answers.last().locator( '.text' ).filter( { hasText: /return/ } ).waitFor();
}

const plain = ( words ) => words.replace( /\s+/g, ' ' ).trim();
const shown = ( widget ) => widget.answers.last().locator( '.text' ).innerText();
const isWhole = ( widget ) => widget.answers.last().filter( { hasText: 'on the same day.' } ).waitFor();
const isReady = ( widget ) => widget.host.locator( '.send[aria-label=Send]' ).waitFor();
const modelCalls = async () => ( await model.calls( /\/responses$/ ) ).length;

/** Notes everything that a screen reader is told. */
const listen = ( widget ) => widget.status.evaluate( ( status ) => {
	window.spoken = [];
	new MutationObserver( () => status.textContent && window.spoken.push( status.textContent ) ).observe( status, { childList: true, characterData: true, subtree: true } );
} );

test( 'an answer is shown word by word, and said once', async () => {
	const widget = await open( { text, hold_after: [ inFirst, inFirst + 8, inSecond ] } );
	await listen( widget );
	await send( widget );
	let length = 0;
	for ( let held = 0; held < 3; held++ ) {
		length = await isLonger( widget, length );
		assert.ok( text.startsWith( ( await shown( widget ) ).slice( 0, 20 ) ) && length < text.length );
		assert.equal( await widget.send.getAttribute( 'aria-label' ), 'Stop' );
		await screenshot( page, 'stream-writing' );
		await model.release();
	}
	await isWhole( widget );
	await isReady( widget );
	assert.equal( plain( await shown( widget ) ), plain( text ) );
	await widget.status.filter( { hasText: 'We refund the price' } ).waitFor( { state: 'attached' } );
	assert.deepEqual( ( await page.evaluate( () => window.spoken ) ).map( ( words ) => words.slice( 0, 15 ) ), [ 'Message sent. T', 'You can return ' ] );
	assert.ok( ( await widget.answers.last().locator( '.sources a' ).count() ) > 0 );
	await screenshot( page, 'stream-done' );
	assert.deepEqual( page.problems, [] );
} );

test( 'paragraphs that are written stay as they are while the next ones come', async () => {
	const widget = await open( { text, hold_after: [ inSecond, inSecond + 15 ] } );
	await begin( widget );
	const paragraphs = widget.answers.last().locator( '.text p' );
	await paragraphs.nth( 1 ).waitFor();
	await paragraphs.first().evaluate( ( paragraph ) => ( paragraph.isTheSame = true ) );
	await model.release();
	await isLonger( widget, ( await shown( widget ) ).length );
	assert.equal( await paragraphs.first().evaluate( ( paragraph ) => paragraph.isTheSame ), true );
	await model.release();
	await isReady( widget );
} );

test( 'the stop button ends the answer, keeps what was said and keeps the focus', async () => {
	const widget = await open( { text, hold_after: [ inFirst ] } );
	await begin( widget );
	assert.equal( await widget.send.getAttribute( 'aria-label' ), 'Stop' );
	await widget.send.focus();
	await page.keyboard.press( 'Enter' );
	await isReady( widget );
	await widget.answers.last().locator( '.end' ).filter( { hasText: 'Stopped' } ).waitFor();
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
	const widget = await open( { text, hold_after: [ inFirst ] } );
	await begin( widget );
	await page.reload();
	const next = await show();
	await isLonger( next, 0 );
	await model.release();
	await isWhole( next );
	await isReady( next );
	assert.equal( await next.questions.count(), 1 );
	assert.equal( await next.answers.count(), 1 );
	assert.equal( plain( await shown( next ) ), plain( text ) );
	assert.equal( await modelCalls(), 1 );
} );

test( 'a connection that is lost for a while costs nothing', async () => {
	const line = await startLine();
	const widget = await open( { text, hold_after: [ inFirst ] }, { ...desktop, proxy: { server: line.url } } );
	await begin( widget );
	await Promise.all( [ page.waitForEvent( 'requestfailed' ), line.cut() ] );
	await model.release();
	line.mend();
	await isWhole( widget );
	await isReady( widget );
	assert.equal( plain( await shown( widget ) ), plain( text ) );
	assert.equal( await modelCalls(), 1 );
} );

test( 'where a server keeps the stream back, the next answers are asked for piece by piece', async () => {
	const widget = await open( [ { text, delay_ms: 50 }, { text, hold_after: [ inFirst, inSecond ] } ] );
	await page.route( /\/chat$/, async ( route ) => {
		const prefers = route.request().headers().prefer;
		return prefers ? route.continue() : route.fulfill( { response: await route.fetch() } );
	} );
	await send( widget );
	await isWhole( widget );
	await isReady( widget );
	await send( widget, 'And boots?' );
	await widget.answers.nth( 1 ).waitFor();
	const first = await isLonger( widget, 0 );
	assert.ok( first < text.length );
	await model.release();
	const second = await isLonger( widget, first );
	assert.ok( second < text.length );
	await model.release();
	await isWhole( widget );
	await isReady( widget );
	assert.equal( await widget.answers.count(), 2 );
	assert.equal( await modelCalls(), 2 );
} );
