/**
 * A part of the web for tests: pages, sitemaps and receivers of webhooks, on every address of this machine.
 *
 * Prints three ports: the ones of HTTP and HTTPS (0 without WEB_KEY and WEB_CERT in the environment) that are tested, where
 * every TCP connection is counted, and the one where it is told what to answer: `POST /` with `{ "/path": [ answer, … ] }` (the last answer repeats; a new script clears the journal), and
 * `GET /` for the journal `{ connections, requests }`. Ends with its standard input.
 *
 * An answer: { status, headers, body or base64, delay (ms), hang (never answers), bytes (so many of them), gzip (so many, compressed),
 * drip (ms between single bytes of the body), cut (ends before the promised length) }. What no script names is 404.
 */
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

let script = {};
let journal = { connections: [], requests: [] };

async function text( request ) {
	const pieces = [];
	for await ( const piece of request ) {
		pieces.push( piece );
	}
	return Buffer.concat( pieces ).toString();
}

function next( path ) {
	const answers = script[ path ] ?? [ { status: 404 } ];
	return answers.length > 1 ? answers.shift() : answers[ 0 ];
}

function bodyOf( { body = '', base64, bytes, gzip } ) {
	if ( gzip !== undefined ) {
		return gzipSync( typeof gzip === 'string' ? Buffer.from( gzip ) : Buffer.alloc( gzip ) );
	}
	if ( base64 !== undefined ) {
		return Buffer.from( base64, 'base64' );
	}
	return bytes === undefined ? Buffer.from( body ) : Buffer.alloc( bytes, 'a' );
}

async function answer( request, response ) {
	// A client that goes away is what some tests are about.
	response.on( 'error', () => {} );
	const body = await text( request );
	journal.requests.push( { time: Date.now(), method: request.method, path: request.url, headers: request.headers, body, servername: request.socket.servername ?? null } );
	const wanted = next( request.url );
	if ( wanted.hang ) {
		return;
	}
	await wait( wanted.delay ?? 0 );
	const bytes = bodyOf( wanted );
	response.writeHead( wanted.status ?? 200, { 'Content-Length': bytes.length + ( wanted.cut ? 1 : 0 ), ...wanted.headers } );
	if ( wanted.drip ) {
		for ( const byte of bytes ) {
			if ( response.destroyed ) {
				return;
			}
			response.write( Buffer.of( byte ) );
			await wait( wanted.drip );
		}
	} else if ( wanted.cut ) {
		response.write( bytes, () => response.destroy() );
		return;
	} else {
		response.write( bytes );
	}
	response.end();
}

async function control( request, response ) {
	if ( request.method === 'POST' ) {
		script = JSON.parse( await text( request ) );
		journal = { connections: [], requests: [] };
	}
	response.end( JSON.stringify( journal ) );
}

const listen = ( server, host ) => new Promise( ( resolve ) => server.listen( 0, host, () => resolve( server.address().port ) ) );

/** On every address, if it can. */
async function serve( server ) {
	server.on( 'connection', ( socket ) => journal.connections.push( socket.localAddress ) );
	return listen( server, '::' ).catch( () => listen( server, '0.0.0.0' ) );
}

const reply = ( request, response ) => answer( request, response ).catch( () => response.destroy() );
const { WEB_KEY: key, WEB_CERT: cert } = process.env;
const port = await serve( createServer( reply ) );
const securePort = key ? await serve( createSecureServer( { key, cert }, reply ) ) : 0;
const controlPort = await listen( createServer( control ), '127.0.0.1' );
process.stdout.write( `${ port } ${ securePort } ${ controlPort }\n` );
process.stdin.on( 'end', () => process.exit() ).resume();
