/**
 * A site in miniature that keeps the contract of the conversation routes, and breaks it on command.
 *
 * Answers, pages and faults are scripted; nothing of the product runs in it but the built files of the widget.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const build = new URL( '../../wordpress-plugin/build/', import.meta.url );
const types = { js: 'text/javascript', wasm: 'application/wasm', css: 'text/css' };

const answers = [
	{
		about: /shoe|return/i,
		text: 'You can return unworn shoes within 30 days of delivery. Shoes that were worn outside can be exchanged within 14 days.',
		sources: [ { source: '/returns/', title: 'Returns and refunds' }, { source: '/exchanges/', title: 'Exchanging a size' } ],
	},
	{
		about: /zip/i,
		text: 'Yes, we replace zips on jackets, bags and tents.\nA new zip costs 18 euros.\n\nWrite to workshop@shop.example or see https://shop.example/repairs.',
		sources: [ { source: '/repairs/', title: 'Repairs in our workshop' } ],
	},
	{ about: /long/i, text: 'This answer is long. '.repeat( 60 ).trim(), sources: [ { source: '/long/', title: 'A long page' } ] },
	{ about: /hostile/i, text: '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1)', sources: [ { source: 'javascript:window.hacked=1', title: '<b>bad</b>' } ] },
];

/** Starts the site; `faults.push( … )` changes the answer to the next request that fits. */
export async function startServer() {
	const sessions = new Map();
	const seen = new Map();
	const requests = [];
	const faults = [];
	const server = createServer( async ( request, response ) => {
		const url = new URL( request.url, 'http://localhost' );
		const route = url.searchParams.get( 'rest_route' ) ?? ( url.pathname.startsWith( '/wp-json/' ) ? url.pathname.slice( 8 ) : null );
		if ( route === null ) {
			return url.pathname.startsWith( '/build/' ) ? sendFile( url.pathname.slice( 7 ), response ) : sendPage( url, response );
		}
		const body = await readBody( request );
		const path = route.replace( /^\/mxchat\/v1\//, '' );
		const entry = { method: request.method, path, query: url.searchParams, headers: request.headers, body };
		requests.push( entry );
		const fault = takeFault( faults, entry );
		if ( fault?.delay ) {
			await new Promise( ( done ) => setTimeout( done, fault.delay ) );
		}
		if ( fault?.before === 'destroy' ) {
			return request.socket.destroy();
		}
		const answer = fault?.status ? { status: fault.status, headers: fault.headers, body: fault.body } : handle( entry, sessions, seen, base( server ) );
		if ( fault?.after === 'destroy' ) {
			return request.socket.destroy();
		}
		sendAnswer( answer, response );
	} );
	await new Promise( ( done ) => server.listen( 0, '127.0.0.1', done ) );
	return {
		url: base( server ),
		restUrl: `${ base( server ) }/wp-json/mxchat/v1/`,
		requests,
		faults,
		sessions,
		stop: () => new Promise( ( done ) => {
			server.close( done );
			server.closeAllConnections();
		} ),
	};
}

const base = ( server ) => `http://127.0.0.1:${ server.address().port }`;

function takeFault( faults, { method, path } ) {
	const index = faults.findIndex( ( { on } ) => on === `${ method } ${ path }` || on === `${ method } ${ path.split( '/' )[ 0 ] }` );
	return index < 0 ? null : faults.splice( index, 1 )[ 0 ];
}

async function readBody( request ) {
	const parts = [];
	for await ( const part of request ) {
		parts.push( part );
	}
	const text = Buffer.concat( parts ).toString();
	return text === '' ? null : JSON.parse( text );
}

const problem = ( status, code ) => ( { status, body: { code, message: 'A sentence for people.', data: { status } } } );

function handle( { method, path, headers, body, query }, sessions, seen, origin ) {
	if ( method === 'POST' && path === 'sessions' ) {
		const session = { id: `mxchat_chat_${ randomBytes( 16 ).toString( 'hex' ) }`, secret: randomBytes( 32 ).toString( 'hex' ), items: [] };
		sessions.set( session.id, session );
		return { status: 201, body: { session_id: session.id, secret: session.secret, expires_at: 1_900_000_000 } };
	}
	if ( method === 'GET' && path === 'knowledge/index' ) {
		return { status: 200, body: { generation: 1, segments: [], sources: [] } };
	}
	const id = path === 'chat' ? body?.session_id : path.split( '/' )[ 1 ];
	const session = sessions.get( id );
	if ( ! session || session.secret !== headers[ 'x-mxchat-session' ] ) {
		return problem( 404, 'mxchat_session_not_found' );
	}
	if ( method === 'POST' && path === 'chat' ) {
		const key = `${ session.id } ${ body.client_message_id }`;
		seen.set( key, seen.get( key ) ?? chat( session, body, origin ) );
		return { status: 200, body: seen.get( key ) };
	}
	if ( method === 'GET' && path === `sessions/${ id }/messages` ) {
		return { status: 200, body: { items: session.items } };
	}
	if ( method === 'DELETE' && path === `sessions/${ id }` ) {
		sessions.delete( id );
		return { status: 200, body: { ended: true, erased: query.get( 'erase' ) === 'true' } };
	}
	return problem( 404, 'rest_no_route' );
}

function chat( session, { message }, origin ) {
	const found = answers.find( ( { about } ) => about.test( message ) );
	const sources = ( found?.sources ?? [] ).map( ( { source, title } ) => ( { source: source.replace( /^\//, `${ origin }/` ), title, similarity_score: 0.8 } ) );
	const content = found?.text ?? 'I could not find that on this site.';
	const turn = `turn_${ session.items.length / 2 + 1 }`;
	const row = ( role, text ) => ( { id: session.items.length + 1, turn_id: turn, role, content: text, sources: role === 'assistant' ? sources : [], engine: role === 'assistant' ? 'extractive' : '', timestamp: '2026-11-20T10:00:00Z' } );
	session.items.push( row( 'user', message ) );
	session.items.push( row( 'assistant', content ) );
	return {
		turn_id: turn,
		session_id: session.id,
		thread_id: 'twxchat_thread_0',
		message: { role: 'assistant', content },
		sources,
		action: null,
		engine: 'extractive',
		is_answered: found !== undefined,
		scoring: 'lexical',
		usage: null,
	};
}

function sendAnswer( { status, headers = {}, body }, response ) {
	response.writeHead( status, { 'Content-Type': 'application/json', 'X-Request-Id': 'req_42', 'Cache-Control': 'no-store, private', ...headers } );
	response.end( typeof body === 'string' ? body : JSON.stringify( body ) );
}

async function sendFile( name, response ) {
	try {
		const bytes = await readFile( new URL( name, build ) );
		response.writeHead( 200, { 'Content-Type': types[ name.split( '.' ).at( -1 ) ] ?? 'text/plain' } );
		response.end( bytes );
	} catch {
		response.writeHead( 404 ).end();
	}
}

/** A page of the site. Its query sets the widget's attributes, `csp` its policy, `dir` and `lang` its language. */
function sendPage( url, response ) {
	const given = Object.fromEntries( url.searchParams );
	const { csp, dir = 'ltr', lang = 'en', ...attributes } = given;
	const all = { 'rest-url': `http://127.0.0.1:${ response.socket.localPort }/wp-json/mxchat/v1/`, 'bot-id': 'default', heading: 'Ask the shop', 'contact-url': '/contact/', ...attributes };
	const text = Object.entries( all ).map( ( [ name, value ] ) => `${ name }="${ value.replace( /&/g, '&amp;' ).replace( /"/g, '&quot;' ) }"` ).join( ' ' );
	const paragraph = '<p>We mend what we sell. Bring your boots, bags and jackets to the workshop behind the shop, and we will tell you what can be done and what it costs before we begin.</p>';
	response.writeHead( 200, { 'Content-Type': 'text/html; charset=utf-8', ...( csp ? { 'Content-Security-Policy': csp } : {} ) } );
	response.end(
		`<!doctype html><html lang="${ lang }" dir="${ dir }"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
			`<title>A shop</title><link rel="icon" href="data:,"><script type="module" src="/build/widget.js"></script></head>` +
			`<body><main><h1>A shop by the harbour</h1><p><a href="/returns/">Returns</a></p><mxchat-widget ${ text }></mxchat-widget>${ paragraph.repeat( 6 ) }</main></body></html>`
	);
}
