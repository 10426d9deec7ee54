/** A headless Chromium, and what every test asks of it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const screenshots = fileURLToPath( new URL( '../../build/screenshots/', import.meta.url ) );
const axe = readFileSync( createRequire( import.meta.url ).resolve( 'axe-core/axe.min.js' ), 'utf8' );
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
	// A handler of SIGTERM would keep this process alive after it. Chromium ends with its parent: it reads from its pipe.
	return chromium.launch( { executablePath, args: flags, handleSIGTERM: false } );
}

/** The addresses that were asked beyond the site's own host. */
export function foreign( page, siteUrl ) {
	const { host } = new URL( siteUrl );
	return page.asked.filter( ( url ) => url.startsWith( 'http' ) && new URL( url ).host !== host );
}

/** What axe finds that keeps people out, in the elements of these selectors. */
export async function barriers( page, ...selectors ) {
	await page.evaluate( axe );
	const violations = await page.evaluate( async ( include ) => {
		// What is half faded in has too little contrast.
		await Promise.allSettled( document.getAnimations().filter( ( { effect } ) => effect.getComputedTiming().endTime < Infinity ).map( ( { finished } ) => finished ) );
		return ( await window.axe.run( { include: include.map( ( selector ) => [ selector ] ) } ) ).violations;
	}, selectors );
	return violations
		.filter( ( { impact } ) => impact === 'serious' || impact === 'critical' )
		.map( ( { id, nodes } ) => `${ id }: ${ nodes.map( ( { target } ) => target.join( ' ' ) ).join( ', ' ) }` );
}

/** Keeps the next request to such an address on its way until the function that comes back is called: what is shown meanwhile can be looked at. */
export async function hold( page, address ) {
	let letGo;
	const isLetGo = new Promise( ( resolve ) => ( letGo = resolve ) );
	await page.route( address, ( route ) => isLetGo.then( () => route.continue() ), { times: 1 } );
	return letGo;
}

export async function screenshot( page, name ) {
	mkdirSync( screenshots, { recursive: true } );
	await page.screenshot( { path: `${ screenshots }${ name }.png`, animations: 'disabled' } );
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
		/** Presses the button of a floating widget. */
		async open() {
			await this.launcher.click();
			await this.input.waitFor();
			return this;
		},
		/** Asks by keyboard and waits for the whole answer: until then the button to send is the one to stop. */
		async ask( text ) {
			const before = await this.answers.count();
			const label = await this.send.getAttribute( 'aria-label' );
			await this.input.fill( text );
			await this.input.press( 'Enter' );
			await this.answers.nth( before ).waitFor();
			await host.locator( `.send[aria-label="${ label }"]` ).waitFor();
			return this.answers.nth( before );
		},
	};
}
