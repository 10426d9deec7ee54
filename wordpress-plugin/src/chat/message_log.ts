/**
 * The list of messages: keeps the DOM equal to the conversation, and the reader where they are.
 *
 * It is a log that announces nothing by itself; what is worth hearing goes through the announcer.
 */
import type { Message, State } from './conversation';
import { h } from './dom';
import { type MessageContext, renderMessage, renderMore } from './render';

const NEAR_END_PX = 48;

export class MessageLog {
	readonly element: HTMLElement;
	readonly jump: HTMLButtonElement;
	private readonly messages = h( 'div', { class: 'messages' } );
	private readonly waiting: HTMLElement;
	private isFollowing = true;
	private readonly views = new Map< Message, HTMLElement >();

	constructor(
		intro: HTMLElement,
		private readonly context: MessageContext
	) {
		const { strings } = context;
		this.waiting = h(
			'p',
			{ class: 'waiting', part: 'waiting', hidden: true },
			h( 'span', { class: 'dots', 'aria-hidden': 'true' }, h( 'i' ), h( 'i' ), h( 'i' ) ),
			strings.waiting
		);
		this.element = h(
			'div',
			{ class: 'log', part: 'log', role: 'log', 'aria-live': 'off', 'aria-label': strings.conversation, tabindex: '0' },
			intro,
			this.messages,
			this.waiting
		);
		this.jump = h( 'button', { type: 'button', class: 'jump', part: 'jump', hidden: true, onclick: () => this.showLatest() }, strings.newAnswer );
		this.element.addEventListener( 'scroll', () => {
			this.isFollowing = this.isAtEnd();
			this.jump.hidden ||= this.isFollowing;
		} );
		// The box to write in grows, a keyboard comes up: the end stays in sight.
		new ResizeObserver( () => this.isFollowing && this.showLatest() ).observe( this.element );
	}

	draw( { messages, isWaiting }: State ): void {
		const wasAtEnd = this.isAtEnd();
		const hasNew = messages.length > this.views.size;
		this.drawMessages( messages );
		this.waiting.hidden = ! isWaiting || messages.at( -1 )?.state === 'writing';
		if ( wasAtEnd ) {
			this.showLatest();
		} else if ( hasNew ) {
			this.jump.hidden = false;
		}
	}

	/** Scrolls to the end, but never past the beginning of the last question: before the first, everything is new. */
	showLatest(): void {
		const question = [ ...this.messages.querySelectorAll< HTMLElement >( '.user' ) ].at( -1 );
		const end = this.element.scrollHeight - this.element.clientHeight;
		this.element.scrollTop = question === undefined ? 0 : Math.min( end, question.offsetTop - 12 );
		this.jump.hidden = true;
	}

	/** Puts the reader at an action; false if it is not there. */
	focusAction( id: string ): boolean {
		const heading = this.messages.querySelector< HTMLElement >( `[data-action="${ CSS.escape( id ) }"] h3` );
		heading?.focus();
		return heading !== null;
	}

	scrollPage( direction: 1 | -1 ): void {
		this.element.scrollBy( { top: direction * this.element.clientHeight * 0.9 } );
	}

	private isAtEnd(): boolean {
		const { scrollHeight, scrollTop, clientHeight } = this.element;
		return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
	}

	/** Touches only what changed, so that focus, selection and reading position survive. */
	private drawMessages( messages: readonly Message[] ): void {
		for ( const [ message, view ] of this.views ) {
			if ( ! messages.includes( message ) ) {
				this.views.delete( message );
				this.drawMore( message, view, messages );
			}
		}
		messages.forEach( ( message, index ) => {
			if ( ! this.views.has( message ) ) {
				const view = renderMessage( message, questionBefore( messages, index ), this.context );
				this.views.set( message, view );
				this.messages.insertBefore( view, this.messages.children[ index ] ?? null );
			}
		} );
	}

	/** Goes on with an answer that was being written; anything else that changed is drawn anew. */
	private drawMore( message: Message, view: HTMLElement, messages: readonly Message[] ): void {
		const index = messages.findIndex( ( { id } ) => id === message.id );
		const more = messages[ index ];
		if ( message.state !== 'writing' || more === undefined ) {
			view.remove();
			return;
		}
		renderMore( view, more, questionBefore( messages, index ), this.context );
		this.views.set( more, view );
	}
}

/** The question that an answer is to. */
function questionBefore( messages: readonly Message[], index: number ): string {
	return messages.slice( 0, index ).findLast( ( { role } ) => role === 'user' )?.text ?? '';
}
