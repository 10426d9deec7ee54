/** What is believed of an action that comes over the wire, and which one a draft is offered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseActions, Actions, Conversation, RestError } = await load( 'chat/action', 'chat/action_model', 'chat/conversation', 'rest' );

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

const asking = { id: 'cnf_1', label: 'Draw', status: 'confirmation_required', summary: 'It will be drawn.' };

/** A conversation whose last answer asks; `decided` is what the site says to the click, `later` the action in the history from then on. */
async function askedConversation( decided, later = asking ) {
	const sent = [];
	let history = asking;
	const rest = {
		async send( request ) {
			sent.push( request );
			if ( request.path.endsWith( '/confirm' ) ) {
				history = later;
				if ( decided instanceof Error ) {
					throw decided;
				}
				return { action: decided };
			}
			return { items: [ { id: 1, role: 'user', content: 'draw a cat' }, { id: 2, role: 'assistant', content: 'May I?', actions: [ history ] } ] };
		},
	};
	const store = { key: 'k', read: () => ( { session: { id: 's', secret: 'secret' }, pending: null } ), write() {} };
	const conversation = new Conversation( rest, store, () => assert.fail( 'Nothing is asked.' ), 'default' );
	await conversation.load();
	const statuses = [];
	conversation.subscribe( () => statuses.push( conversation.state.messages[ 1 ].actions[ 0 ].status ) );
	return { conversation, sent, statuses };
}

test( 'a click runs what was asked, with the secret of the session and nothing but the decision', async () => {
	const { conversation, sent, statuses } = await askedConversation( { ...asking, status: 'done', text: 'Drawn.' } );
	assert.equal( ( await conversation.decide( 'cnf_1', 'confirm' ) ).text, 'Drawn.' );
	assert.deepEqual( statuses, [ 'running', 'done' ] );
	const { method, path, secret, body: decision } = sent.at( -1 );
	assert.deepEqual( [ method, path, secret, decision ], [ 'POST', 'actions/cnf_1/confirm', 'secret', { decision: 'confirm' } ] );
	assert.equal( conversation.questionOf( 'cnf_1' ), 'draw a cat' );
} );

test( 'a click that does not arrive can be made again', async () => {
	const { conversation, statuses } = await askedConversation( new RestError( 'network', '' ) );
	await assert.rejects( conversation.decide( 'cnf_1', 'confirm' ), { code: 'network' } );
	assert.deepEqual( statuses, [ 'running', 'confirmation_required' ] );
} );

test( 'what was decided elsewhere is shown as it stands there', async () => {
	const { conversation } = await askedConversation( new RestError( 'mxchat_confirmation_over', '', 409 ), { ...asking, status: 'cancelled' } );
	assert.equal( ( await conversation.decide( 'cnf_1', 'confirm' ) ).status, 'cancelled' );
} );
