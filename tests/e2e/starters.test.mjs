/** Questions to start with: the owner writes them, an empty chat offers them, on a real site served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, desktop, foreign, phone, screenshot, widgetOf } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { api, openAdmin } from './owner.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const hostile = '<img src=x onerror="alert(1)"> & a long question that has to wrap on the small screen of a phone?';
const starters = [ 'How long do I have to return shoes?', 'Do you repair zips?', hostile, 'ما هي ساعات العمل؟' ];
const offered = ( widget ) => widget.host.getByRole( 'list', { name: 'Questions to start with' } );

atEnd( async () => {
	await api( 'POST', '/settings', { starters: [] } );
	await api( 'PATCH', '/bots/default', { starters: [] } );
} );

test( 'the owner has questions suggested, changes one, and saves them for a bot', async () => {
	await api( 'PATCH', '/bots/default', { starters: [ 'A question of my own?' ] } );
	const page = await openAdmin( 'admin.php?page=mxchat-bots&bot=default' );
	const field = ( number ) => page.getByLabel( `Question ${ number }`, { exact: true } );
	await field( 1 ).waitFor();
	assert.equal( await field( 1 ).inputValue(), 'A question of my own?' );
	await page.getByRole( 'button', { name: 'Suggest' } ).click();
	await page.getByText( /From your main pages/ ).waitFor();
	assert.equal( await field( 1 ).inputValue(), 'A question of my own?' );
	assert.notEqual( await field( 2 ).inputValue(), '' );
	assert.deepEqual( ( await api( 'GET', '/bots/default' ) ).starters, [ 'A question of my own?' ] );
	await field( 3 ).fill( '' );
	await field( 4 ).fill( starters[ 0 ] );
	const second = await field( 2 ).inputValue();
	assert.deepEqual( await barriers( page, '#mxchat-bots' ), [] );
	await page.locator( '.mxchat-starters' ).scrollIntoViewIfNeeded();
	await screenshot( page, 'starters-editor' );
	await page.getByRole( 'button', { name: 'Save' } ).click();
	await page.getByText( 'Saved.', { exact: true } ).first().waitFor();
	assert.deepEqual( ( await api( 'GET', '/bots/default' ) ).starters, [ 'A question of my own?', second, starters[ 0 ] ] );
	await api( 'PATCH', '/bots/default', { starters: [] } );
	assert.deepEqual( page.problems, [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

test( 'a visitor asks one by keyboard, and they are gone until a new conversation', async () => {
	await api( 'POST', '/settings', { starters } );
	const page = await openPage( `${ siteUrl }/ask/` );
	const widget = widgetOf( page );
	await offered( widget ).waitFor();
	assert.deepEqual( await offered( widget ).getByRole( 'button' ).allInnerTexts(), starters );
	assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
	await screenshot( page, 'starters' );

	await offered( widget ).getByRole( 'button', { name: starters[ 1 ] } ).focus();
	await page.keyboard.press( 'Enter' );
	await widget.answers.first().waitFor();
	assert.match( await widget.questions.first().innerText(), /Do you repair zips\?/ );
	assert.ok( await widget.log.evaluate( ( log ) => log === log.getRootNode().activeElement ) );
	assert.equal( await offered( widget ).count(), 0 );

	await page.reload();
	await widget.answers.first().waitFor();
	assert.equal( await offered( widget ).count(), 0 );
	await widget.host.getByRole( 'button', { name: 'More options' } ).click();
	await widget.host.getByRole( 'button', { name: 'Start a new conversation' } ).click();
	await offered( widget ).getByRole( 'button', { name: hostile } ).click();
	await widget.answers.first().waitFor();
	assert.deepEqual( page.problems, [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );
} );

for ( const [ name, options, direction ] of [
	[ 'phone', phone, 'ltr' ],
	[ 'dark', { ...desktop, colorScheme: 'dark' }, 'ltr' ],
	[ 'rtl', desktop, 'rtl' ],
] ) {
	test( `they can be read and pressed, ${ name }`, async () => {
		await api( 'POST', '/settings', { starters } );
		const page = await openPage( `${ siteUrl }/ask/`, options );
		await page.evaluate( ( dir ) => document.documentElement.setAttribute( 'dir', dir ), direction );
		const widget = widgetOf( page );
		await widget.host.scrollIntoViewIfNeeded();
		await offered( widget ).waitFor();
		assert.ok( await page.evaluate( () => document.documentElement.scrollWidth <= window.innerWidth ) );
		assert.equal( await widget.log.evaluate( ( log ) => log.scrollTop ), 0, 'What answers here is told first.' );
		const boxes = await Promise.all( ( await offered( widget ).getByRole( 'button' ).all() ).map( ( button ) => button.boundingBox() ) );
		assert.ok( boxes.every( ( { height } ) => height >= 44 ) );
		assert.deepEqual( await barriers( page, 'mxchat-widget' ), [] );
		await screenshot( page, `starters-${ name }` );
	} );
}
