/** What is believed of an action that comes over the wire, and which one a draft is offered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseActions, Actions } = await load( 'chat/action', 'chat/action_model' );

test( 'an action that was running is replaced by its outcome, and two of the same stay two', () => {
	const actions = parseActions( [
		{ id: 'draw', status: 'running' },
		{ id: 'search', status: 'done', text: 'one' },
		{ id: 'draw', status: 'done', text: 'Here it is.' },
		{ id: 'search', status: 'done', text: 'two' },
	] );
	assert.deepEqual( actions.map( ( { id, text } ) => [ id, text ] ), [ [ 'draw', 'Here it is.' ], [ 'search', 'one' ], [ 'search', 'two' ] ] );
} );

test( 'what is no action is left out, and what is no text is none', () => {
	assert.deepEqual( parseActions( null ), [] );
	assert.deepEqual( parseActions( [ null, 7, {}, { id: 5 } ] ), [] );
	const [ action ] = parseActions( [ { id: 'a', label: { toString: () => 'x' }, cards: [ 'card', { title: 5 }, { title: 'T', url: [], image: 'i' } ], arguments: { a_b: 'c', d: { e: 1 } } } ] );
	assert.equal( action.label, '' );
	assert.deepEqual( action.cards, [ { title: 'T', text: '', note: '', url: '', image: 'i' } ] );
	assert.deepEqual( action.values, [ [ 'a b', 'c' ], [ 'd', '{"e":1}' ] ] );
} );

const body = { model: btoa( 'model' ), background: btoa( 'ground' ), strictness: 0.5, actions: [ { id: 'track', label: 'Track my order' } ] };

function actionsWith( answer, score ) {
	const asked = [];
	const rest = { send: async ( request ) => ( asked.push( request ), answer ) };
	class ActionModel {
		score( draft, strictness ) {
			return score( draft, strictness );
		}
	}
	return { asked, actions: new Actions( rest, 'default', async () => ( { ActionModel } ) ) };
}

test( 'the label of the sure action is given; a likely one and an unknown one are not', async () => {
	const decisions = { sure: { id: 'track', decision: 'sure' }, likely: { id: 'track', decision: 'likely' }, unknown: { id: 'other', decision: 'sure' } };
	const { asked, actions } = actionsWith( body, ( draft ) => [ decisions[ draft ] ] );
	assert.equal( await actions.wanted( 'sure' ), 'Track my order' );
	assert.equal( await actions.wanted( 'likely' ), null );
	assert.equal( await actions.wanted( 'unknown' ), null );
	assert.deepEqual( asked, [ { method: 'GET', path: 'actions/model', query: { bot_id: 'default' } } ], 'It is asked once, and no draft goes along.' );
} );

test( 'nothing is offered where the site offers nothing, where there is no WASM, and after a failure', async () => {
	const off = actionsWith( { ...body, model: '' }, () => assert.fail( 'There is no model.' ) );
	assert.equal( await off.actions.wanted( 'sure' ), null );
	const without = new Actions( { send: () => assert.fail( 'Nothing is asked.' ) }, 'default', async () => null );
	assert.equal( await without.wanted( 'sure' ), null );
	let calls = 0;
	const broken = actionsWith( body, () => {
		calls++;
		throw new Error( 'damaged' );
	} );
	assert.equal( await broken.actions.wanted( 'sure' ), null );
	assert.equal( await broken.actions.wanted( 'sure' ), null );
	assert.equal( calls, 1 );
} );
