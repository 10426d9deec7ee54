/** A widget that a page moves or takes out, and one in the smallest of windows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { widgetOf } from './browser.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const selector = 'mxchat-widget[floating]';

test( 'taken out of the page, an opened widget leaves nothing behind', async () => {
	const page = await openPage( `${ siteUrl }/` );
	const devtools = await page.context().newCDPSession( page );
	// Without a mouse, whose last place the browser remembers.
	await page.evaluate( async ( which ) => {
		const widget = document.querySelector( which );
		window.removed = new WeakRef( widget );
		await widget.open();
		widget.remove();
	}, selector );
	for ( let tries = 0; tries < 100 && ( await page.evaluate( () => window.removed.deref() !== undefined ) ); tries++ ) {
		await wait( 50 );
		await devtools.send( 'HeapProfiler.collectGarbage' );
	}
	assert.equal( await page.evaluate( () => window.removed.deref() === undefined ), true );
	assert.deepEqual( page.problems, [] );
} );

test( 'moved within the page, a widget goes on with the draft and hears of answers', async () => {
	const page = await openPage( `${ siteUrl }/` );
	const widget = await widgetOf( page, selector ).open();
	await widget.input.fill( 'How long can I return shoes?' );
	await widget.host.evaluate( ( element ) => document.body.prepend( element ) );
	await widget.launcher.click();
	assert.equal( await widget.input.inputValue(), 'How long can I return shoes?' );
	await widget.input.press( 'Enter' );
	await widget.answers.last().filter( { hasText: '45 days' } ).waitFor();
	assert.deepEqual( page.problems, [] );
} );

test( 'in a window enlarged four times, the box to write in stays in sight below the pages that may help', async () => {
	const page = await openPage( `${ siteUrl }/`, { viewport: { width: 320, height: 215 }, deviceScaleFactor: 4 } );
	const widget = await widgetOf( page, selector ).open();
	await widget.input.fill( 'shoe sizes' );
	const pages = widget.host.locator( '.suggestions' );
	await pages.locator( 'a' ).first().waitFor();
	const [ box, list ] = await Promise.all( [ widget.input.boundingBox(), pages.boundingBox() ] );
	assert.ok( box.y + box.height <= 215, `The box ends at ${ box.y + box.height }.` );
	assert.ok( list.y + list.height <= box.y, 'The pages lie over the box.' );
	await pages.locator( 'a' ).last().focus();
	assert.ok( ( await pages.locator( 'a' ).last().boundingBox() ).y < box.y );
} );
