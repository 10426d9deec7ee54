/** At most one action, offered while a message is being written. It sends the message; the site decides what becomes of it. */
import type { Actions } from './action_model';
import type { Announcer } from './announcer';
import { h } from './dom';
import { type Strings, format } from './strings';

const SHORTEST = 4;
const SCORE_AFTER_MS = 120;

export class ActionChip {
	readonly element: HTMLButtonElement;
	private timer: ReturnType< typeof setTimeout > | undefined;

	constructor(
		private readonly actions: Actions,
		private readonly announcer: Announcer,
		private readonly strings: Strings,
		onChosen: () => void
	) {
		this.element = h( 'button', { type: 'button', class: 'quiet chip', part: 'chip', hidden: true, onclick: onChosen } );
	}

	/** Scores once the writer pauses. */
	update( draft: string ): void {
		clearTimeout( this.timer );
		this.timer = undefined;
		if ( draft.trim().length < SHORTEST ) {
			this.show( '' );
			return;
		}
		const timer = setTimeout( async () => {
			const label = await this.actions.wanted( draft );
			if ( timer === this.timer ) {
				this.show( label ?? '' );
			}
		}, SCORE_AFTER_MS );
		this.timer = timer;
	}

	private show( label: string ): void {
		if ( label === this.element.textContent ) {
			return;
		}
		this.element.textContent = label;
		this.element.hidden = label === '';
		if ( label !== '' ) {
			this.announcer.say( format( this.strings.actionOffered, { action: label } ) );
		}
	}
}
