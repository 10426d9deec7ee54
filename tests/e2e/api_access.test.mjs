/** The owner makes, rotates and revokes a token on a real site, served at MXCHAT_SITE_URL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, screenshot } from './browser.mjs';
import { openAdmin } from './owner.mjs';
import { rest } from './site.mjs';

let page;

async function openPageOfTokens() {
	page = await openAdmin( 'admin.php?page=mxchat-api-access' );
	await page.getByRole( 'heading', { name: 'Examples' } ).waitFor();
}

const shown = () => page.getByLabel( 'The new token' );

async function statusWith( token ) {
	const response = await fetch( rest( '/transcripts' ), { headers: { Authorization: `Bearer ${ token }` } } );
	return response.status;
}

test( 'a token is generated, works, is rotated and revoked; each end of one is confirmed', async () => {
	await openPageOfTokens();
	await page.getByRole( 'button', { name: 'Generate Token' } ).click();
	await shown().waitFor();
	const first = await shown().inputValue();
	assert.match( first, /^mxc_[0-9A-Za-z]{44}$/ );
	assert.equal( await statusWith( first ), 200 );
	await screenshot( page, 'api-access' );

	await page.getByRole( 'button', { name: 'Copy', exact: true } ).click();
	await page.getByText( /Copied\.|Copy it with your keyboard\./ ).waitFor();
	await page.getByRole( 'button', { name: 'I have copied it' } ).click();
	assert.ok( ! ( await page.content() ).includes( first.slice( 4, 12 ) ) );

	await page.getByRole( 'button', { name: new RegExp( `^Rotate .*${ first.slice( -4 ) }` ) } ).click();
	assert.equal( await statusWith( first ), 200 );
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Rotate Token' } ).click();
	await shown().waitFor();
	const second = await shown().inputValue();
	assert.notEqual( second, first );
	assert.deepEqual( await Promise.all( [ first, second ].map( statusWith ) ), [ 401, 200 ] );

	const revoke = page.getByRole( 'button', { name: new RegExp( `^Revoke .*${ second.slice( -4 ) }` ) } );
	await revoke.click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Cancel' } ).click();
	assert.equal( await statusWith( second ), 200 );
	await revoke.click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Revoke Token' } ).click();
	await revoke.waitFor( { state: 'detached' } );
	assert.equal( await statusWith( second ), 401 );
	assert.deepEqual( page.problems, [] );
} );

test( 'a token with a name, one scope and an end can do no more than that', async () => {
	await openPageOfTokens();
	await page.getByRole( 'button', { name: 'Choose name, scopes and expiry…' } ).click();
	const dialog = page.getByRole( 'dialog' );
	await dialog.getByLabel( 'Name' ).fill( 'Report <b>"weekly"</b>' );
	await dialog.getByLabel( 'Read transcripts' ).uncheck();
	assert.equal( await dialog.getByRole( 'button', { name: 'Generate' } ).getAttribute( 'aria-disabled' ), 'true' );
	await dialog.getByLabel( 'Ask questions' ).check();
	await dialog.getByLabel( 'It expires' ).selectOption( '30' );
	await dialog.getByRole( 'button', { name: 'Generate' } ).click();
	await shown().waitFor();
	const token = await shown().inputValue();
	assert.equal( await statusWith( token ), 403 );
	const row = page.getByRole( 'row', { name: /Report <b>"weekly"<\/b>/ } );
	await row.waitFor();
	assert.equal( await row.locator( '.mxchat-scopes li' ).allInnerTexts().then( String ), 'chat:write' );
	await row.getByRole( 'button', { name: /^Revoke/ } ).click();
	await page.getByRole( 'dialog' ).getByRole( 'button', { name: 'Revoke Token' } ).click();
	await row.waitFor( { state: 'detached' } );
	assert.deepEqual( page.problems, [] );
} );

test( 'the examples name this site, in four languages', async () => {
	await openPageOfTokens();
	for ( const language of [ 'curl', 'JavaScript', 'Python', 'PHP' ] ) {
		await page.getByRole( 'button', { name: language, exact: true } ).click();
		assert.ok( ( await page.locator( '.mxchat-example' ).innerText() ).includes( rest( '/transcripts' ) ), language );
	}
	assert.deepEqual( await barriers( page, '#mxchat-api-access' ), [] );
} );

test( 'the owner lets programs use the OpenAI key, and stops it again', async () => {
	await openPageOfTokens();
	const toggle = () => page.getByRole( 'checkbox', { name: /Accept this site.s OpenAI key/ } );
	await toggle().waitFor();
	assert.equal( await toggle().isChecked(), false );
	await toggle().click();
	await page.getByText( /No OpenAI key is configured/ ).waitFor();
	await page.reload();
	await toggle().waitFor();
	assert.equal( await toggle().isChecked(), true );
	await toggle().click();
	await page.getByText( /a token is safer/ ).waitFor();
	assert.equal( await toggle().isChecked(), false );
} );
