/** The owner's page MxChat → Start, and the chat on every page that it switches on, on a real site served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, desktop, foreign, phone, screenshot, widgetOf } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { api, openAdmin } from './owner.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const show = ( is_on_every_page ) => api( 'POST', '/settings', { is_on_every_page } );
const step = ( page, title ) => page.getByRole( 'listitem' ).filter( { has: page.getByRole( 'heading', { name: title } ) } );
const isDone = ( item ) => item.getByRole( 'heading', { name: '(done)' } ).waitFor();

atEnd( () => show( false ) );

test( 'MxChat in the menu begins at Start', async () => {
	const page = await openAdmin( 'plugins.php' );
	await page.locator( '#toplevel_page_mxchat > a' ).click();
	await page.waitForURL( /page=mxchat-start/ );
	await page.getByRole( 'heading', { name: 'Start', level: 1 } ).waitFor();
} );

test( 'the owner tries the chat and shows it to visitors', async () => {
	await show( false );
	const page = await openAdmin( 'admin.php?page=mxchat-start' );
	await isDone( step( page, 'It reads your site' ) );
	assert.match( await step( page, 'It reads your site' ).textContent(), /\d+ pages are known/ );
	const shown = page.getByLabel( 'A chat button on every page' );
	await shown.waitFor();
	assert.deepEqual( await barriers( page, '#mxchat-start', '#mxchat-try' ), [] );

	await widgetOf( page ).ask( 'How long do I have to return shoes?' );
	await isDone( step( page, 'Ask it something' ) );
	await shown.check();
	await isDone( step( page, 'Show it to your visitors' ) );
	await page.getByRole( 'link', { name: 'See it on your site' } ).waitFor();
	await screenshot( page, 'start' );
	assert.deepEqual( page.problems, [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
	assert.ok( ( await api( 'GET', '/settings' ) ).values.is_on_every_page );
} );

test( 'fits a phone', async () => {
	const page = await openAdmin( 'admin.php?page=mxchat-start', phone );
	await page.getByLabel( 'A chat button on every page' ).waitFor();
	assert.ok( await page.evaluate( () => document.documentElement.scrollWidth <= window.innerWidth ) );
	assert.deepEqual( await barriers( page, '#mxchat-start' ), [] );
} );

test( 'visitors have the button on every page, and one chat where a page has its own', async () => {
	await show( true );
	const page = await openPage( `${ siteUrl }/returns/` );
	const widget = widgetOf( page, 'mxchat-widget[floating]' );
	await widget.launcher.click();
	await widget.ask( 'How long do I have to return shoes?' );
	assert.deepEqual( page.problems, [] );
	await page.goto( `${ siteUrl }/ask/` );
	assert.equal( await page.locator( 'mxchat-widget' ).count(), 1 );
	await show( false );
	await page.goto( `${ siteUrl }/returns/` );
	assert.equal( await page.locator( 'mxchat-widget' ).count(), 0 );
} );

for ( const colorScheme of [ 'light', 'dark' ] ) {
	test( `the owner's colour and corner, readable, ${ colorScheme }`, async () => {
		await api( 'POST', '/settings', { is_on_every_page: true, accent: '#ffeb3b', button_side: 'start' } );
		atEnd( () => api( 'POST', '/settings', { accent: '', button_side: 'end' } ) );
		const page = await openPage( `${ siteUrl }/returns/`, { ...desktop, colorScheme } );
		const widget = widgetOf( page, 'mxchat-widget[floating]' );
		assert.ok( ( await widget.launcher.boundingBox() ).x < 100 );
		assert.equal( await widget.launcher.evaluate( ( button ) => getComputedStyle( button ).backgroundColor ), 'rgb(255, 235, 59)' );
		await widget.launcher.click();
		await widget.ask( 'How long do I have to return shoes?' );
		assert.ok( ( await widget.panel.boundingBox() ).x < 100 );
		assert.deepEqual( await barriers( page, 'mxchat-widget[floating]' ), [] );
		await screenshot( page, `accent-${ colorScheme }` );
	} );
}
