/**
 * A visitor and the owner on a real site with the shop's pages, served at MXCHAT_SITE_URL.
 *
 * The site limits a visitor to 20 messages a minute and 60 sessions an hour, and all of these tests are one visitor.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, desktop, foreign, phone, screenshot, widgetOf } from './browser.mjs';
import { openAdmin, openAsOwner } from './owner.mjs';
import { newPage, openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';


const returns = 'How long do I have to return shoes?';
const zips = 'Do you repair zips?';
const peru = 'What is the capital of Peru?';
const hostile = '<script>window.hacked=1</script><img src=x onerror=window.hacked=1> zip repair';

let page;

/** The front page with the floating widget, opened. */
async function open( options = desktop ) {
	page = await openPage( `${ siteUrl }/`, options );
	return widgetOf( page, 'mxchat-widget[floating]' ).open();
}

const sourcesOf = ( answer ) => answer.locator( '.sources a' ).evaluateAll( ( links ) => links.map( ( { href } ) => new URL( href ).pathname ) );

async function openTranscripts() {
	page = await openAdmin( 'edit.php?post_type=page' );
	await page.locator( '#adminmenu' ).getByRole( 'link', { name: 'MxChat' } ).first().click();
	await page.locator( '#adminmenu' ).getByRole( 'link', { name: 'Transcripts' } ).click();
	await page.locator( '#mxchat-transcripts h1' ).waitFor();
}

test( 'three questions: two answers with their sources, one honest decline, and all of it is there after a reload', async () => {
	const widget = await open();
	const first = await widget.ask( returns );
	assert.match( await first.innerText(), /From this site/ );
	assert.match( await first.locator( '.text' ).innerText(), /45 days/ );
	assert.ok( ( await sourcesOf( first ) ).includes( '/returns/' ), String( await sourcesOf( first ) ) );

	const second = await widget.ask( zips );
	assert.match( await second.locator( '.text' ).innerText(), /zip/i );
	assert.ok( ( await sourcesOf( second ) ).includes( '/repairs/' ), String( await sourcesOf( second ) ) );

	const third = await widget.ask( peru );
	assert.equal( await third.locator( '.sources' ).count(), 0 );
	assert.ok( ! ( await third.innerText() ).includes( 'From this site' ) );
	const ways = await third.locator( '.way-on a' ).evaluateAll( ( links ) => links.map( ( { href } ) => href ) );
	assert.deepEqual( ways.map( ( href ) => new URL( href ).pathname ), [ '/contact/', '/' ] );
	assert.equal( new URL( ways[ 1 ] ).searchParams.get( 's' ), peru );
	await screenshot( page, 'desktop' );

	const told = await widget.log.innerText();
	await page.reload();
	await widget.launcher.click();
	await widget.answers.nth( 2 ).waitFor();
	assert.equal( await widget.log.innerText(), told );
	assert.equal( await widget.status.innerText(), '' );
	assert.deepEqual( foreign( page, siteUrl ), [] );
	assert.deepEqual( page.problems, [] );
} );

test( 'pages are suggested while a question is written, and nothing of it leaves the browser', async () => {
	const widget = await open();
	await widget.input.pressSequentially( 'return shoes', { delay: 20 } );
	const links = widget.host.locator( '.suggestions a' );
	await links.first().waitFor();
	assert.ok( ( await links.count() ) <= 3 );
	const paths = await links.evaluateAll( ( all ) => all.map( ( { href } ) => new URL( href ).pathname ) );
	assert.ok( paths.includes( '/returns/' ), String( paths ) );
	await widget.status.filter( { hasText: `Pages that may help: ${ paths.length }` } ).waitFor( { state: 'attached' } );
	assert.ok( page.asked.some( ( url ) => url.includes( 'mxchat-core.wasm' ) ) );
	assert.ok( page.asked.every( ( url ) => ! /return|shoes/.test( url ) ) );
	assert.deepEqual( page.asked.filter( ( url ) => /sessions|chat$/.test( url ) ), [] );
	await screenshot( page, 'suggestions' );
} );

test( 'by keyboard alone: in, ask, read, follow a source, out', async () => {
	page = await openPage( `${ siteUrl }/` );
	const widget = widgetOf( page, 'mxchat-widget[floating]' );
	const focused = () => page.evaluate( () => document.activeElement?.shadowRoot?.activeElement?.getAttribute( 'part' ) ?? null );
	const tabTo = async ( part ) => {
		for ( let count = 0; count < 80 && ( await focused() ) !== part; count++ ) {
			await page.keyboard.press( 'Tab' );
		}
		assert.equal( await focused(), part );
	};
	await tabTo( 'launcher' );
	assert.equal( await widget.launcher.getAttribute( 'aria-expanded' ), 'false' );
	await page.keyboard.press( 'Enter' );
	await widget.input.waitFor();
	assert.equal( await widget.launcher.getAttribute( 'aria-expanded' ), 'true' );
	assert.equal( await focused(), 'input' );
	await page.keyboard.type( zips );
	await page.keyboard.press( 'Enter' );
	await widget.answers.first().waitFor();
	assert.equal( await focused(), 'input' );
	await page.keyboard.press( 'Escape' );
	assert.equal( await widget.panel.isVisible(), false );
	assert.equal( await focused(), 'launcher' );
	await page.keyboard.press( 'Enter' );
	await widget.input.waitFor();
	await page.keyboard.press( 'Shift+Tab' );
	assert.equal( await focused(), 'source' );
	await Promise.all( [ page.waitForURL( /\/repairs\// ), page.keyboard.press( 'Enter' ) ] );
} );

test( 'a page that was cached weeks ago works: nothing in it belongs to a visitor or a moment', async () => {
	const elements = await Promise.all( [ 1, 2 ].map( async () => ( await ( await fetch( `${ siteUrl }/` ) ).text() ).match( /<mxchat-widget[^>]*>/ )[ 0 ] ) );
	assert.equal( elements[ 0 ], elements[ 1 ] );
	assert.doesNotMatch( elements[ 0 ], /nonce|secret|[0-9a-f]{10}/ );
} );

test( 'without pretty permalinks: ask, come back, delete', async () => {
	page = await openPage( `${ siteUrl }/about/` );
	const widget = widgetOf( page, '#plain' );
	const put = () => page.evaluate( ( restUrl ) => {
		const element = document.createElement( 'mxchat-widget' );
		element.id = 'plain';
		element.setAttribute( 'rest-url', restUrl );
		document.body.prepend( element );
		return import( '/wp-content/plugins/mxchat-engine/build/widget.js' );
	}, `${ siteUrl }/index.php?rest_route=/mxchat/v1/` );
	await put();
	await widget.ask( zips );
	await page.reload();
	await put();
	await widget.answers.first().waitFor();
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	await widget.host.getByRole( 'button', { name: 'Delete my conversation' } ).click();
	await widget.host.getByRole( 'button', { name: 'Delete', exact: true } ).click();
	await widget.status.filter( { hasText: 'has been deleted' } ).waitFor( { state: 'attached' } );
	assert.equal( await widget.questions.count(), 0 );
	assert.equal( await page.evaluate( () => Object.keys( localStorage ).filter( ( key ) => key.startsWith( 'mxchat' ) ).length ), 0 );
	assert.deepEqual( page.problems, [] );
} );

test( 'with WebAssembly blocked by the site\'s policy everything but suggestions works, without an error', async () => {
	page = await newPage();
	await page.route( `${ siteUrl }/`, async ( route ) => {
		const response = await route.fetch();
		const policy = "script-src 'self' 'unsafe-inline'; worker-src blob:; connect-src 'self'; object-src 'none'";
		await route.fulfill( { response, headers: { ...response.headers(), 'content-security-policy': policy } } );
	} );
	await page.goto( `${ siteUrl }/` );
	const widget = widgetOf( page, 'mxchat-widget[floating]' );
	const blocked = page.waitForEvent( 'console', ( message ) => message.type() === 'debug' && message.text().includes( 'WebAssembly' ) );
	await widget.launcher.click();
	await blocked;
	const answer = await widget.ask( returns );
	assert.ok( ( await sourcesOf( answer ) ).includes( '/returns/' ) );
	assert.deepEqual( page.problems, [] );
} );

test( 'in the page itself, in its own place', async () => {
	page = await openPage( `${ siteUrl }/ask/` );
	const widget = widgetOf( page );
	await widget.host.scrollIntoViewIfNeeded();
	await widget.input.waitFor();
	assert.equal( await widget.launcher.count(), 0 );
	assert.equal( await widget.panel.getAttribute( 'role' ), null );
	await widget.ask( returns );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	await screenshot( page, 'inline' );
} );

for ( const colorScheme of [ 'light', 'dark' ] ) {
	test( `no serious barrier, closed and open, ${ colorScheme }`, async () => {
		page = await openPage( `${ siteUrl }/`, { ...desktop, colorScheme } );
		assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
		const widget = widgetOf( page, 'mxchat-widget[floating]' );
		await widget.launcher.click();
		await widget.ask( returns );
		await widget.ask( peru );
		await screenshot( page, `desktop-${ colorScheme }` );
		assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	} );

	test( `on a phone, ${ colorScheme }`, async () => {
		const widget = await open( { ...phone, colorScheme } );
		await screenshot( page, `phone-${ colorScheme }-open` );
		await widget.ask( returns );
		await screenshot( page, `phone-${ colorScheme }` );
		assert.equal( await widget.panel.getAttribute( 'aria-modal' ), 'true' );
		assert.ok( await page.evaluate( () => document.documentElement.scrollWidth <= innerWidth ) );
		assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	} );
}

test( 'the owner reads the three questions, and what was hostile is text', async () => {
	const widget = await open();
	for ( const question of [ returns, zips, peru, hostile ] ) {
		await widget.ask( question );
	}
	await page.context().close();

	await openTranscripts();
	const row = page.locator( '.mxchat-conversations tbody tr' ).first();
	assert.match( await row.innerText(), new RegExp( returns.replace( '?', '\\?' ) ) );
	assert.match( await row.innerText(), /\b8\b/ );
	await screenshot( page, 'transcripts' );
	assert.deepEqual( await barriers( page, '#mxchat-transcripts' ), [] );

	await row.locator( '.row-title' ).click();
	await page.locator( '.mxchat-messages' ).waitFor();
	const texts = await page.locator( '.mxchat-message-user .mxchat-message-text' ).allInnerTexts();
	assert.deepEqual( texts, [ returns, zips, peru, hostile ] );
	assert.equal( await page.evaluate( () => window.hacked ), undefined );
	assert.equal( await page.locator( '.mxchat-messages' ).locator( 'script, img' ).count(), 0 );
	assert.equal( await page.evaluate( () => document.activeElement.textContent ), 'Conversation' );
	await screenshot( page, 'transcript' );
	assert.deepEqual( await barriers( page, '#mxchat-transcripts' ), [] );

	await page.reload();
	await page.locator( '.mxchat-messages' ).waitFor();
	await page.goBack();
	await page.locator( '.mxchat-conversations' ).waitFor();
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'a signed-in owner is a visitor like any other: neither cookie nor nonce goes to the chat', async () => {
	page = await openAsOwner( '/' );
	const widget = widgetOf( page, 'mxchat-widget[floating]' );
	await widget.launcher.click();
	const sent = page.waitForRequest( /mxchat\/v1\/chat/ );
	await widget.ask( zips );
	const headers = await ( await sent ).allHeaders();
	assert.equal( headers.cookie, undefined );
	assert.equal( headers[ 'x-wp-nonce' ], undefined );
	assert.match( headers[ 'x-mxchat-session' ], /^\S{32,}$/ );
} );

test( 'the owner is told of a conversation that is not there, and of a failure', async () => {
	await openTranscripts();
	const address = new URL( page.url() );
	address.searchParams.set( 'session', 'mxchat_chat_00000000000000000000000000000000' );
	await page.goto( address.href );
	await page.getByText( 'There is no such conversation' ).waitFor();
	await page.route( /transcripts/, ( route ) => ( route.request().url().includes( 'mxchat' ) && route.request().resourceType() === 'fetch' ? route.abort() : route.continue() ) );
	await page.getByRole( 'link', { name: 'All transcripts' } ).click();
	const retry = page.getByRole( 'button', { name: 'Try again' } );
	await retry.waitFor();
	await page.unroute( /transcripts/ );
	await retry.click();
	await page.locator( '.mxchat-conversations' ).waitFor();
} );

test( 'the block can be put into a post, and shows there what it will be', async () => {
	page = await openAdmin( 'post-new.php' );
	await page.waitForFunction( () => window.wp?.blocks?.getBlockType( 'mxchat/chatbot' ) );
	// The editor replaces its blocks once more when its canvas is ready.
	const canvas = page.frameLocator( 'iframe[name="editor-canvas"]' );
	await canvas.locator( '.wp-block-post-title' ).waitFor( { timeout: 90000 } );
	await page.evaluate( () => {
		window.wp.data.dispatch( 'core/preferences' ).set( 'core/edit-post', 'welcomeGuide', false );
		window.wp.data.dispatch( 'core/block-editor' ).insertBlocks( window.wp.blocks.createBlock( 'mxchat/chatbot', { heading: 'Ask the workshop' } ) );
	} );
	await canvas.getByText( 'Ask the workshop' ).waitFor( { timeout: 90000 } );
	await screenshot( page, 'block' );
} );
