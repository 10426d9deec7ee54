/**
 * The owner connects a provider, tests it and lets one of its models answer; a visitor notices. On a real site with the
 * shop's pages, served at MXCHAT_SITE_URL; the provider is the scripted server of tests/upstream.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { barriers, screenshot, widgetOf } from './browser.mjs';
import { startModel } from './model.mjs';
import { api, openAdmin } from './owner.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const key = 'sk-test-0123456789-WXYZ';
const returns = 'How long do I have to return shoes?';

let model;
let page;
before( async () => {
	model = await startModel( { key, delay_ms: 15 } );
	await reset();
} );

/** No key, no assistant, as on a new site. */
async function reset() {
	await api( 'POST', '/connection', { api_key: null } );
	await api( 'POST', '/assistants/site', { is_enabled: false } );
	for ( const { id } of ( await api( 'GET', '/assistants' ) ).items ) {
		await api( 'DELETE', `/assistants/${ id }` );
	}
}

const modelCalls = () => model.calls( /^\/(responses|chat\/completions)$/ );

async function open( slug ) {
	page = await openAdmin( `admin.php?page=${ slug }` );
	await page.locator( '.mxchat-page h1' ).waitFor();
}

const button = ( name ) => page.getByRole( 'button', { name, exact: true } );
const provider = () => page.locator( 'section[aria-labelledby=mxchat-connection]' );

/** A new visitor's question, in a context of its own. */
async function askAsVisitor( question ) {
	const visitor = await openPage( `${ siteUrl }/` );
	const widget = widgetOf( visitor, 'mxchat-widget[floating]' );
	await widget.open();
	const answer = await widget.ask( question );
	await answer.locator( '.sources' ).waitFor();
	return { answer, visitor, text: await answer.innerText() };
}

test( 'the owner pastes a key, tests, picks a model: the next answer is the model’s, with sources; without the key it is the site’s', async () => {
	const before = await askAsVisitor( returns );
	assert.match( before.text, /From this site/ );
	await before.visitor.context().close();

	await open( 'mxchat-settings' );
	await page.getByLabel( 'Address of the provider' ).fill( model.url );
	await provider().getByText( 'This address is not encrypted' ).first().waitFor();
	await page.getByLabel( 'API key', { exact: true } ).fill( key );
	await button( 'Test connection' ).click();
	await provider().getByText( 'The provider answers. Choose one of its models' ).first().waitFor();
	await page.getByText( 'It ends with WXYZ' ).waitFor();
	assert.ok( ! ( await page.content() ).includes( key ) );
	assert.equal( ( await modelCalls() ).length, 0 );
	await page.getByLabel( 'Model that answers visitors' ).fill( 'scripted-large' );
	await button( 'Test connection' ).click();
	await provider().getByText( 'It works: scripted-large has answered.' ).first().waitFor();
	await page.getByText( 'Yes: the words came one after the other.' ).waitFor();
	await screenshot( page, 'settings-provider' );
	await button( 'Answer visitors with this model' ).click();
	await page.getByText( /Visitors are answered by .* with scripted-large/ ).waitFor();
	assert.deepEqual( await barriers( page, '.mxchat-page' ), [] );
	assert.deepEqual( page.problems, [] );
	await page.context().close();

	const calls = ( await modelCalls() ).length;
	const asked = await askAsVisitor( returns );
	assert.equal( ( await modelCalls() ).length, calls + 1 );
	assert.ok( ! asked.text.includes( 'From this site' ), asked.text );
	const links = await asked.answer.locator( '.sources a' ).evaluateAll( ( all ) => all.map( ( { href } ) => new URL( href ).pathname ) );
	assert.ok( links.includes( '/returns/' ), String( links ) );
	await screenshot( asked.visitor, 'answer-of-a-model' );
	await asked.visitor.context().close();

	await open( 'mxchat-settings' );
	await button( 'Remove key' ).click();
	await page.getByText( 'No key is stored' ).waitFor();
	await page.context().close();
	const last = await askAsVisitor( returns );
	assert.match( last.text, /From this site/ );
	assert.equal( ( await modelCalls() ).length, calls + 1 );
	await screenshot( last.visitor, 'answer-without-a-key' );
	await last.visitor.context().close();
} );

test( 'an assistant is imported, changed, and set back to an earlier version; a wrong key is told in words', async () => {
	await open( 'mxchat-assistant-api' );
	await page.getByLabel( 'JSON of an assistant or a prompt' ).fill( '{"id":"asst_0123456789' );
	await button( 'Read it' ).click();
	await page.getByText( 'must be the JSON of one object' ).first().waitFor();
	const oldId = `asst_Vkp3Fz0mQxTnE1b${ Date.now() }`;
	const name = `Shop clerk ${ Date.now() }`;
	const old = { id: oldId, object: 'assistant', name, model: 'gpt-4o', instructions: 'Help with shoes.', tools: [ { type: 'file_search' } ] };
	await page.getByLabel( 'JSON of an assistant or a prompt' ).fill( JSON.stringify( old ) );
	await button( 'Read it' ).click();
	await page.getByText( 'File search ran at OpenAI' ).waitFor();
	await screenshot( page, 'assistant-api-import' );
	await button( 'Import this assistant' ).click();
	await page.getByText( 'is an assistant of this site now' ).waitFor();

	await button( name ).click();
	await page.getByLabel( 'Instructions' ).fill( 'Help with shoes and bags.' );
	await button( 'Save as a new version' ).click();
	await button( 'Restore version 1' ).waitFor();
	await screenshot( page, 'assistant-api-editor' );
	assert.deepEqual( await barriers( page, '.mxchat-page' ), [] );
	await button( 'Restore version 1' ).click();
	await button( 'Restore version 2' ).waitFor();
	assert.equal( await page.getByLabel( 'Instructions' ).inputValue(), 'Help with shoes.' );

	await button( '← All assistants' ).click();
	await page.getByLabel( 'Enable Assistant API' ).check();
	await page.getByLabel( 'Assistant ID' ).fill( oldId );
	await page.getByText( name, { exact: true } ).first().waitFor();
	await button( 'Save' ).click();
	await page.getByText( '— answers visitors' ).waitFor();
	await page.getByText( 'enabled but not properly configured' ).first().waitFor();
	await button( 'Test connection' ).click();
	await page.locator( '.components-notice.is-error' ).getByText( 'enabled but not properly configured' ).waitFor();
	await screenshot( page, 'assistant-api' );
	assert.deepEqual( await barriers( page, '.mxchat-page' ), [] );

	await page.getByLabel( 'Enable Assistant API' ).uncheck();
	await button( 'Save' ).click();
	await page.getByText( '— chosen' ).waitFor();
	await button( 'Clear Session' ).click();
	await page.getByText( 'Cleared. The next message begins a new conversation.' ).waitFor();
	// A refused import answers 400, and the browser says so.
	assert.deepEqual( page.problems.filter( ( problem ) => ! problem.includes( '400' ) ), [] );
} );

test( 'settings are saved, and what cannot be is refused beside its form', async () => {
	await open( 'mxchat-settings' );
	await page.getByLabel( 'Heading' ).fill( 'Ask the shop' );
	const words = page.locator( 'section[aria-labelledby=mxchat-words]' );
	await words.getByRole( 'button', { name: 'Save' } ).click();
	await words.getByText( 'Saved.' ).waitFor();
	await page.getByLabel( 'Where a visitor reaches a person' ).fill( 'javascript:alert(1)' );
	await words.getByRole( 'button', { name: 'Save' } ).click();
	await words.getByText( 'must be a web address' ).first().waitFor();
	await page.reload();
	await page.getByLabel( 'Heading' ).waitFor();
	assert.equal( await page.getByLabel( 'Heading' ).inputValue(), 'Ask the shop' );
	await page.getByLabel( 'Heading' ).fill( '' );
	await words.getByRole( 'button', { name: 'Save' } ).click();
	await words.getByText( 'Saved.' ).waitFor();
	await page.evaluate( () => scrollTo( 0, document.querySelector( '#mxchat-words' ).offsetTop ) );
	await screenshot( page, 'settings-words' );
} );
