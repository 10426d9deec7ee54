/**
 * The only place that talks to the site.
 *
 * No cookie and no nonce is ever sent: a page may have been cached for weeks, and what proves that a conversation
 * is one's own is its secret, in a header.
 */

export type Query = Record< string, string >;

export interface RestRequest {
	method: 'GET' | 'POST' | 'DELETE';
	path: string;
	query?: Query;
	body?: unknown;
	secret?: string;
	timeoutMs?: number;
	/** What the answer may be, besides JSON. */
	accept?: string;
	prefer?: string;
}

/** A good answer, to be read whole or while it comes. */
export interface Answer {
	readonly isEvents: boolean;
	json(): Promise< unknown >;
	/** Pieces of text as they arrive; a silence of half a minute ends them with a {@link RestError}. */
	pieces(): AsyncGenerator< string, void, undefined >;
}

/** Why a request failed. `network`: no answer came; `unreadable`: an answer came, but not one of ours. */
export class RestError extends Error {
	override readonly name = 'MxChatError';

	constructor(
		readonly code: string,
		message: string,
		readonly status = 0,
		readonly retryAfterSeconds: number | null = null,
		readonly requestId: string | null = null
	) {
		super( message );
	}
}

const TIMEOUT_MS = 45_000;
const SILENCE_MS = 30_000;

export class Rest {
	private readonly root: URL;

	constructor( restUrl: string, pageUrl: string = document.baseURI ) {
		this.root = rootUrl( restUrl, pageUrl );
	}

	/** The address of a route, for pretty (`/wp-json/…`) and plain (`/?rest_route=…`) permalinks alike. */
	url( path: string, query: Query = {} ): string {
		const url = new URL( this.root );
		const route = url.searchParams.get( 'rest_route' );
		if ( route === null ) {
			url.pathname = join( url.pathname, path );
		} else {
			url.searchParams.set( 'rest_route', join( route, path ) );
		}
		for ( const [ name, value ] of Object.entries( query ) ) {
			url.searchParams.set( name, value );
		}
		return url.href;
	}

	/** Sends a request and returns the body of a good answer; everything else is a {@link RestError}. */
	async send( request: RestRequest ): Promise< unknown > {
		return ( await this.open( request ) ).json();
	}

	/** Sends a request and returns a good answer as soon as it begins. */
	open( { method, path, query, body, secret, timeoutMs = TIMEOUT_MS, accept, prefer }: RestRequest ): Promise< Answer > {
		const headers: Record< string, string > = { Accept: accept === undefined ? 'application/json' : `${ accept }, application/json` };
		if ( prefer !== undefined ) {
			headers.Prefer = prefer;
		}
		if ( body !== undefined ) {
			headers[ 'Content-Type' ] = 'application/json';
		}
		if ( secret !== undefined ) {
			headers[ 'X-MxChat-Session' ] = secret;
		}
		return exchange( this.url( path, query ), timeoutMs, {
			method,
			headers,
			credentials: 'omit',
			cache: secret === undefined ? 'default' : 'no-store',
			...( body === undefined ? {} : { body: JSON.stringify( body ) } ),
		} );
	}
}

async function exchange( url: string, timeoutMs: number, init: RequestInit ): Promise< Answer > {
	const abort = new AbortController();
	const response = await within( timeoutMs, abort, () => fetch( url, { ...init, signal: abort.signal } ) );
	const isEvents = ( response.headers.get( 'Content-Type' ) ?? '' ).startsWith( 'text/event-stream' );
	const json = async () => read( response, await within( timeoutMs, abort, () => response.text() ) );
	if ( ! response.ok ) {
		await json();
	}
	return { isEvents, json, pieces: () => pieces( response, abort ) };
}

async function* pieces( response: Response, abort: AbortController ): AsyncGenerator< string, void, undefined > {
	const reader = response.body?.getReader();
	const decoder = new TextDecoder();
	try {
		while ( reader !== undefined ) {
			const { done, value } = await within( SILENCE_MS, abort, () => reader.read() );
			if ( done ) {
				return;
			}
			yield decoder.decode( value, { stream: true } );
		}
	} finally {
		abort.abort();
	}
}

async function within< T >( milliseconds: number, abort: AbortController, work: () => Promise< T > ): Promise< T > {
	const timer = setTimeout( () => abort.abort(), milliseconds );
	try {
		return await work();
	} catch ( error ) {
		throw error instanceof RestError ? error : new RestError( 'network', 'The site did not answer.' );
	} finally {
		clearTimeout( timer );
	}
}

/** A page served by https never asks its own host by http, whatever the cached address says. */
function rootUrl( restUrl: string, pageUrl: string ): URL {
	const url = new URL( restUrl, pageUrl );
	const page = new URL( pageUrl );
	if ( url.host === page.host ) {
		url.protocol = page.protocol;
	}
	return url;
}

function join( base: string, path: string ): string {
	return `${ base.replace( /\/+$/, '' ) }/${ path }`;
}

function read( response: Response, text: string ): unknown {
	let body: unknown;
	try {
		body = JSON.parse( text );
	} catch {
		throw failure( response, 'unreadable', 'The site sent something that is not an answer.' );
	}
	if ( ! response.ok ) {
		const { code, message } = record( body );
		throw failure( response, string( code ) || 'unreadable', string( message ) );
	}
	return body;
}

function failure( response: Response, code: string, message: string ): RestError {
	const seconds = Number.parseInt( response.headers.get( 'Retry-After' ) ?? '', 10 );
	return new RestError(
		code,
		message,
		response.status,
		Number.isFinite( seconds ) ? seconds : null,
		response.headers.get( 'X-Request-Id' )
	);
}

/** The fields of an object, or none: what comes over the wire is believed field by field. */
export function record( value: unknown ): Record< string, unknown > {
	return typeof value === 'object' && value !== null ? ( value as Record< string, unknown > ) : {};
}

export function string( value: unknown ): string {
	return typeof value === 'string' ? value : '';
}

export function list( value: unknown ): unknown[] {
	return Array.isArray( value ) ? value : [];
}
