/** Reading while an answer comes: what a visitor selected, focused or scrolled stays so. The answer is from the scripted model. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { widgetOf } from './browser.mjs';
import { answerWith, startModel } from './model.mjs';
import { openPage } from './pages.mjs';
import { siteUrl } from './site.mjs';

const text = 'You have 45 days [1] to return shoes. They must be unworn and **in their box**, with the receipt.';
/** Events after which the first sentence is out, and after which the strong words have begun and not ended. */
const [ inFirst, inStrong ] = [ 12, 22 ];

let model;
before( async () => {
	model = await startModel( { key: 'sk-test', delay_ms: 10 } );
	answerWith( model );
} );

/** A widget in which the beginning of the answer can be read; the rest comes with `release`. */
async function writing() {
	await model.reset();
	await model.script( { text, hold_after: [ inFirst, inStrong ] } );
	const page = await openPage( `${ siteUrl }/` );
	const widget = await widgetOf( page, 'mxchat-widget[floating]' ).open();
	await widget.input.fill( 'How long do I have to return shoes?' );
	await widget.input.press( 'Enter' );
	await widget.answers.last().locator( '.text' ).filter( { hasText: '45 days [1]' } ).waitFor();
	return { page, widget };
}

async function finish( widget ) {
	await model.release();
	await model.release();
	await widget.answers.last().filter( { hasText: 'with the receipt.' } ).waitFor();
	await widget.host.locator( '.send[aria-label=Send]' ).waitFor();
	await widget.answers.last().locator( '.sources' ).waitFor();
}

test( 'words that were selected while the answer was written are selected when it is whole', async () => {
	const { page, widget } = await writing();
	await widget.answers.last().locator( '.text p' ).evaluate( ( paragraph ) => getSelection().setBaseAndExtent( paragraph.firstChild, 4, paragraph.firstChild, 16 ) );
	const selected = () => page.evaluate( () => String( getSelection() ) );
	assert.equal( await selected(), 'have 45 days' );
	await finish( widget );
	assert.equal( await selected(), 'have 45 days' );
	assert.equal( await widget.answers.last().locator( 'strong' ).innerText(), 'in their box' );
	assert.deepEqual( page.problems, [] );
} );

test( 'a link in the answer keeps the focus to its end', async () => {
	const { widget } = await writing();
	const link = widget.answers.last().locator( '.text a' );
	await link.focus();
	await finish( widget );
	assert.equal( await link.evaluate( ( element ) => element.getRootNode().activeElement === element ), true );
} );
