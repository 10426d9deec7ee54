/**
 * Builds the browser side: `src/` in, `build/` out.
 *
 * The WASM package is not built here; `build/mxchat-core.*` may be there already and stays untouched.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const root = fileURLToPath( new URL( '.', import.meta.url ) );
const out = `${ root }build/`;

/** WordPress handles of the globals that the owner's pages use; React is never bundled. */
const handles = {
	apiFetch: 'wp-api-fetch',
	blockEditor: 'wp-block-editor',
	blocks: 'wp-blocks',
	components: 'wp-components',
	date: 'wp-date',
	element: 'wp-element',
	i18n: 'wp-i18n',
	url: 'wp-url',
};

const common = {
	absWorkingDir: root,
	bundle: true,
	minifyWhitespace: true,
	minifySyntax: true,
	minifyIdentifiers: true,
	target: [ 'chrome109', 'firefox115', 'safari16.4' ],
	charset: 'utf8',
	logLevel: 'warning',
	write: false,
};

const sha = ( bytes ) => createHash( 'sha256' ).update( bytes ).digest( 'hex' ).slice( 0, 12 );

/** Style sheets travel as text: the widget adopts them into its shadow root, where no CSP can refuse them. */
const cssText = {
	name: 'css-text',
	setup( { onLoad } ) {
		onLoad( { filter: /\.css$/ }, async ( { path } ) => {
			const source = await readFile( path, 'utf8' );
			const { code } = await transform( source, { loader: 'css', minify: true, target: common.target } );
			return { contents: code.trim(), loader: 'text' };
		} );
	},
};

const written = new Set();

/** Replaces a file in one step: a site that is being served meanwhile has the old one or the new one. */
async function write( name, bytes ) {
	await mkdir( dirname( out + name ), { recursive: true } );
	await writeFile( `${ out }${ name }.new`, bytes );
	await rename( `${ out }${ name }.new`, out + name );
	written.add( name );
}

async function module( entry, define ) {
	const result = await build( { ...common, entryPoints: [ entry ], format: 'esm', define, plugins: [ cssText ] } );
	return result.outputFiles[ 0 ].contents;
}

/** The hash of the WASM package, so that a browser never mixes two builds of it; empty if there is none. */
async function coreVersion() {
	try {
		const files = await Promise.all( [ 'mxchat-core.js', 'mxchat-core.wasm' ].map( ( file ) => readFile( out + file ) ) );
		return sha( Buffer.concat( files ) );
	} catch {
		console.warn( 'build/ has no mxchat-core.js and mxchat-core.wasm: the widget is built to work without them.' );
		return '';
	}
}

/**
 * The widget in two files. The panel's name stays the same from build to build and its hash goes into the query:
 * a page or a `widget.js` cached weeks ago still finds a panel that works.
 */
async function buildWidget() {
	const panel = await module( 'src/chat/panel.ts', { CORE_VERSION: JSON.stringify( await coreVersion() ) } );
	const widget = await module( 'src/chat/widget.ts', { PANEL_VERSION: JSON.stringify( sha( panel ) ) } );
	await write( 'panel.js', panel );
	await write( 'widget.js', widget );
	return { 'widget.js': widget, 'panel.js': panel };
}

/** A classic script for wp-admin, with the `.asset.php` that names its dependencies to WordPress. */
async function buildScript( entry, name ) {
	const result = await build( {
		...common,
		entryPoints: [ entry ],
		format: 'iife',
		outfile: `${ out }${ name }.js`,
		jsxFactory: 'createElement',
		jsxFragment: 'Fragment',
		// WordPress looks for `__( … )` to find what is to be translated.
		minifyIdentifiers: false,
	} );
	for ( const { path, contents } of result.outputFiles ) {
		await write( path.slice( out.length ), contents );
	}
	const script = result.outputFiles.find( ( { path } ) => path.endsWith( '.js' ) );
	await write( `${ name }.asset.php`, asset( script ) );
	return { [ `${ name }.js` ]: script.contents };
}

/** The owner's pages: every folder of `src/` with an `index.tsx`, but the block. */
async function buildPages() {
	const pages = {};
	for ( const entry of ( await readdir( `${ root }src`, { withFileTypes: true } ) ).filter( ( entry ) => entry.isDirectory() && entry.name !== 'block' ) ) {
		if ( existsSync( `${ root }src/${ entry.name }/index.tsx` ) ) {
			Object.assign( pages, await buildScript( `src/${ entry.name }/index.tsx`, `admin/${ entry.name }` ) );
		}
	}
	return pages;
}

function asset( { text, contents } ) {
	const used = Object.keys( handles ).filter( ( key ) => text.includes( `wp.${ key }` ) );
	const list = used.map( ( key ) => `'${ handles[ key ] }'` ).join( ', ' );
	return `<?php\nreturn array( 'dependencies' => array( ${ list } ), 'version' => '${ sha( contents ) }' );\n`;
}

/** Removes what earlier builds left, but not the WASM package. */
async function removeStale() {
	for ( const entry of await readdir( out, { recursive: true, withFileTypes: true } ) ) {
		const name = `${ entry.parentPath ?? entry.path }/${ entry.name }`.slice( out.length ).replace( /^\//, '' );
		if ( entry.isFile() && ! written.has( name ) && ! name.startsWith( 'mxchat-core.' ) ) {
			await rm( out + name );
		}
	}
}

const built = {
	...( await buildWidget() ),
	...( await buildScript( 'src/block/index.tsx', 'block/index' ) ),
	...( await buildPages() ),
};
await write( 'block/block.json', await readFile( `${ root }src/block/block.json` ) );
await removeStale();

for ( const [ name, bytes ] of Object.entries( built ) ) {
	console.log( `${ name.padEnd( 24 ) }${ String( bytes.length ).padStart( 8 ) } bytes${ String( gzipSync( bytes ).length ).padStart( 8 ) } gzipped` );
}
