/**
 * The widget against a scripted site: what a real one does only on a bad day.
 */
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { startServer } from '../js/server.mjs';
import { desktop, foreign, hold, phone, screenshot, widgetOf } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { newPage, openPage } from './pages.mjs';

let site;
let page;
before( async () => {
	site = await startServer();
	atEnd( () => site.stop() );
} );
afterEach( () => {
	site.faults.length = 0;
	site.requests.length = 0;
} );

/** A page with the widget of these attributes; the floating one opened. */
async function open( attributes = { floating: '' }, options = desktop ) {
	page = await openPage( `${ site.url }/?${ new URLSearchParams( attributes ) }`, options );
	const widget = widgetOf( page );
	if ( 'floating' in attributes ) {
		await widget.launcher.click();
	}
	await widget.input.waitFor();
	return widget;
}

const api = () => site.requests.map( ( { method, path } ) => `${ method } ${ path.replace( /mxchat_chat_\w+/, '{id}' ) }` );
const focused = () => page.evaluate( () => {
	let element = document.activeElement;
	while ( element?.shadowRoot?.activeElement ) {
		element = element.shadowRoot.activeElement;
	}
	return element.getAttribute( 'part' ) ?? element.id ?? element.localName;
} );

test( 'before the first message: no request to the API, no cookie, nothing stored, nothing logged', async () => {
	const widget = await open();
	await widget.input.focus();
	assert.deepEqual( api(), [] );
	assert.equal( await page.evaluate( () => localStorage.length + sessionStorage.length ), 0 );
	assert.equal( await page.evaluate( () => document.cookie ), '' );
	assert.deepEqual( page.problems, [] );
	assert.match( await widget.panel.innerText(), /automated assistant/ );
} );

test( 'a page that is not used fetches one small file', async () => {
	page = await openPage( `${ site.url }/?floating=` );
	await page.waitForTimeout( 300 );
	assert.deepEqual( page.asked.slice( 1 ).map( ( url ) => new URL( url ).pathname ), [ '/build/widget.js' ] );
} );

test( 'the files keep their budgets, gzipped: 12 kB before the panel opens, 20 kB with it, 120 kB of WebAssembly after', async () => {
	const size = async ( name ) => gzipSync( await readFile( new URL( `../../wordpress-plugin/build/${ name }`, import.meta.url ) ) ).length;
	assert.ok( ( await size( 'widget.js' ) ) <= 12_000 );
	assert.ok( ( await size( 'panel.js' ) ) <= 20_000 );
	assert.ok( ( await size( 'mxchat-core.wasm' ) ) <= 120_000 );
} );

test( 'the end stays in sight while the box to write in grows', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	await widget.ask( 'How long do I have to return shoes?' );
	await widget.input.fill( 'a\nb\nc\nd\ne' );
	await page.waitForFunction( () => {
		const log = document.querySelector( 'mxchat-widget' ).shadowRoot.querySelector( '.log' );
		return log.scrollHeight - log.clientHeight - log.scrollTop < 2;
	} );
} );

test( 'a lost answer can be asked for again without being asked twice', async () => {
	const widget = await open();
	await page.route( '**/chat', async ( route ) => {
		await route.fetch();
		await route.abort();
	}, { times: 1 } );
	await widget.input.fill( 'Do you repair zips?' );
	await widget.input.press( 'Enter' );
	await widget.host.locator( '.failure' ).waitFor();
	assert.match( await widget.host.locator( '[role=alert]' ).last().innerText(), /Not sent/ );
	await screenshot( page, 'failed' );
	await widget.host.getByRole( 'button', { name: 'Try again' } ).click();
	await widget.answers.first().waitFor();
	assert.equal( await widget.questions.count(), 1 );
	const [ first, second ] = site.requests.filter( ( { path } ) => path === 'chat' );
	assert.equal( first.body.client_message_id, second.body.client_message_id );
	assert.equal( await focused(), 'input' );
} );

test( 'a failed question can be edited', async () => {
	const widget = await open();
	await page.route( '**/chat', ( route ) => route.abort(), { times: 1 } );
	await widget.input.fill( 'Do you repair zipz?' );
	await widget.input.press( 'Enter' );
	await widget.host.getByRole( 'button', { name: 'Edit' } ).click();
	assert.equal( await widget.input.inputValue(), 'Do you repair zipz?' );
	assert.equal( await widget.questions.count(), 0 );
} );

test( 'the limit says when to come back', async () => {
	const widget = await open();
	site.faults.push( { on: 'POST chat', status: 429, headers: { 'Retry-After': '42' }, body: { code: 'mxchat_rate_limited', message: 'x', data: { status: 429 } } } );
	await widget.input.fill( 'Hello' );
	await widget.input.press( 'Enter' );
	assert.match( await widget.host.locator( '.failure' ).innerText(), /42 seconds/ );
} );

test( 'a forgotten session is renewed without a word', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	site.sessions.clear();
	site.requests.length = 0;
	await widget.ask( 'How long do I have to return shoes?' );
	assert.deepEqual( api().filter( ( line ) => line.startsWith( 'POST' ) ), [ 'POST chat', 'POST sessions', 'POST chat' ] );
	assert.equal( await widget.host.locator( '.failure' ).count(), 0 );
} );

test( 'while an answer is under way: the box stays, Enter sends nothing twice, the draft is kept', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	const letGo = await hold( page, '**/chat' );
	await widget.input.fill( 'How long do I have to return shoes?' );
	await widget.input.press( 'Enter' );
	await widget.host.locator( '.waiting' ).waitFor();
	await widget.status.filter( { hasText: 'Message sent' } ).waitFor( { state: 'attached' } );
	assert.equal( await widget.input.isEnabled(), true );
	assert.equal( await widget.send.getAttribute( 'aria-label' ), 'Stop' );
	assert.equal( await focused(), 'input' );
	await page.keyboard.type( 'and gloves?' );
	await page.keyboard.press( 'Enter' );
	assert.match( await widget.host.locator( '.alert' ).innerText(), /still replying/ );
	letGo();
	await widget.answers.nth( 1 ).waitFor();
	assert.equal( await widget.input.inputValue(), 'and gloves?' );
	assert.equal( await widget.questions.count(), 2 );
} );

test( 'the answer is read out once, whole; a very long one is only announced', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	await widget.status.filter( { hasText: /^Yes, we replace zips/ } ).waitFor( { state: 'attached' } );
	await widget.ask( 'Give me a long one' );
	await widget.status.filter( { hasText: /^Answer ready. Sources: 1$/ } ).waitFor( { state: 'attached' } );
	assert.equal( await widget.log.getAttribute( 'aria-live' ), 'off' );
} );

test( 'an answer that comes while the panel is closed marks the launcher', async () => {
	const widget = await open();
	const letGo = await hold( page, '**/chat' );
	await widget.input.fill( 'Do you repair zips?' );
	await widget.input.press( 'Enter' );
	await widget.input.press( 'Escape' );
	letGo();
	await page.locator( 'mxchat-widget .launcher[data-unread]' ).waitFor();
	assert.match( await widget.launcher.getAttribute( 'aria-label' ), /New answer/ );
	await widget.launcher.click();
	assert.equal( await widget.launcher.getAttribute( 'data-unread' ), null );
} );

test( 'Enter that ends an input method\'s composition sends nothing', async () => {
	const widget = await open();
	await widget.input.focus();
	const session = await page.context().newCDPSession( page );
	await session.send( 'Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 } );
	await session.send( 'Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 } );
	await widget.input.evaluate( ( input ) => input.dispatchEvent( new KeyboardEvent( 'keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true } ) ) );
	assert.equal( await widget.questions.count(), 0 );
	await session.send( 'Input.insertText', { text: '日本' } );
	assert.equal( await widget.input.inputValue(), '日本' );
	await widget.input.press( 'Enter' );
	await widget.answers.first().waitFor();
	assert.equal( await widget.questions.count(), 1 );
} );

test( 'Shift+Enter breaks the line, Up in the empty box brings the last question back', async () => {
	const widget = await open();
	await widget.input.focus();
	await page.keyboard.type( 'one' );
	await page.keyboard.press( 'Shift+Enter' );
	await page.keyboard.type( 'two' );
	assert.equal( await widget.input.inputValue(), 'one\ntwo' );
	await page.keyboard.press( 'Enter' );
	await widget.answers.first().waitFor();
	await page.keyboard.press( 'ArrowUp' );
	assert.equal( await widget.input.inputValue(), 'one\ntwo' );
} );

test( 'PageUp in the empty box scrolls the conversation, in a written one it does not', async () => {
	const widget = await open();
	await widget.ask( 'Give me a long one' );
	await widget.ask( 'Give me another long one' );
	const top = () => widget.log.evaluate( ( log ) => log.scrollTop );
	const before = await top();
	await page.keyboard.type( 'x' );
	await page.keyboard.press( 'PageUp' );
	assert.equal( await top(), before );
	await widget.input.fill( '' );
	await page.keyboard.press( 'PageUp' );
	await widget.log.evaluate( ( log, from ) => new Promise( ( resolve ) => {
		const look = () => ( log.scrollTop < from ? resolve() : requestAnimationFrame( look ) );
		look();
	} ), before );
} );

test( 'a reader further up is not moved, but told', async () => {
	const widget = await open();
	await widget.ask( 'Give me a long one' );
	const letGo = await hold( page, '**/chat' );
	await widget.input.fill( 'Do you repair zips?' );
	await widget.input.press( 'Enter' );
	await widget.host.locator( '.waiting' ).waitFor();
	await widget.log.evaluate( ( log ) => log.scrollTo( 0, 0 ) );
	letGo();
	await widget.host.locator( '.jump' ).waitFor();
	assert.equal( await widget.log.evaluate( ( log ) => log.scrollTop ), 0 );
	await widget.host.locator( '.jump' ).click();
	assert.ok( ( await widget.log.evaluate( ( log ) => log.scrollTop ) ) > 0 );
} );

test( 'hostile text and titles come out as text', async () => {
	const widget = await open();
	const answer = await widget.ask( '<b>hostile</b><img src=x onerror=window.hacked=1>' );
	assert.match( await answer.innerText(), /<img src=x onerror="window\.hacked=1">/ );
	assert.equal( await answer.locator( 'a' ).count(), 0 );
	assert.equal( await widget.log.locator( 'img, script, b' ).count(), 0 );
	assert.equal( await page.evaluate( () => window.hacked ), undefined );
	assert.deepEqual( foreign( page, site.url ), [] );
} );

test( 'links of an answer go to the web or to e-mail, and vouch for nothing', async () => {
	const widget = await open();
	const answer = await widget.ask( 'Do you repair zips?' );
	assert.deepEqual( await answer.locator( '.text a' ).evaluateAll( ( links ) => links.map( ( { href, rel } ) => [ href, rel ] ) ), [
		[ 'mailto:workshop@shop.example', 'noopener nofollow ugc' ],
		[ 'https://shop.example/repairs', 'noopener nofollow ugc' ],
	] );
} );

test( 'the page hears what happens', async () => {
	page = await openPage( `${ site.url }/?floating=` );
	await page.evaluate( () => {
		window.heard = [];
		for ( const type of [ 'open', 'close', 'message', 'answer', 'error' ] ) {
			document.addEventListener( `mxchat:${ type }`, ( event ) => window.heard.push( [ type, event.composed, event.detail.text ?? event.detail.code ?? null ] ) );
		}
	} );
	const widget = widgetOf( page );
	await widget.launcher.click();
	await widget.ask( 'What is the capital of Peru?' );
	await page.route( '**/chat', ( route ) => route.abort(), { times: 1 } );
	await widget.input.fill( 'Hello' );
	await widget.input.press( 'Enter' );
	await widget.host.locator( '.failure' ).waitFor();
	await widget.input.press( 'Escape' );
	await page.waitForFunction( () => window.heard.length === 6 );
	assert.deepEqual( await page.evaluate( () => window.heard ), [
		[ 'open', true, null ],
		[ 'message', true, 'What is the capital of Peru?' ],
		[ 'answer', true, 'I could not find that on this site.' ],
		[ 'message', true, 'Hello' ],
		[ 'error', true, 'network' ],
		[ 'close', true, null ],
	] );
} );

test( 'a panel that cannot be loaded is said, and a second try loads it', async () => {
	page = await openPage( `${ site.url }/?floating=` );
	const widget = widgetOf( page );
	let isDown = true;
	await page.route( '**/panel.js*', ( route ) => ( isDown ? route.abort() : route.continue() ) );
	await widget.launcher.click();
	await widget.host.locator( '.notice:not(:empty)' ).waitFor();
	isDown = false;
	await widget.launcher.click();
	await widget.input.waitFor();
	assert.equal( await widget.host.locator( '.notice' ).innerText(), '' );
} );

test( 'two widgets for one bot on a page show one conversation', async () => {
	const widget = await open( {} );
	await page.evaluate( () => {
		const twin = document.querySelector( 'mxchat-widget' ).cloneNode();
		twin.id = 'twin';
		document.querySelector( 'main' ).append( twin );
	} );
	await widget.ask( 'Do you repair zips?' );
	const twin = widgetOf( page, '#twin' );
	await twin.host.scrollIntoViewIfNeeded();
	await twin.answers.first().waitFor();
	assert.equal( site.sessions.size > 0 && api().filter( ( line ) => line === 'POST sessions' ).length, 1 );
} );

test( 'of two floating widgets on a page only the first has a button', async () => {
	page = await openPage( `${ site.url }/?floating=` );
	await page.evaluate( () => document.body.append( document.querySelector( 'mxchat-widget' ).cloneNode() ) );
	assert.equal( await page.locator( 'mxchat-widget .launcher:visible' ).count(), 1 );
} );

test( 'the options close when the visitor turns to something else', async () => {
	const widget = await open();
	const options = widget.host.locator( '.options' );
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	await page.keyboard.press( 'Tab' );
	assert.equal( await options.isVisible(), true );
	await widget.input.focus();
	assert.equal( await options.isVisible(), false );
} );

test( 'another tab follows the conversation', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	const other = await page.context().newPage();
	await other.goto( page.url() );
	const twin = widgetOf( other );
	await twin.launcher.click();
	await twin.answers.first().waitFor();
	await twin.ask( 'How long do I have to return shoes?' );
	await widget.answers.nth( 1 ).waitFor();
} );

test( 'storage that refuses is no obstacle', async () => {
	page = await newPage();
	await page.addInitScript( () => {
		Storage.prototype.setItem = () => {
			throw new DOMException( 'full', 'QuotaExceededError' );
		};
	} );
	await page.goto( `${ site.url }/?floating=` );
	const widget = widgetOf( page );
	await widget.launcher.click();
	await widget.ask( 'Do you repair zips?' );
	await widget.ask( 'How long do I have to return shoes?' );
	assert.equal( api().filter( ( line ) => line === 'POST sessions' ).length, 1 );
} );

test( 'deleting the conversation asks first, empties the panel and forgets the session', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	await screenshot( page, 'options' );
	await widget.host.getByRole( 'button', { name: 'Delete my conversation' } ).click();
	assert.ok( ! api().some( ( line ) => line.startsWith( 'DELETE' ) ) );
	await widget.host.getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await page.waitForFunction( () => localStorage.length === 0 );
	assert.equal( await widget.questions.count(), 0 );
	assert.equal( api().at( -1 ), 'DELETE sessions/{id}' );
} );

test( 'Escape closes the options first, then the panel', async () => {
	const widget = await open();
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	await page.keyboard.press( 'Escape' );
	assert.equal( await focused(), 'options-button' );
	assert.equal( await widget.panel.isVisible(), true );
	await page.keyboard.press( 'Escape' );
	assert.equal( await widget.panel.isVisible(), false );
	assert.equal( await focused(), 'launcher' );
} );

test( 'a page can open and close the chat itself; the focus ends on the launcher', async () => {
	page = await openPage( `${ site.url }/?floating=` );
	const widget = widgetOf( page );
	await page.getByRole( 'link', { name: 'Returns' } ).focus();
	await widget.host.evaluate( ( element ) => element.open() );
	assert.equal( await focused(), 'input' );
	await widget.host.evaluate( ( element ) => element.close() );
	assert.equal( await focused(), 'launcher' );
} );

test( 'the conversation can be taken along as a file', async () => {
	const widget = await open();
	await widget.ask( 'Do you repair zips?' );
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	const [ download ] = await Promise.all( [ page.waitForEvent( 'download' ), widget.host.getByRole( 'button', { name: 'Download conversation' } ).click() ] );
	const parts = [];
	for await ( const part of await download.createReadStream() ) {
		parts.push( part );
	}
	assert.match( Buffer.concat( parts ).toString(), /^You: Do you repair zips\?\n\nAssistant: Yes, we replace zips/ );
} );

test( 'on a phone the panel is modal and covers the page, which does not scroll', async () => {
	const widget = await open( { floating: '' }, phone );
	assert.equal( await widget.panel.getAttribute( 'aria-modal' ), 'true' );
	await widget.panel.evaluate( ( panel ) => Promise.all( panel.getAnimations().map( ( { finished } ) => finished ) ) );
	const box = await widget.panel.boundingBox();
	assert.deepEqual( [ box.x, box.y, box.width, box.height ], [ 0, 0, 390, 844 ] );
	assert.equal( await page.evaluate( () => document.documentElement.style.overflow ), 'hidden' );
	assert.ok( await widget.panel.evaluate( ( panel ) => panel.matches( ':modal' ) ) );
	assert.ok( ( await widget.input.evaluate( ( input ) => Number.parseFloat( getComputedStyle( input ).fontSize ) ) ) >= 16 );
	await page.keyboard.press( 'Escape' );
	assert.equal( await page.evaluate( () => document.documentElement.style.overflow ), '' );
	assert.equal( await focused(), 'launcher' );
} );

test( 'turning a phone or narrowing a window keeps the panel, the draft and the focus', async () => {
	const widget = await open();
	await widget.input.fill( 'half a quest' );
	assert.equal( await widget.panel.getAttribute( 'aria-modal' ), 'false' );
	await page.setViewportSize( { width: 390, height: 800 } );
	await page.locator( 'mxchat-widget [aria-modal=true]' ).waitFor();
	assert.equal( await widget.input.inputValue(), 'half a quest' );
	assert.equal( await focused(), 'input' );
	await page.setViewportSize( { width: 1280, height: 800 } );
	await page.locator( 'mxchat-widget [aria-modal=false]' ).waitFor();
	assert.equal( await widget.launcher.getAttribute( 'aria-expanded' ), 'true' );
} );

test( 'every control is at least 44 by 44 pixels', async () => {
	const widget = await open( { floating: '' }, phone );
	await widget.ask( 'What is the capital of Peru?' );
	await widget.ask( 'How long do I have to return shoes?' );
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	const small = await widget.panel.locator( 'button:visible, textarea:visible, a:visible' ).evaluateAll( ( elements ) =>
		elements
			.filter( ( element ) => ! element.closest( '.text' ) )
			.map( ( element ) => [ element.textContent || element.getAttribute( 'aria-label' ), element.getBoundingClientRect() ] )
			.filter( ( [ , { height } ] ) => height < 44 )
			.map( ( [ name ] ) => name )
	);
	assert.deepEqual( small, [] );
} );

test( 'right to left, in another language', async () => {
	const strings = JSON.stringify( { open: 'افتح المحادثة', input: 'سؤالك', fromSite: 'من هذا الموقع' } );
	const widget = await open( { floating: '', dir: 'rtl', lang: 'ar', heading: 'اسأل المتجر', strings } );
	await widget.ask( 'هل تصلحون السحابات؟ zip' );
	assert.ok( ( await widget.panel.boundingBox() ).x < 100 );
	assert.match( await widget.answers.first().innerText(), /من هذا الموقع/ );
	await screenshot( page, 'rtl' );
} );

test( 'nothing moves for those who asked for it', async () => {
	const widget = await open( { floating: '' }, { ...desktop, reducedMotion: 'reduce' } );
	assert.equal( await widget.panel.evaluate( ( panel ) => getComputedStyle( panel ).animationName ), 'none' );
} );

test( 'in forced colours every control keeps an outline', async () => {
	const widget = await open( { floating: '' }, { ...desktop, forcedColors: 'active' } );
	await widget.ask( 'Do you repair zips?' );
	assert.notEqual( await widget.send.evaluate( ( button ) => getComputedStyle( button ).borderTopColor ), 'rgba(0, 0, 0, 0)' );
	await screenshot( page, 'forced-colors' );
} );

test( 'printed, an inline conversation is whole, and a floating one is not there', async () => {
	const widget = await open( {} );
	await widget.ask( 'Give me a long one' );
	await page.emulateMedia( { media: 'print' } );
	assert.ok( await widget.log.evaluate( ( log ) => log.scrollHeight <= log.clientHeight + 1 ) );
	assert.equal( await widget.send.isVisible(), false );
} );
