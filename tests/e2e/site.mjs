/** The site that is tested: MXCHAT_SITE is its folder, MXCHAT_SITE_URL where it is served. */
import assert from 'node:assert/strict';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { atEnd } from './ends.mjs';

export const siteUrl = ( process.env.MXCHAT_SITE_URL ?? '' ).replace( /\/$/, '' );
export const siteFolder = process.env.MXCHAT_SITE ?? '';
export const content = `${ siteFolder }/www/wp-content`;

before( () => assert.ok( siteUrl && siteFolder, 'MXCHAT_SITE and MXCHAT_SITE_URL name no site.' ) );

export const rest = ( path ) => `${ siteUrl }/wp-json/mxchat/v1${ path }`;

/** A file of wp-content for the time of these tests: code of a plugin, or a copy of the file at a URL. */
export async function putContent( name, source ) {
	const path = `${ content }/${ name }`;
	atEnd( () => rm( path, { force: true } ) );
	await ( source instanceof URL ? copyFile( source, path ) : writeFile( path, source ) );
}

/** Lets WordPress do what is due until this comes true. A visit that meets another one at work does nothing, so there are many. */
export async function runCronUntil( isDone, seconds = 30 ) {
	for ( const deadline = Date.now() + seconds * 1000; ; await wait( 100 ) ) {
		await ( await fetch( `${ siteUrl }/wp-cron.php` ) ).arrayBuffer();
		if ( await isDone() ) {
			return;
		}
		assert.ok( Date.now() < deadline, `After ${ seconds } seconds of scheduled work it had not come: ${ isDone }` );
	}
}
