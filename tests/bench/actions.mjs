/**
 * Scores of actions as a browser runs them: actions.mjs <folder of a case> [seconds]
 *
 * First in node; then, where there is a Chromium, in a page whose processor is slowed down four times.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { core } from '../wasm/core.js';

const [ folder, seconds = '2' ] = process.argv.slice( 2 );
const built = new URL( '../../wordpress-plugin/build/', import.meta.url );
const SLOWER = 4;

async function measureInNode() {
	const { dimensions, messages } = JSON.parse( await readFile( `${ folder }/case.json`, 'utf8' ) );
	const bytes = async ( name ) => new Uint8Array( await readFile( `${ folder }/${ name }` ) );
	const queries = new Float32Array( ( await bytes( 'queries.f32' ) ).buffer );
	const measured = { engine: 'ours, WASM in node', A: [], A_scores: [], B: [], B_scores: [] };
	const [ model, background ] = [ await bytes( 'model.bin' ), await bytes( 'background.bin' ) ];
	const ofWords = new core.ActionModel( await bytes( 'model-words.bin' ), await bytes( 'background-words.bin' ) );
	const ways = {
		A: ( message, place ) => core.scoreActions( model, background, message, queries.subarray( place * dimensions, ( place + 1 ) * dimensions ), 0.5 ),
		B: ( message ) => ofWords.score( message, 0.5 ),
	};
	for ( const [ name, score ] of Object.entries( ways ) ) {
		score( messages[ 0 ], 0 );
		const end = performance.now() + 500 * Number( seconds );
		for ( const [ place, message ] of messages.entries() ) {
			const began = performance.now();
			const [ first ] = score( message, place );
			measured[ name ].push( performance.now() - began );
			measured[ `${ name }_scores` ].push( [ first.id, first.score ] );
			if ( performance.now() > end ) {
				break;
			}
		}
	}
	return measured;
}

/** Runs in the page: every draft of every message, a letter longer each time. */
async function typeInPage( [ messages, milliseconds ] ) {
	const bytes = async ( path ) => new Uint8Array( await ( await fetch( path ) ).arrayBuffer() );
	const core = await import( '/mxchat-core.js' );
	await core.default( { module_or_path: await bytes( '/mxchat-core.wasm' ) } );
	const model = new core.ActionModel( await bytes( '/drafts.bin' ), await bytes( '/background-words.bin' ) );
	model.score( messages[ 0 ], 0.5 );
	const times = [];
	const end = performance.now() + milliseconds;
	for ( const message of messages ) {
		for ( let length = 1; length <= message.length; length++ ) {
			const began = performance.now();
			model.score( message.slice( 0, length ), 0.5 );
			times.push( performance.now() - began );
		}
		if ( performance.now() > end ) {
			break;
		}
	}
	return times;
}

async function measureInChromium() {
	const { messages } = JSON.parse( await readFile( `${ folder }/case.json`, 'utf8' ) );
	const { launch } = await import( '../e2e/browser.mjs' );
	const server = createServer( async ( request, response ) => {
		const name = new URL( request.url, 'http://bench' ).pathname.slice( 1 );
		const type = { js: 'text/javascript', wasm: 'application/wasm' }[ name.split( '.' ).pop() ] ?? 'text/html';
		const path = name.startsWith( 'mxchat-core.' ) ? new URL( name, built ) : `${ folder }/${ name.replaceAll( '..', '' ) }`;
		const body = name === '' ? '<!doctype html><title>bench</title>' : await readFile( path ).catch( () => null );
		response.writeHead( body === null ? 404 : 200, { 'Content-Type': type } ).end( body ?? '' );
	} );
	await new Promise( ( listening ) => server.listen( 0, '127.0.0.1', listening ) );
	const browser = await launch();
	try {
		const page = await browser.newPage();
		await page.goto( `http://127.0.0.1:${ server.address().port }/` );
		const session = await page.context().newCDPSession( page );
		await session.send( 'Emulation.setCPUThrottlingRate', { rate: SLOWER } );
		return { engine: `ours, WASM in Chromium, ${ SLOWER } times slower`, keys: await page.evaluate( typeInPage, [ messages, 1000 * Number( seconds ) ] ) };
	} finally {
		await browser.close();
		server.close();
	}
}

console.log( JSON.stringify( await measureInNode() ) );
console.log( JSON.stringify( await measureInChromium().catch( ( error ) => ( {
	engine: `ours, WASM in Chromium, ${ SLOWER } times slower`,
	missing: error.message.split( '\n' )[ 0 ],
} ) ) ) );
