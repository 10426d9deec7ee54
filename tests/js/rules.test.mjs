/** Rules of the source that no single module can keep alone. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

const src = new URL( '../../wordpress-plugin/src/', import.meta.url );

async function sources( folder = '' ) {
	const entries = await readdir( new URL( folder, src ), { withFileTypes: true } );
	const nested = await Promise.all(
		entries.map( async ( entry ) => {
			const name = folder + entry.name;
			return entry.isDirectory() ? sources( `${ name }/` ) : [ [ name, await readFile( new URL( name, src ), 'utf8' ) ] ];
		} )
	);
	return nested.flat().filter( ( [ name ] ) => /\.tsx?$/.test( name ) && ! name.endsWith( '.d.ts' ) );
}

const files = await sources();
const filesWith = ( pattern ) => files.filter( ( [ , text ] ) => pattern.test( text ) ).map( ( [ name ] ) => name );

test( 'there are sources', () => assert.ok( files.length > 20 ) );

test( 'no string ever becomes HTML or code', () => {
	assert.deepEqual( filesWith( /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|dangerouslySetInnerHTML|createContextualFragment|setHTML|\beval\(|new Function/ ), [] );
} );

test( 'only rest.ts fetches for visitors, and admin/send.ts for the owner', () => {
	const fetching = filesWith( /(?<![.\w])fetch\(|XMLHttpRequest|sendBeacon|new WebSocket|EventSource/ );
	// The examples show a fetch() to be copied.
	assert.deepEqual( fetching.sort(), [ 'admin/send.ts', 'api-access/examples.tsx', 'rest.ts' ] );
} );

test( 'only core.ts imports the WASM package', () => {
	assert.deepEqual( filesWith( /mxchat-core/ ), [ 'core.ts' ] );
} );

test( 'neither cookie nor nonce, but for the owner', () => {
	assert.deepEqual( filesWith( /document\.cookie|X-WP-Nonce|sessionStorage|indexedDB/ ), [ 'admin/send.ts' ] );
	// What visitors load is in chat/ and beside the folders; the rest are the owner's pages.
	const forVisitors = files.filter( ( [ name ] ) => /^chat\/|^[^/]+$/.test( name ) );
	assert.ok( forVisitors.length > 10 );
	assert.deepEqual( forVisitors.filter( ( [ , text ] ) => /from '(\.\.?\/)+admin\//.test( text ) ).map( ( [ name ] ) => name ), [] );
} );
