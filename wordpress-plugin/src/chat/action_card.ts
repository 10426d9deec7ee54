/** Actions → DOM nodes: what came of one, and the question before one that changes something. */
import type { Action, Card } from './action';
import { h } from './dom';
import { type Strings, format } from './strings';
import { safeHref } from './text';

export interface ActionEvents {
	onDecide( id: string, decision: 'confirm' | 'cancel' ): void;
	/** Takes the action back and gives the question to be written anew. */
	onChange( id: string ): void;
	onDownload(): void;
	/** Has a link sent that proves the address; rejects if that failed. */
	onProve( email: string ): Promise< void >;
	/** Asks the question again. */
	onAskAgain(): void;
	describeFailure( error: unknown ): string;
}

const REL = 'noopener nofollow ugc';

/**
 * @param said      What the answer says beside it: the same words are not shown twice.
 * @param isWritten Whether the answer is whole: until then nothing can be pressed.
 */
export function renderAction( action: Action, said: string, isWritten: boolean, strings: Strings, events: ActionEvents ): HTMLElement {
	const isQuestion = action.status === 'confirmation_required';
	const heading = h( 'h3', { tabindex: '-1', dir: 'auto' }, isQuestion ? format( strings.confirmHeading, { action: action.label } ) : action.label );
	const text = isQuestion ? action.summary : outcome( action, strings );
	const element = h(
		'section',
		{ class: `action ${ action.status }`, part: 'action', 'aria-label': action.label },
		heading,
		text === '' || text === said ? null : h( 'p', { dir: 'auto' }, text ),
		isQuestion && action.values.length > 0 ? renderValues( action ) : null,
		action.cards.length > 0 ? h( 'ul', { class: 'cards' }, ...action.cards.map( renderCard ) ) : null,
		isWritten ? renderButtons( action, isQuestion, strings, events ) : null
	);
	element.dataset.action = action.id;
	return element;
}

function renderButtons( action: Action, isQuestion: boolean, strings: Strings, events: ActionEvents ): HTMLElement | null {
	return isQuestion ? renderChoice( action, strings, events ) : renderEffect( action, strings, events );
}

/** What became of an action, in a sentence. */
export function outcome( { status, text }: Action, strings: Strings ): string {
	switch ( status ) {
		case 'running':
			return strings.actionRunning;
		case 'failed':
			return text || strings.actionFailed;
		case 'cancelled':
			return strings.actionCancelled;
		case 'expired':
			return strings.actionExpired;
		default:
			return text;
	}
}

function renderValues( { values }: Action ): HTMLElement {
	return h( 'dl', {}, ...values.map( ( [ name, value ] ) => h( 'div', {}, h( 'dt', {}, name ), h( 'dd', { dir: 'auto' }, value ) ) ) );
}

function renderChoice( { id }: Action, strings: Strings, { onDecide, onChange }: ActionEvents ): HTMLElement {
	return h(
		'div',
		{ class: 'choice' },
		h( 'button', { type: 'button', class: 'main', onclick: () => onDecide( id, 'confirm' ) }, strings.confirm ),
		h( 'button', { type: 'button', class: 'quiet', onclick: () => onChange( id ) }, strings.edit ),
		h( 'button', { type: 'button', class: 'quiet', onclick: () => onDecide( id, 'cancel' ) }, strings.cancel )
	);
}

function renderCard( { title, text, note, url, image }: Card ): HTMLElement {
	const href = url === '' ? null : safeHref( url );
	const src = ownPicture( image );
	return h(
		'li',
		{ class: 'card', part: 'card' },
		// The title stands beside it and says what it shows.
		src === null ? null : h( 'img', { src, alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' } ),
		h(
			'div',
			{ dir: 'auto' },
			href === null ? h( 'strong', {}, title ) : h( 'a', { href, rel: REL }, title ),
			text === '' ? null : h( 'p', {}, text ),
			note === '' ? null : h( 'p', { class: 'note' }, note )
		)
	);
}

/** A picture of another host would tell it who is looking. */
function ownPicture( address: string ): string | null {
	const src = address === '' ? null : safeHref( address );
	return src !== null && new URL( src ).host === location.host ? src : null;
}

function renderEffect( { status, effect }: Action, strings: Strings, events: ActionEvents ): HTMLElement | null {
	if ( status === 'done' && effect === 'download' ) {
		return h( 'button', { type: 'button', class: 'quiet', onclick: () => events.onDownload() }, strings.download );
	}
	return status === 'done' && effect === 'prove_email' ? renderProof( strings, events ) : null;
}

/** The address is never in a message: it goes straight to the site's own mail. */
function renderProof( strings: Strings, { onProve, onAskAgain, describeFailure }: ActionEvents ): HTMLElement {
	const input = h( 'input', { type: 'email', required: true, autocomplete: 'email', maxlength: '191', part: 'email' } );
	const button = h( 'button', { type: 'submit', class: 'main' }, strings.proofSend );
	const result = h( 'p', { role: 'status', tabindex: '-1' } );
	const again = h( 'button', { type: 'button', class: 'quiet', hidden: true, onclick: onAskAgain }, strings.proofDone );
	const form = h( 'form', { class: 'proof' }, h( 'label', {}, strings.email, input ), button );
	form.addEventListener( 'submit', async ( event ) => {
		event.preventDefault();
		if ( button.getAttribute( 'aria-disabled' ) === 'true' ) {
			return;
		}
		button.setAttribute( 'aria-disabled', 'true' );
		try {
			await onProve( input.value.trim() );
			result.textContent = strings.proofSent;
			again.hidden = false;
			form.hidden = true;
			result.focus();
		} catch ( error ) {
			result.textContent = describeFailure( error );
			button.removeAttribute( 'aria-disabled' );
		}
	} );
	return h( 'div', { class: 'choice' }, form, result, again );
}
