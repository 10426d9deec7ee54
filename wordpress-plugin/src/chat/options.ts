/** The few things to do with a conversation besides talking. */
import { h, icon } from './dom';
import type { Strings } from './strings';

const DOTS = 'M5 12h.01M12 12h.01M19 12h.01';

export interface OptionEvents {
	onDownload(): void;
	onEnd( erase: boolean ): void;
}

export class Options {
	readonly button: HTMLButtonElement;
	readonly element: HTMLElement;

	constructor(
		private readonly strings: Strings,
		private readonly contactUrl: string | null,
		private readonly events: OptionEvents
	) {
		this.button = h(
			'button',
			{
				type: 'button',
				class: 'icon',
				part: 'options-button',
				'aria-label': strings.more,
				'aria-expanded': 'false',
				'aria-controls': 'options',
				onclick: () => this.toggle( ! this.isOpen ),
			},
			icon( DOTS )
		);
		this.element = h( 'div', { id: 'options', class: 'options', part: 'options', hidden: true } );
	}

	get isOpen(): boolean {
		return ! this.element.hidden;
	}

	close(): void {
		this.toggle( false );
		this.button.focus();
	}

	/** Closes when the visitor turned to something else. */
	dismissUnlessAt( target: EventTarget | null ): void {
		const node = target as Node;
		if ( ! this.element.contains( node ) && ! this.button.contains( node ) ) {
			this.dismiss();
		}
	}

	/** Closes without taking the focus. */
	dismiss(): void {
		this.toggle( false );
	}

	private toggle( isOpen: boolean ): void {
		this.element.hidden = ! isOpen;
		this.button.setAttribute( 'aria-expanded', String( isOpen ) );
		if ( isOpen ) {
			this.element.replaceChildren( ...this.choices() );
		}
	}

	private choices(): HTMLElement[] {
		const { strings, events, contactUrl } = this;
		return [
			...( contactUrl === null ? [] : [ h( 'a', { href: contactUrl }, strings.contact ) ] ),
			this.choice( strings.download, () => events.onDownload() ),
			this.choice( strings.restart, () => events.onEnd( false ) ),
			h( 'button', { type: 'button', class: 'danger', onclick: () => this.askToErase() }, strings.erase ),
		];
	}

	private choice( text: string, act: () => void ): HTMLElement {
		return h(
			'button',
			{
				type: 'button',
				onclick: () => {
					this.close();
					act();
				},
			},
			text
		);
	}

	private askToErase(): void {
		const { strings } = this;
		const confirm = this.choice( strings.eraseConfirm, () => this.events.onEnd( true ) );
		confirm.className = 'danger';
		confirm.setAttribute( 'aria-describedby', 'erase-question' );
		this.element.replaceChildren( h( 'p', { id: 'erase-question' }, strings.eraseQuestion ), confirm, this.choice( strings.cancel, () => {} ) );
		confirm.focus();
	}
}
