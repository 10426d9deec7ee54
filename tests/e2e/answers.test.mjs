/**
 * Answers that did not come to their end, and courtesies, against a scripted site.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { startServer } from '../js/server.mjs';
import { barriers, widgetOf } from './browser.mjs';
import { atEnd } from './ends.mjs';
import { openPage } from './pages.mjs';

let site;
before( async () => {
	site = await startServer();
	atEnd( () => site.stop() );
} );

const answerOf = ( more ) => ( { turn_id: 'turn_1', message: { role: 'assistant', content: 'You can return unworn' }, sources: [], engine: 'responses', ...more } );
const openWidget = async () => widgetOf( await openPage( `${ site.url }/?floating=` ) ).open();

test( 'an answer that a failure cut off shows what was said, that it was cut, the id to quote and a way to ask again', async () => {
	const widget = await openWidget();
	site.faults.push( { on: 'POST chat', status: 200, body: answerOf( { finish: 'cut', error_id: 'err_0123456789ab' } ) } );
	const answer = await widget.ask( 'How long do I have to return shoes?' );
	const end = answer.locator( '.end' );
	assert.equal( await end.locator( 'span' ).innerText(), 'The answer was cut off. Reference: err_0123456789ab' );
	assert.match( await answer.innerText(), /You can return unworn/ );
	assert.deepEqual( await barriers( widget.host.page(), 'mxchat-widget' ), [] );
	await end.getByRole( 'button', { name: 'Try again' } ).click();
	await widget.answers.filter( { hasText: 'within 30 days' } ).waitFor();
} );

test( 'a courtesy in return is no quote of the site', async () => {
	const widget = await openWidget();
	site.faults.push( { on: 'POST chat', status: 200, body: answerOf( { finish: 'complete', engine: 'given', is_answered: true } ) } );
	const answer = await widget.ask( 'Hello!' );
	assert.equal( await answer.locator( '.label, .way-on, .end, .sources' ).count(), 0 );
} );
