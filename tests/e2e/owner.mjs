/** The owner of the site, signed in once for all files of tests. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { request } from 'playwright-core';
import { desktop } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { openPage } from './pages.mjs';
import { rest, siteFolder, siteUrl } from './site.mjs';

const stateFile = `${ siteFolder }/owner.json`;
let signedIn;

// Before anything else is to be closed, so after it: what is closed may need the owner.
atEnd( async () => ( await signedIn )?.http.dispose() );

/** A request of the owner; what WordPress answers, or an error for a status of failure. */
export async function api( method, path, data ) {
	const { http, nonce } = await owner();
	const response = await http.fetch( rest( path ), { method, data, headers: { 'X-WP-Nonce': nonce } } );
	assert.ok( response.ok(), `${ method } ${ path }: ${ response.status() } ${ await response.text() }` );
	return response.json();
}

/** A page of the site as the owner sees it. */
export async function openAsOwner( path, options = desktop ) {
	const { state } = await owner();
	return openPage( `${ siteUrl }${ path }`, { ...options, storageState: state } );
}

export const openAdmin = ( path, options ) => openAsOwner( `/wp-admin/${ path }`, options );

const owner = () => ( signedIn ??= signIn() );

async function signIn() {
	const http = await request.newContext( existsSync( stateFile ) ? { storageState: stateFile } : {} );
	const nonce = ( await nonceOf( http ) ) ?? ( await sendForm( http ) );
	return { http, nonce, state: await http.storageState( { path: stateFile } ) };
}

/** The form's request without the form: its script moves the focus while a test types, and a password in the wrong field is not sent. */
async function sendForm( http ) {
	const form = { log: process.env.MXCHAT_ADMIN_USER ?? 'admin', pwd: process.env.MXCHAT_ADMIN_PASSWORD ?? 'password' };
	await http.post( `${ siteUrl }/wp-login.php`, { form, maxRedirects: 0 } );
	const nonce = await nonceOf( http );
	assert.ok( nonce, 'WordPress does not sign the owner in.' );
	return nonce;
}

async function nonceOf( http ) {
	const response = await http.get( `${ siteUrl }/wp-admin/admin-ajax.php?action=rest-nonce` );
	return response.ok() ? response.text() : null;
}
