/** The box to write in. It is never disabled: while an answer is under way, the next question can be written. */
import { h, icon } from './dom';
import { type Strings, format } from './strings';

const MAX_CHARACTERS = 8_000;
const ARROW = 'M12 19V5M6 11l6-6 6 6';
const SQUARE = 'M7 7h10v10H7z';

export interface ComposerEvents {
	onSend( text: string ): void;
	onInput( text: string ): void;
	onProblem( text: string ): void;
	onScroll( direction: 1 | -1 ): void;
	onStop(): void;
	/** The question to bring back when Up is pressed in the empty box. */
	lastQuestion(): string;
}

export class Composer {
	readonly element: HTMLFormElement;
	private readonly input: HTMLTextAreaElement;
	private readonly button: HTMLButtonElement;
	private isWaiting = false;

	constructor(
		private readonly strings: Strings,
		private readonly events: ComposerEvents
	) {
		this.input = h( 'textarea', {
			part: 'input',
			rows: '1',
			dir: 'auto',
			enterkeyhint: 'send',
			autocomplete: 'off',
			'aria-label': strings.input,
			'aria-describedby': 'disclosure',
			placeholder: strings.placeholder,
			onkeydown: ( event: KeyboardEvent ) => this.onKey( event ),
			oninput: () => this.onInput(),
		} );
		this.button = h( 'button', { type: 'submit', class: 'send', part: 'send', 'aria-label': strings.send, onclick: ( event: MouseEvent ) => this.onClick( event ) }, icon( ARROW ) );
		this.element = h(
			'form',
			{
				class: 'composer',
				part: 'composer',
				onsubmit: ( event: SubmitEvent ) => {
					event.preventDefault();
					this.submit();
				},
			},
			this.input,
			this.button
		);
	}

	focus(): void {
		this.input.focus( { preventScroll: true } );
	}

	/** Puts a text into the box, unless the visitor is writing another. */
	offer( text: string ): void {
		if ( this.input.value.trim() === '' ) {
			this.setText( text );
		}
	}

	get isEmpty(): boolean {
		return this.input.value.trim() === '';
	}

	/** Sends what is written, as the button does. */
	send(): void {
		this.submit();
	}

	setWaiting( isWaiting: boolean ): void {
		if ( this.isWaiting === isWaiting ) {
			return;
		}
		this.isWaiting = isWaiting;
		this.button.setAttribute( 'aria-label', isWaiting ? this.strings.stop : this.strings.send );
		this.button.replaceChildren( icon( isWaiting ? SQUARE : ARROW ) );
	}

	private setText( text: string ): void {
		this.input.value = text;
		this.onInput();
	}

	private onInput(): void {
		this.input.style.height = 'auto';
		this.input.style.height = `${ this.input.scrollHeight }px`;
		this.events.onInput( this.input.value );
	}

	private onKey( event: KeyboardEvent ): void {
		if ( isComposing( event ) ) {
			return;
		}
		const isEmpty = this.input.value === '';
		if ( event.key === 'Enter' && ! event.shiftKey ) {
			event.preventDefault();
			this.submit();
		} else if ( isEmpty && event.key === 'ArrowUp' ) {
			event.preventDefault();
			this.setText( this.events.lastQuestion() );
		} else if ( isEmpty && ( event.key === 'PageUp' || event.key === 'PageDown' ) ) {
			event.preventDefault();
			this.events.onScroll( event.key === 'PageUp' ? -1 : 1 );
		}
	}

	/** The same button sends and stops, so that the focus stays where it is. Enter in the box never stops. */
	private onClick( event: MouseEvent ): void {
		if ( this.isWaiting ) {
			event.preventDefault();
			this.events.onStop();
		}
	}

	private submit(): void {
		const text = this.input.value.trim();
		const count = [ ...text ].length;
		if ( text === '' ) {
			this.focus();
		} else if ( this.isWaiting ) {
			this.events.onProblem( this.strings.stillWaiting );
		} else if ( count > MAX_CHARACTERS ) {
			this.events.onProblem( format( this.strings.tooLong, { count, limit: MAX_CHARACTERS } ) );
		} else {
			this.setText( '' );
			this.focus();
			this.events.onSend( text );
		}
	}
}

/** Enter that picks a candidate of an input method is not a command; Safari says so only by key code 229. */
export function isComposing( event: KeyboardEvent ): boolean {
	return event.isComposing || event.keyCode === 229;
}
