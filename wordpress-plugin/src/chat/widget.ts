/**
 * `<mxchat-widget>`: the launcher, and as little as it can be.
 *
 * The panel is another file that is fetched when a visitor shows interest. Before the first message no request
 * goes to the site's API, except for what a conversation begun earlier needs, and nothing is stored.
 *
 * Attributes: `rest-url` (the root of `mxchat/v1/`), `bot-id`, `heading`, `greeting`, `floating` (a button in the
 * corner, else in its place in the page), `side` (`start`: that button's other corner), `contact-url`, `search-url` (to which the words are appended), `strings`
 * (JSON, see strings.ts), `debug-url` (to which the id of a turn is appended; for the owner), `lang`.
 *
 * Events, which bubble out of the shadow root: `mxchat:open`, `mxchat:close`, `mxchat:message` `{text}`,
 * `mxchat:answer` `{text, sources, isAnswered, turnId}`, `mxchat:error` `{code}`.
 *
 * Looks: the custom properties at the top of launcher.css, and the `part` names.
 */
import { adopt, h, icon } from './dom';
import css from './launcher.css';
import type { Host, Panel } from './panel';
import { LAUNCHER_ENGLISH, readStrings } from './strings';

declare const PANEL_VERSION: string;

const BUBBLE = 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-5 4.5V16A2 2 0 0 1 4 14z';
const DOTS = 'M8.5 9.5h.01M12 9.5h.01M15.5 9.5h.01';
const CHEVRON = 'm6 9.5 6 6 6-6';

class MxChatWidget extends HTMLElement implements Host {
	readonly root = this.attachShadow( { mode: 'open' } );
	container!: HTMLElement;
	isOpen = false;
	private launcher: HTMLButtonElement | undefined;
	private notice: HTMLElement | undefined;
	private panel: Promise< Panel > | undefined;
	private failures = 0;
	private strings = LAUNCHER_ENGLISH;

	connectedCallback(): void {
		if ( this.container ) {
			this.onPanel( ( panel ) => panel.connect() );
			return;
		}
		adopt( this.root, css );
		this.strings = readStrings( this.getAttribute( 'strings' ), LAUNCHER_ENGLISH );
		if ( this.isFloating ) {
			// Two buttons in one corner would hide each other: the first of a page is the one.
			this.hidden = document.querySelector( 'mxchat-widget[floating]' ) !== this;
			this.buildLauncher();
		} else {
			this.buildInline();
		}
	}

	/** Leaves the page as it was, should the element be taken out while it covers a phone's screen. */
	disconnectedCallback(): void {
		void this.close();
		this.onPanel( ( panel ) => panel.disconnect() );
	}

	get isFloating(): boolean {
		return this.hasAttribute( 'floating' );
	}

	async open(): Promise< void > {
		if ( this.isOpen ) {
			return;
		}
		const panel = await this.load();
		if ( this.notice ) {
			this.notice.textContent = panel === null ? this.strings.loadFailed : '';
		}
		if ( panel === null || this.isOpen || ! this.isConnected ) {
			return;
		}
		this.isOpen = true;
		this.setUnread( false );
		this.updateLauncher();
		panel.show();
		this.emit( 'mxchat:open' );
	}

	async close(): Promise< void > {
		if ( ! this.isOpen || ! this.isFloating ) {
			return;
		}
		this.isOpen = false;
		this.updateLauncher();
		( await this.panel )?.hide();
		this.launcher?.focus();
		this.emit( 'mxchat:close' );
	}

	setUnread( isUnread: boolean ): void {
		this.launcher?.toggleAttribute( 'data-unread', isUnread );
		this.updateLauncher();
	}

	emit( type: string, detail: object = {} ): void {
		this.dispatchEvent( new CustomEvent( type, { bubbles: true, composed: true, detail } ) );
	}

	private buildLauncher(): void {
		const prepare = () => void this.load();
		this.launcher = h(
			'button',
			{
				type: 'button',
				part: 'launcher',
				class: 'launcher',
				'aria-haspopup': 'dialog',
				'aria-controls': 'panel',
				onclick: () => void ( this.isOpen ? this.close() : this.open() ),
				onpointerenter: prepare,
				onfocus: prepare,
			},
			icon( BUBBLE, DOTS ),
			icon( CHEVRON )
		);
		this.notice = h( 'p', { role: 'alert', class: 'notice', part: 'notice' } );
		this.container = h( 'dialog', { id: 'panel', part: 'panel', class: 'panel', role: 'dialog' } );
		this.root.append( this.launcher, this.notice, this.container );
		this.updateLauncher();
	}

	/** In the page the panel is always open, and is fetched when it is about to be seen. */
	private buildInline(): void {
		this.notice = h( 'p', { role: 'alert', class: 'notice', part: 'notice' } );
		this.container = h( 'section', { id: 'panel', part: 'panel', class: 'panel' } );
		this.root.append( this.notice, this.container );
		const observer = new IntersectionObserver(
			( entries ) => {
				if ( entries.some( ( { isIntersecting } ) => isIntersecting ) ) {
					observer.disconnect();
					void this.open();
				}
			},
			{ rootMargin: '300px' }
		);
		observer.observe( this );
	}

	private updateLauncher(): void {
		const { open, close, unread } = this.strings;
		const label = this.launcher?.hasAttribute( 'data-unread' ) ? `${ open } (${ unread })` : open;
		this.launcher?.setAttribute( 'aria-label', this.isOpen ? close : label );
		this.launcher?.setAttribute( 'aria-expanded', String( this.isOpen ) );
	}

	private async load(): Promise< Panel | null > {
		this.panel ??= this.mount();
		this.launcher?.setAttribute( 'aria-busy', 'true' );
		try {
			return await this.panel;
		} catch {
			this.panel = undefined;
			this.failures++;
			return null;
		} finally {
			this.launcher?.removeAttribute( 'aria-busy' );
		}
	}

	/** Browsers remember a module that failed to load by its address, so each new try has its own. */
	private async mount(): Promise< Panel > {
		const retry = this.failures > 0 ? `&retry=${ this.failures }` : '';
		const file = new URL( `./panel.js?v=${ PANEL_VERSION }${ retry }`, import.meta.url );
		const { mount }: typeof import('./panel') = await import( file.href );
		const panel = mount( this );
		if ( this.isConnected ) {
			panel.connect();
		}
		return panel;
	}

	/** Once there is a panel, if one was asked for. */
	private onPanel( act: ( panel: Panel ) => void ): void {
		this.panel?.then( act, () => {} );
	}
}

if ( ! customElements.get( 'mxchat-widget' ) ) {
	customElements.define( 'mxchat-widget', MxChatWidget );
}
