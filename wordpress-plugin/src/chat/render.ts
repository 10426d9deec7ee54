/** Messages → DOM nodes. */
import { type ActionEvents, renderAction } from './action_card';
import { REL, renderText } from './answer_text';
import { become } from './become';
import { h, icon } from './dom';
import { type Message } from './conversation';
import { describeEnd, describeFailure } from './failure';
import type { Strings } from './strings';
import { safeHref } from './text';

export interface MessageContext {
	strings: Strings;
	/** Where to go on when the site does not say: the owner's contact page and the site's search. */
	contactUrl: string | null;
	searchUrl( words: string ): string | null;
	onRetry( id: string ): void;
	onEdit( id: string ): void;
	/** Puts the question of an answer that was cut off anew. */
	onAskAgain( id: string ): void;
	actions: ActionEvents;
	/** Where the owner sees how a turn came to its answer; null for everybody else. */
	debugUrl( turnId: string ): string | null;
}

const PAGE = 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5';
const QUOTE = 'M9.5 12H5V7h4.5v5.5A4 4 0 0 1 6 17M19 12h-4.5V7H19v5.5a4 4 0 0 1-3.5 4.5';

export function renderMessage( message: Message, question: string, context: MessageContext ): HTMLElement {
	return message.role === 'user' ? renderQuestion( message, context ) : renderAnswer( message, question, context );
}

/** A bubble of the assistant that is no message of the conversation: the greeting. */
export function renderGreeting( text: string, strings: Strings ): HTMLElement {
	return h( 'div', { class: 'message assistant', part: 'message assistant-message' }, hidden( strings.assistant ), renderText( text, [] ) );
}

function renderQuestion( message: Message, { strings, onRetry, onEdit }: MessageContext ): HTMLElement {
	const bubble = h( 'div', { class: 'bubble', dir: 'auto' }, message.text );
	const element = h( 'div', { class: `message user ${ message.state }`, part: 'message user-message' }, hidden( strings.you ), bubble );
	if ( message.state === 'failed' ) {
		element.append(
			h(
				'div',
				{ class: 'failure', part: 'failure' },
				h( 'span', {}, `${ strings.notSent } ${ describeFailure( message.error, strings ) }` ),
				h( 'button', { type: 'button', class: 'quiet', onclick: () => onRetry( message.id ) }, strings.retry ),
				h( 'button', { type: 'button', class: 'quiet', onclick: () => onEdit( message.id ) }, strings.edit )
			)
		);
	}
	return element;
}

function renderAnswer( message: Message, question: string, context: MessageContext ): HTMLElement {
	const { strings } = context;
	return h(
		'div',
		{ class: 'message assistant', part: 'message assistant-message' },
		hidden( strings.assistant ),
		message.engine === 'extractive' && message.isAnswered
			? h( 'p', { class: 'label', part: 'label' }, icon( QUOTE ), strings.fromSite )
			: null,
		renderText( message.text, message.sources ),
		renderEnd( message, context ),
		...message.actions.map( ( action ) => renderAction( action, message.text, message.state !== 'writing', strings, context.actions ) ),
		// Below a text that still grows they would run away.
		message.sources.length > 0 && message.state !== 'writing' ? renderSources( message, strings ) : null,
		message.isAnswered ? null : renderWayOn( question, context ),
		renderDebugLink( message.turnId, context )
	);
}

/** Says where an answer did not come to its end. */
function renderEnd( message: Message, { strings, onAskAgain }: MessageContext ): HTMLElement | null {
	const { id, finish } = message;
	const end = describeEnd( message, strings );
	return end === '' ? null : h(
		'p',
		{ class: 'end', part: 'end' },
		h( 'span', {}, end ),
		finish === 'cut' ? h( 'button', { type: 'button', class: 'quiet', onclick: () => onAskAgain( id ) }, strings.retry ) : null
	);
}

/** The same bubble with more of its answer in it: the text that is there stays, what stands around it is drawn anew. */
export function renderMore( shown: HTMLElement, message: Message, question: string, context: MessageContext ): void {
	const wanted = renderAnswer( message, question, context );
	const text = shown.querySelector( '.text' )!;
	const more = wanted.querySelector( '.text' )!;
	const parts = [ ...wanted.childNodes ];
	const place = parts.indexOf( more );
	become( text, more );
	[ ...shown.childNodes ].filter( ( part ) => part !== text ).forEach( ( part ) => part.remove() );
	text.before( ...parts.slice( 0, place ) );
	text.after( ...parts.slice( place + 1 ) );
}

function renderDebugLink( turnId: string | undefined, { strings, debugUrl }: MessageContext ): HTMLElement | null {
	const href = turnId === undefined ? null : debugUrl( turnId );
	return href === null ? null : h( 'p', { class: 'way-on' }, h( 'a', { href, target: '_blank', rel: 'noopener' }, strings.debug ) );
}

/** The pages that an answer rests on: those that it names by number, or all where it names none. */
function renderSources( { sources, text }: Message, strings: Strings ): HTMLElement {
	const named = new Set( [ ...text.matchAll( /\[(\d{1,2})\]/g ) ].map( ( [ , number ] ) => Number( number ) ) );
	const items = sources.flatMap( ( { url, title }, place ) => {
		const number = place + 1;
		const link = named.size === 0 || named.has( number ) ? renderLink( url, title ) : null;
		return link === null ? [] : h( 'li', {}, named.size === 0 ? null : h( 'span', {}, `[${ number }]` ), link );
	} );
	return h(
		'div',
		{ class: 'sources', part: 'sources' },
		h( 'p', { class: 'caption' }, strings.sources ),
		h( 'ul', { 'aria-label': strings.sources }, ...items )
	);
}

/** A link with the picture of a page, to a page of the site. */
export function renderLink( url: string, title: string ): HTMLElement | null {
	const href = safeHref( url );
	return href === null ? null : h( 'a', { href, rel: REL, class: 'page', part: 'source' }, icon( PAGE ), h( 'span', { dir: 'auto' }, title ) );
}

function renderWayOn( question: string, { strings, contactUrl, searchUrl }: MessageContext ): HTMLElement {
	const search = searchUrl( question );
	return h(
		'p',
		{ class: 'way-on', part: 'way-on' },
		contactUrl === null ? null : h( 'a', { href: contactUrl, rel: REL }, strings.contact ),
		search === null ? null : h( 'a', { href: search, rel: REL }, strings.search )
	);
}

function hidden( text: string ): HTMLElement {
	return h( 'span', { class: 'hidden' }, `${ text } ` );
}
