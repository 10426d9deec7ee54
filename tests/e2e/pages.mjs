/** Pages of one Chromium for a file of tests; a page and its context live as long as the test that opened them. */
import { afterEach } from 'node:test';
import { desktop, launch } from './browser.mjs';
import { atEnd } from './ends.mjs';

let launched;
const contexts = [];

afterEach( async () => {
	await Promise.all( contexts.splice( 0 ).map( ( context ) => context.close() ) );
} );

/** An empty page. It notes what must not happen: errors, and requests to any other host. */
export async function newPage( options = desktop ) {
	launched ??= startBrowser();
	const context = await ( await launched ).newContext( options );
	contexts.push( context );
	const page = await context.newPage();
	page.problems = [];
	page.asked = [];
	page.on( 'console', ( message ) => {
		if ( message.type() === 'error' || message.type() === 'warning' ) {
			page.problems.push( message.text() );
		}
	} );
	page.on( 'pageerror', ( error ) => page.problems.push( String( error ) ) );
	page.on( 'request', ( request ) => page.asked.push( request.url() ) );
	return page;
}

async function startBrowser() {
	const browser = await launch();
	atEnd( () => browser.close() );
	return browser;
}

export async function openPage( url, options = desktop ) {
	const page = await newPage( options );
	await page.goto( url );
	return page;
}
