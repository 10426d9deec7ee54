/** What a model writes, as a visitor sees it. The answers are made up on their way to the browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers, phone, screenshot, widgetOf } from './browser.mjs';
import { newPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const sources = [
	{ source: `${ siteUrl }/returns/`, title: 'Returns', similarity_score: 0.9 },
	{ source: `${ siteUrl }/sizes/`, title: 'Sizes', similarity_score: 0.5 },
];

const rich = `You have **45 days** [1]. Keep \`HH-2040-BLK\` at hand:

1. the receipt
2. the box
   - [how to pack it](/shipping/)

| EU | UK | US women | US men | centimetres | inches |
|---|---|---|---|---|---|
| 38 | 5 | 7 | 6 | 24.0 | 9.4 |

\`\`\`
curl https://shop.example/a/line/that/is/longer/than/any/phone/is/wide
\`\`\``;

const hostile = `<img src=x onerror="window.hit=1"> [a](javascript:window.hit=1) **[b](javascript:window.hit=1)**
![c](https://elsewhere.example/pixel.png)
<script>window.hit=1</script> [3]`;

/** A widget that is given this answer, and the answer's bubble. */
async function answered( content, options ) {
	const page = await newPage( options );
	await page.route( '**/mxchat/v1/chat', ( route ) =>
		route.fulfill( {
			json: { turn_id: 'turn', session_id: 'session', message: { role: 'assistant', content }, sources, action: null, engine: 'model', is_answered: true, finish: 'complete' },
		} )
	);
	await page.goto( `${ siteUrl }/` );
	const widget = widgetOf( page, 'mxchat-widget[floating]' );
	await widget.launcher.click();
	return { page, widget, answer: await widget.ask( 'Can I send them back?' ) };
}

for ( const [ name, options ] of [ [ 'desktop', undefined ], [ 'phone', phone ] ] ) {
	test( `lists, a table, code and links, on a ${ name }`, async () => {
		const { page, widget, answer } = await answered( rich, options );
		assert.deepEqual( await answer.locator( '.text > ol > li' ).count(), 2 );
		assert.equal( await answer.getByRole( 'link', { name: 'how to pack it' } ).getAttribute( 'href' ), `${ siteUrl }/shipping/` );
		assert.equal( await answer.locator( '.text' ).getByRole( 'link', { name: '[1]' } ).getAttribute( 'href' ), sources[ 0 ].source );
		assert.deepEqual( await answer.getByRole( 'cell' ).allTextContents(), [ '38', '5', '7', '6', '24.0', '9.4' ] );
		assert.equal( await answer.locator( 'strong' ).textContent(), '45 days' );
		// What is too wide scrolls by itself; the conversation does not.
		assert.ok( await widget.log.evaluate( ( log ) => log.scrollWidth <= log.clientWidth ) );
		assert.ok( await answer.locator( 'pre' ).evaluate( ( pre ) => pre.scrollWidth > pre.clientWidth ) );
		assert.deepEqual( await barriers( page, 'mxchat-widget[floating]' ), [] );
		await screenshot( page, `drawn-${ name }` );
		assert.deepEqual( page.problems, [] );
	} );
}

test( 'what looks like code or a picture does nothing', async () => {
	const { page, answer } = await answered( hostile );
	assert.equal( await answer.locator( 'img, script, iframe' ).count(), 0 );
	const links = await answer.getByRole( 'link' ).evaluateAll( ( all ) => all.map( ( { href, rel } ) => [ new URL( href ).protocol, rel ] ) );
	assert.ok( links.length > 0 && links.every( ( [ protocol, rel ] ) => /^https?:$/.test( protocol ) && rel === 'noopener nofollow ugc' ), String( links ) );
	assert.equal( await answer.locator( '.text' ).getByRole( 'link', { name: '[3]' } ).count(), 0 );
	assert.equal( await page.evaluate( () => window.hit ), undefined );
	assert.ok( page.asked.every( ( url ) => ! url.includes( 'elsewhere.example' ) ) );
} );
