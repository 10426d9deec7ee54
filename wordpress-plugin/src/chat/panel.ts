/** The panel: puts the pieces together and carries what happens in one to the others. */
import { loadCore } from '../core';
import { Rest, type RestError } from '../rest';
import { Announcer } from './announcer';
import { Composer, isComposing } from './composer';
import { Conversation, type Message } from './conversation';
import { adopt, h, icon } from './dom';
import { describeFailure } from './failure';
import { MessageLog } from './message_log';
import { Options } from './options';
import { PageIndex } from './page_index';
import css from './panel.css';
import { renderGreeting } from './render';
import { Screen } from './screen';
import { SessionStore } from './session_store';
import { PANEL_ENGLISH, type Strings, format, readStrings } from './strings';
import { Suggestions } from './suggestions';
import { download, transcriptText } from './transcript_file';
import { safeHref } from './text';
import { type Page, jsonTransport } from './transport';

/** What the panel needs of the element that it belongs to. */
export interface Host extends HTMLElement {
	readonly root: ShadowRoot;
	readonly container: HTMLElement;
	readonly isFloating: boolean;
	readonly isOpen: boolean;
	close(): Promise< void >;
	setUnread( isUnread: boolean ): void;
	emit( type: string, detail?: object ): void;
}

export interface Panel {
	show(): void;
	hide(): void;
}

const CLOSE = 'M6 6l12 12M18 6 6 18';

/** Two widgets for the same bot on one page show the same conversation. */
const conversations = new Map< string, Conversation >();

export function mount( host: Host ): Panel {
	adopt( host.root, css );
	return new ChatPanel( host );
}

class ChatPanel implements Panel {
	private readonly strings: Strings;
	private readonly conversation: Conversation;
	private readonly announcer = new Announcer();
	private readonly composer: Composer;
	private readonly suggestions: Suggestions;
	private readonly options: Options;
	private readonly log: MessageLog;
	private readonly screen: Screen | null;

	constructor( private readonly host: Host ) {
		this.strings = readStrings( host.getAttribute( 'strings' ), PANEL_ENGLISH );
		const restUrl = host.getAttribute( 'rest-url' ) ?? '/wp-json/mxchat/v1/';
		const botId = host.getAttribute( 'bot-id' ) ?? 'default';
		const contactUrl = this.address( 'contact-url' );
		const rest = new Rest( restUrl );
		this.conversation = conversationOf( rest, restUrl, botId );
		this.suggestions = new Suggestions( new PageIndex( rest, botId ), this.announcer, this.strings );
		this.log = new MessageLog( this.intro( contactUrl ), {
			strings: this.strings,
			contactUrl,
			searchUrl: ( words ) => this.address( 'search-url', encodeURIComponent( words ) ),
			onRetry: ( id ) => void this.retry( id ),
			onEdit: ( id ) => this.edit( id ),
		} );
		this.options = new Options( this.strings, contactUrl, {
			onDownload: () => download( transcriptText( this.conversation.state.messages, this.strings ), 'conversation.txt' ),
			onEnd: ( erase ) => void this.end( erase ),
		} );
		this.composer = new Composer( this.strings, {
			onSend: ( text ) => void this.send( text ),
			onInput: ( text ) => this.onInput( text ),
			onProblem: ( text ) => this.announcer.warn( text ),
			onScroll: ( direction ) => this.log.scrollPage( direction ),
			lastQuestion: () => this.conversation.lastQuestion,
		} );
		this.assemble();
		this.screen = host.container instanceof HTMLDialogElement ? new Screen( host.container ) : null;
		this.listen();
		this.draw();
	}

	show(): void {
		this.screen?.show();
		if ( this.host.isFloating ) {
			this.focusFirst();
			void loadCore();
		}
		this.log.showLatest();
		void this.loadHistory();
	}

	hide(): void {
		this.options.dismiss();
		this.screen?.hide();
	}

	private assemble(): void {
		const { host, strings, announcer } = this;
		host.container.setAttribute( 'aria-labelledby', 'heading' );
		host.container.replaceChildren(
			h(
				'header',
				{ class: 'header', part: 'header' },
				h( 'h2', { id: 'heading', part: 'heading', tabindex: '-1', dir: 'auto' }, host.getAttribute( 'heading' ) || strings.heading ),
				this.options.button,
				this.options.element,
				host.isFloating
					? h(
							'button',
							{ type: 'button', class: 'icon', part: 'close', 'aria-label': strings.close, onclick: () => void host.close() },
							icon( CLOSE )
						)
					: null
			),
			h( 'div', { class: 'stage' }, this.log.element, this.log.jump ),
			h( 'div', { class: 'footer', part: 'footer' }, announcer.alert, this.suggestions.element, this.composer.element ),
			announcer.status
		);
	}

	/** What stands before the first message: who answers, a greeting, and the way to a person. */
	private intro( contactUrl: string | null ): HTMLElement {
		const { host, strings } = this;
		return h(
			'div',
			{ class: 'intro' },
			h( 'p', { id: 'disclosure', class: 'disclosure', part: 'disclosure' }, strings.disclosure ),
			renderGreeting( host.getAttribute( 'greeting' ) || strings.greeting, strings ),
			contactUrl === null ? null : h( 'p', { class: 'way-on' }, h( 'a', { href: contactUrl, part: 'contact' }, strings.contact ) )
		);
	}

	private listen(): void {
		const { container } = this.host;
		this.host.root.addEventListener( 'keydown', ( event ) => this.onKey( event as KeyboardEvent ) );
		container.addEventListener( 'close', () => {
			if ( this.host.isOpen && this.screen !== null && ! ( container as HTMLDialogElement ).open ) {
				void this.host.close();
			}
		} );
		container.addEventListener( 'focusin', () => void loadCore(), { once: true } );
		container.addEventListener( 'pointerdown', ( { target } ) => this.options.dismissUnlessAt( target ) );
		container.addEventListener( 'focusin', ( { target } ) => this.options.dismissUnlessAt( target ) );
		this.conversation.subscribe( () => this.draw() );
		addEventListener( 'storage', ( { key } ) => {
			if ( key === this.conversation.storageKey ) {
				void this.conversation.reload().catch( () => {} );
			}
		} );
	}

	private onInput( text: string ): void {
		this.announcer.clear();
		this.suggestions.update( text );
	}

	private onKey( event: KeyboardEvent ): void {
		if ( event.key !== 'Escape' || isComposing( event ) ) {
			return;
		}
		if ( this.options.isOpen ) {
			event.preventDefault();
			this.options.close();
		} else if ( this.host.isFloating && this.host.isOpen ) {
			event.preventDefault();
			void this.host.close();
		}
	}

	/** The box to write in; on a phone the heading, or the keyboard would cover what there is to read. */
	private focusFirst(): void {
		if ( this.screen?.isSmall ) {
			this.host.root.getElementById( 'heading' )?.focus();
		} else {
			this.composer.focus();
		}
	}

	private draw(): void {
		this.log.draw( this.conversation.state );
		this.composer.setWaiting( this.conversation.state.isWaiting );
	}

	private async loadHistory(): Promise< void > {
		try {
			await this.conversation.load();
			this.log.showLatest();
		} catch {
			this.announcer.warn( this.strings.historyFailed );
		}
	}

	private send( text: string ): Promise< void > {
		this.host.emit( 'mxchat:message', { text } );
		return this.follow( this.conversation.send( text, currentPage() ) );
	}

	private retry( id: string ): Promise< void > {
		this.composer.focus();
		return this.follow( this.conversation.retry( id, currentPage() ) );
	}

	private edit( id: string ): void {
		this.composer.offer( this.conversation.takeBack( id ) );
		this.composer.focus();
	}

	/** From the question's leaving to its answer or failure: what is said, shown and told to the page. */
	private async follow( delivery: Promise< Message > ): Promise< void > {
		this.announcer.say( this.strings.sent );
		this.log.showLatest();
		try {
			this.onAnswer( await delivery );
		} catch ( error ) {
			this.onFailure( error as RestError );
		}
	}

	private onAnswer( { text, sources, isAnswered, turnId }: Message ): void {
		this.announcer.sayAnswer( text, format( this.strings.answerReady, { count: sources.length } ) );
		if ( ! this.host.isOpen ) {
			this.host.setUnread( true );
		}
		this.host.emit( 'mxchat:answer', { text, sources, isAnswered, turnId } );
	}

	private onFailure( error: RestError ): void {
		this.announcer.alarm( `${ this.strings.notSent } ${ describeFailure( error, this.strings ) }` );
		this.host.emit( 'mxchat:error', { code: error.code } );
	}

	private async end( erase: boolean ): Promise< void > {
		try {
			await this.conversation.end( erase );
			this.announcer.say( erase ? this.strings.erased : this.strings.restarted );
			this.composer.focus();
		} catch ( error ) {
			this.announcer.warn( this.strings.endFailed );
			this.host.emit( 'mxchat:error', { code: ( error as RestError ).code } );
		}
	}

	/** An address that the page gives in an attribute, if it does and it is one to go to. */
	private address( attribute: string, end = '' ): string | null {
		const address = this.host.getAttribute( attribute );
		return address ? safeHref( address + end, document.baseURI ) : null;
	}
}

function conversationOf( rest: Rest, restUrl: string, botId: string ): Conversation {
	const store = new SessionStore( restUrl, botId );
	const conversation = conversations.get( store.key ) ?? new Conversation( rest, store, jsonTransport( rest, botId ), botId );
	conversations.set( store.key, conversation );
	return conversation;
}

function currentPage(): Page {
	return { url: location.href.replace( /#.*$/, '' ), title: document.title };
}
