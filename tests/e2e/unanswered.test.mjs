/** The questions that the site does not answer, on the owner's page MxChat → Transcripts, on a real site served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, foreign, phone, screenshot, widgetOf } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { api, openAdmin } from './owner.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const view = 'admin.php?page=mxchat&view=unanswered';
const nonsense = `Wievielgrad hat ${ Math.random().toString( 36 ).slice( 2 ) }qx`;
const row = ( page, question ) => page.getByRole( 'row' ).filter( { has: page.getByRole( 'link', { name: question, exact: true } ) } );

async function askOnSite( ...questions ) {
	const page = await openPage( `${ siteUrl }/ask/` );
	const widget = widgetOf( page );
	await widget.input.waitFor();
	for ( const question of questions ) {
		await widget.ask( question );
	}
}

test( 'what visitors asked in vain is counted, leads to its conversation and becomes a page', async () => {
	await askOnSite( `${ nonsense }?`, `<img src=x onerror="alert(1)"> ${ nonsense }zwei`, nonsense.toUpperCase() );
	const start = await openAdmin( 'admin.php?page=mxchat-start' );
	await start.getByRole( 'link', { name: /questions? that your site did not answer/ } ).click();
	await start.waitForURL( /view=unanswered/ );

	const page = await openAdmin( view );
	const asked = row( page, nonsense.toUpperCase() );
	await asked.getByText( '2 times' ).waitFor();
	assert.deepEqual( await barriers( page, '#mxchat-transcripts' ), [] );
	await screenshot( page, 'unanswered' );

	await asked.getByRole( 'link' ).click();
	await page.getByRole( 'heading', { name: 'Conversation' } ).waitFor();
	await page.getByText( 'Nothing on the site answered this.' ).first().waitFor();
	await page.getByRole( 'link', { name: 'All transcripts' } ).click();

	await asked.getByRole( 'button', { name: 'Dismiss' } ).click();
	await asked.waitFor( { state: 'detached' } );
	assert.deepEqual( page.problems, [] );
	assert.deepEqual( foreign( page, siteUrl ), [] );

	const hostile = page.getByRole( 'row' ).filter( { hasText: `${ nonsense }zwei` } );
	await hostile.getByRole( 'button', { name: 'Write a page about it' } ).click();
	await page.waitForURL( /post\.php\?post=\d+&action=edit/ );
	const id = new URL( page.url() ).searchParams.get( 'post' );
	atEnd( () => api( 'DELETE', `/../../wp/v2/pages/${ id }?force=true` ) );
	const draft = await api( 'GET', `/../../wp/v2/pages/${ id }?context=edit` );
	assert.equal( draft.status, 'draft' );
	assert.equal( draft.title.raw, `&lt;img src=x onerror="alert(1)"&gt; ${ nonsense }zwei` );
} );

test( 'a dismissed question comes back when it is asked again', async () => {
	await askOnSite( nonsense );
	const page = await openAdmin( view );
	await row( page, nonsense ).getByText( '1 time', { exact: true } ).waitFor();
} );

test( 'the list fits a phone', async () => {
	const page = await openAdmin( view, phone );
	await page.getByRole( 'table' ).waitFor();
	assert.ok( await page.evaluate( () => document.documentElement.scrollWidth <= window.innerWidth ) );
	assert.deepEqual( await barriers( page, '#mxchat-transcripts' ), [] );
	await screenshot( page, 'unanswered-phone' );
} );
