/** A headless Chromium, and what every test asks of it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const screenshots = fileURLToPath( new URL( '../../build/screenshots/', import.meta.url ) );
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export const desktop = { viewport: { width: 1280, height: 860 } };
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

export function launch() {
	const name = process.env.MXCHAT_CHROMIUM ?? 'chromium';
	const executablePath = execFileSync( 'which', [ name ], { encoding: 'utf8' } ).trim();
	return chromium.launch( { executablePath, args: flags } );
}

/** A page that notes what must not happen: errors, and requests to any other host. */
export async function openPage( browser, url, options = desktop ) {
	const context = await browser.newContext( options );
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
	await page.goto( url );
	return page;
}

/** The addresses that were asked beyond the site's own host. */
export function foreign( page, siteUrl ) {
	const { host } = new URL( siteUrl );
	return page.asked.filter( ( url ) => url.startsWith( 'http' ) && new URL( url ).host !== host );
}

export async function screenshot( page, name ) {
	mkdirSync( screenshots, { recursive: true } );
	await page.waitForTimeout( 300 );
	await page.screenshot( { path: `${ screenshots }${ name }.png` } );
}

/** What can be seen and pressed in a widget. */
export function widgetOf( page, selector = 'mxchat-widget' ) {
	const host = page.locator( selector ).first();
	return {
		host,
		launcher: host.locator( '.launcher' ),
		panel: host.locator( '#panel' ),
		input: host.locator( 'textarea' ),
		send: host.locator( '.send' ),
		log: host.locator( '.log' ),
		answers: host.locator( '.messages .assistant' ),
		questions: host.locator( '.messages .user' ),
		status: host.locator( '[role=status]' ),
		/** Asks by keyboard and waits for the answer. */
		async ask( text ) {
			const before = await this.answers.count();
			await this.input.fill( text );
			await this.input.press( 'Enter' );
			await this.answers.nth( before ).waitFor();
			return this.answers.nth( before );
		},
	};
}
