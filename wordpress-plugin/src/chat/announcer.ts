/** What screen readers hear: one polite voice, and one for what went wrong. */
import { h } from './dom';

const SPEAK_AFTER_MS = 60;
const LONGEST_READ_OUT = 600;

export class Announcer {
	readonly status = h( 'div', { role: 'status', class: 'hidden' } );
	readonly alert = h( 'div', { role: 'alert', part: 'alert' } );

	/** Says a text once. The region is emptied first, or the same words twice would be silent. */
	say( text: string ): void {
		this.clear();
		this.status.textContent = '';
		setTimeout( () => {
			this.status.textContent = text;
		}, SPEAK_AFTER_MS );
	}

	/** Says an answer: whole, or, if that would take minutes, only that it is there. */
	sayAnswer( text: string, summary: string ): void {
		this.say( text.length > LONGEST_READ_OUT ? summary : text );
	}

	/** Shows and says what went wrong. */
	warn( text: string ): void {
		this.alert.className = 'alert';
		this.alert.textContent = text;
	}

	/** Says what went wrong where the screen shows it already. */
	alarm( text: string ): void {
		this.alert.className = 'hidden';
		this.alert.textContent = text;
	}

	clear(): void {
		this.alert.textContent = '';
	}
}
