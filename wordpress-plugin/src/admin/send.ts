import { garbled, reasonOf, unreachable } from './failure';

/**
 * A change that the owner makes.
 *
 * `wp.apiFetch` disguises DELETE as a POST with `X-HTTP-Method-Override`; the API takes no disguise, so this sends the
 * method as it is.
 */
export async function send< Answer >( method: 'POST' | 'PATCH' | 'DELETE', path: string, data: unknown = {} ): Promise< Answer > {
	const response = await fetch( urlOf( path ), {
		method,
		credentials: 'same-origin',
		headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-WP-Nonce': wp.apiFetch.nonceMiddleware.nonce },
		body: JSON.stringify( data ),
	} ).catch( () => {
		throw new Error( unreachable() );
	} );
	const answer = ( await response.json().catch( () => {
		throw new Error( garbled() );
	} ) ) as Answer & Refusal;
	if ( ! response.ok ) {
		throw new Error( sentence( answer ) );
	}
	return answer;
}

interface Refusal {
	data?: { params?: Record< string, string > } | null;
}

/** WordPress only names the parameters that it refuses; what is wrong with them stands beside. */
function sentence( refusal: Refusal ): string {
	return Object.values( refusal.data?.params ?? {} ).join( ' ' ) || reasonOf( refusal );
}

/** The page's container names the root, which has a query where permalinks are plain. */
function urlOf( path: string ): string {
	const root = document.querySelector< HTMLElement >( '[data-mxchat-rest-url]' )?.dataset.mxchatRestUrl ?? '/wp-json/';
	return root.replace( /\/$/, '' ) + path;
}
