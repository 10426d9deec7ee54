/** Pages that may help, while a question is being written. */
import type { Announcer } from './announcer';
import { h } from './dom';
import type { PageIndex } from './page_index';
import { renderLink } from './render';
import { type Strings, format } from './strings';
import type { Source } from './transport';

const SHORTEST = 3;
const SEARCH_AFTER_MS = 250;

export class Suggestions {
	readonly element: HTMLElement;
	private readonly items = h( 'ul' );
	private timer: ReturnType< typeof setTimeout > | undefined;
	private shown = '';

	constructor(
		private readonly index: PageIndex,
		private readonly announcer: Announcer,
		private readonly strings: Strings
	) {
		this.element = h(
			'nav',
			{ class: 'suggestions', part: 'suggestions', 'aria-label': strings.suggestions, hidden: true },
			h( 'p', { class: 'caption', 'aria-hidden': 'true' }, strings.suggestions ),
			this.items
		);
	}

	/** Searches once the writer pauses. What is still searched for an earlier text is not shown. */
	update( text: string ): void {
		clearTimeout( this.timer );
		this.timer = undefined;
		if ( text.trim().length < SHORTEST ) {
			this.show( [] );
			return;
		}
		const timer = setTimeout( async () => {
			const pages = await this.index.search( text );
			if ( timer === this.timer ) {
				this.show( pages );
			}
		}, SEARCH_AFTER_MS );
		this.timer = timer;
	}

	private show( pages: Source[] ): void {
		const urls = pages.map( ( { url } ) => url ).join( ' ' );
		if ( urls === this.shown ) {
			return;
		}
		const isFirst = this.shown === '';
		this.shown = urls;
		this.items.replaceChildren( ...pages.flatMap( ( { url, title } ) => renderLink( url, title ) ?? [] ).map( ( link ) => h( 'li', {}, link ) ) );
		this.element.hidden = pages.length === 0;
		if ( isFirst && pages.length > 0 ) {
			this.announcer.say( format( this.strings.suggestionCount, { count: pages.length } ) );
		}
	}
}
