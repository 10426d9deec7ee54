/**
 * The scripted model server: stands in for a provider, over HTTP, without dependencies.
 *
 *   node tests/upstream/model.mjs [--port 4010] [--key sk-test] [--delay 40]
 *
 * Prints its base URL and serves until it is ended. README.md tells what it speaks and how it is scripted.
 */
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { assistants } from './model/assistants.mjs';
import { chat } from './model/chat.mjs';
import { conversations } from './model/conversations.mjs';
import { embeddings } from './model/embeddings.mjs';
import { images } from './model/images.mjs';
import { models } from './model/models.mjs';
import { responses } from './model/responses.mjs';
import { Refusal, refuse, sendJson } from './model/reply.mjs';
import { Script } from './model/script.mjs';
import { playStep } from './model/stream.mjs';

const ROUTES = [ models, responses, conversations, chat, embeddings, images, assistants ];
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** A server of its own with its own script and journal. */
export function createServer( settings = {} ) {
	const script = new Script( settings );
	const server = http.createServer( ( request, response ) => {
		request.socket.setNoDelay( true );
		answer( script, request, response ).catch( ( error ) => fail( response, error ) );
	} );
	// A stalled answer is held for as long as a test wants it to be.
	server.requestTimeout = 0;
	server.keepAliveTimeout = 1000;
	return server;
}

async function answer( script, request, response ) {
	const url = new URL( request.url, 'http://localhost' );
	const body = await readBody( request );
	if ( url.pathname.startsWith( '/__' ) ) {
		return control( script, request.method, url, body, response );
	}
	const path = url.pathname.replace( /^\/v1(?=\/)/, '' );
	const call = { method: request.method, path, query: url.searchParams, headers: request.headers, body, script, response };
	call.entry = script.note( call );
	const step = script.takeStep( call );
	call.step = step;
	if ( step.first_delay_ms ) {
		await new Promise( ( resolve ) => setTimeout( resolve, step.first_delay_ms ) );
	}
	checkKey( call );
	if ( step.status || step.garbage !== undefined ) {
		return playStep( call );
	}
	try {
		for ( const route of ROUTES ) {
			if ( await route( call ) ) {
				return;
			}
		}
	} catch ( error ) {
		if ( error instanceof Refusal ) {
			script.giveBack( step );
		}
		throw error;
	}
	refuse( 404, `Invalid URL (${ request.method } ${ url.pathname })`, { type: 'invalid_request_error' } );
}

function checkKey( { script, headers } ) {
	const { key } = script.settings;
	if ( key && headers.authorization !== `Bearer ${ key }` && headers[ 'api-key' ] !== key ) {
		// Nasty on purpose: what was sent is said back.
		const sent = ( headers.authorization ?? headers[ 'api-key' ] ?? '' ).replace( /^Bearer /, '' );
		refuse( 401, `Incorrect API key provided: ${ sent }.`, { type: 'invalid_request_error', code: 'invalid_api_key' } );
	}
}

function control( script, method, url, body, response ) {
	const name = url.pathname.slice( 3 );
	if ( name === 'script' && method === 'POST' ) {
		script.add( body );
		return sendJson( response, 200, { queued: script.queue.length } );
	}
	if ( name === 'script' && method === 'DELETE' ) {
		script.reset();
		return sendJson( response, 200, { queued: 0 } );
	}
	if ( name === 'release' && method === 'POST' ) {
		return sendJson( response, 200, { released: script.release() } );
	}
	if ( name === 'journal' && method === 'GET' ) {
		return sendJson( response, 200, script.journal );
	}
	if ( name === 'journal' && method === 'DELETE' ) {
		script.journal.length = 0;
		return sendJson( response, 200, [] );
	}
	return sendJson( response, 404, {} );
}

function fail( response, error ) {
	if ( response.headersSent ) {
		return response.destroy();
	}
	if ( error instanceof Refusal ) {
		return sendJson( response, error.status, { error: error.body }, { 'x-request-id': 'req_refused' } );
	}
	process.stderr.write( `${ error.stack }\n` );
	return sendJson( response, 500, { error: { message: String( error ), type: 'server_error', param: null, code: null } } );
}

async function readBody( request ) {
	const parts = [];
	let bytes = 0;
	for await ( const part of request ) {
		bytes += part.length;
		if ( bytes > MAX_BODY_BYTES ) {
			throw new Refusal( 413, { message: 'Too large.' } );
		}
		parts.push( part );
	}
	const text = Buffer.concat( parts ).toString();
	try {
		return text === '' ? {} : JSON.parse( text );
	} catch {
		return { __not_json: text };
	}
}

function option( name, fallback ) {
	const place = process.argv.indexOf( `--${ name }` );
	return place > 0 ? process.argv[ place + 1 ] : fallback;
}

if ( import.meta.url === pathToFileURL( process.argv[ 1 ] ?? '' ).href ) {
	const settings = { key: option( 'key', null ), delay_ms: Number( option( 'delay', 40 ) ) };
	const server = createServer( settings );
	server.listen( Number( option( 'port', 0 ) ), option( 'host', '127.0.0.1' ), () => {
		process.stdout.write( `http://127.0.0.1:${ server.address().port }/v1\n` );
	} );
	process.on( 'SIGTERM', () => process.exit( 0 ) );
}
