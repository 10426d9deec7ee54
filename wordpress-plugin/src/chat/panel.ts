/** The panel: puts the pieces together and carries what happens in one to the others. */
import { loadCore } from '../core';
import { Rest, type RestError } from '../rest';
import actionCss from './action.css';
import { outcome } from './action_card';
import { ActionChip } from './action_chip';
import { Actions } from './action_model';
import { Announcer } from './announcer';
import { parseBlocks, plainText } from './blocks';
import { Composer, isComposing } from './composer';
import { Conversation, type Message } from './conversation';
import { DeliveryStore } from './delivery_store';
import { adopt, h, icon } from './dom';
import { describeEnd, describeFailure } from './failure';
import { MessageLog } from './message_log';
import { Options } from './options';
import { PageIndex } from './page_index';
import css from './panel.css';
import { renderGreeting } from './render';
import { Screen } from './screen';
import { SessionStore } from './session_store';
import { PANEL_ENGLISH, type Strings, format, readStrings } from './strings';
import { readStarters, renderStarters } from './starters';
import { Suggestions } from './suggestions';
import { download, transcriptText } from './transcript_file';
import { safeHref } from './text';
import { type Page, eventTransport } from './transport';

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
	/** The element is in the page: from here on the panel follows what happens around it. */
	connect(): void;
	/** It is no longer: nothing outside holds on to the panel. */
	disconnect(): void;
	show(): void;
	hide(): void;
}

const CLOSE = 'M6 6l12 12M18 6 6 18';

/** Two widgets for the same bot on one page show the same conversation. */
const conversations = new Map< string, Conversation >();

export function mount( host: Host ): Panel {
	adopt( host.root, css );
	adopt( host.root, actionCss );
	return new ChatPanel( host );
}

class ChatPanel implements Panel {
	private readonly strings: Strings;
	private readonly conversation: Conversation;
	private readonly announcer = new Announcer();
	private readonly composer: Composer;
	private readonly suggestions: Suggestions;
	private readonly chip: ActionChip;
	private readonly options: Options;
	private readonly log: MessageLog;
	private readonly screen: Screen | null;
	private readonly starters: HTMLElement;
	/** What was said on earlier pages is known, or that there is nothing. */
	private hasHistory = false;
	private frame: number | undefined;
	private connection: AbortController | undefined;

	constructor( private readonly host: Host ) {
		this.strings = readStrings( host.getAttribute( 'strings' ), PANEL_ENGLISH );
		const restUrl = host.getAttribute( 'rest-url' ) ?? '/wp-json/mxchat/v1/';
		const botId = host.getAttribute( 'bot-id' ) ?? 'default';
		const contactUrl = this.address( 'contact-url' );
		const rest = new Rest( restUrl );
		this.conversation = conversationOf( rest, restUrl, botId );
		this.suggestions = new Suggestions( new PageIndex( rest, botId ), this.announcer, this.strings );
		this.chip = new ActionChip( new Actions( rest, botId ), this.announcer, this.strings, () => this.composer.send() );
		this.starters = renderStarters( readStarters( host.getAttribute( 'starters' ) ), this.strings.starters, ( text ) => this.start( text ) );
		this.log = new MessageLog( this.intro( contactUrl ), {
			strings: this.strings,
			contactUrl,
			searchUrl: ( words ) => this.address( 'search-url', encodeURIComponent( words ) ),
			onRetry: ( id ) => void this.retry( id ),
			onEdit: ( id ) => this.edit( id ),
			onAskAgain: ( id ) => this.askAgain( id ),
			debugUrl: ( turnId ) => this.address( 'debug-url', encodeURIComponent( turnId ) ),
			actions: {
				onDecide: ( id, decision ) => void this.decide( id, decision ),
				onChange: ( id ) => this.takeActionBack( id ),
				onDownload: () => this.download(),
				onProve: ( email ) => this.conversation.prove( email ),
				onAskAgain: () => void this.send( this.conversation.lastQuestion ),
				describeFailure: ( error ) => describeFailure( error as RestError, this.strings ),
			},
		} );
		this.options = new Options( this.strings, contactUrl, {
			onDownload: () => this.download(),
			onEnd: ( erase ) => void this.end( erase ),
		} );
		this.composer = new Composer( this.strings, {
			onSend: ( text ) => void this.send( text ),
			onInput: ( text ) => this.onInput( text ),
			onProblem: ( text ) => this.announcer.warn( text ),
			onScroll: ( direction ) => this.log.scrollPage( direction ),
			onStop: () => void this.stop(),
			lastQuestion: () => this.conversation.lastQuestion,
		} );
		this.assemble();
		this.screen = host.container instanceof HTMLDialogElement ? new Screen( host.container ) : null;
		this.listen();
	}

	connect(): void {
		this.disconnect();
		this.connection = new AbortController();
		const { signal } = this.connection;
		signal.addEventListener( 'abort', this.conversation.subscribe( () => this.draw() ) );
		addEventListener( 'storage', ( { key } ) => key === this.conversation.storageKey && void this.conversation.reload().catch( () => {} ), { signal } );
		this.screen?.follow( signal );
		this.draw();
	}

	disconnect(): void {
		this.connection?.abort();
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
			h( 'div', { class: 'footer', part: 'footer' }, announcer.alert, this.suggestions.element, this.chip.element, this.composer.element ),
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
			this.starters,
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
	}

	private onInput( text: string ): void {
		this.announcer.clear();
		this.suggestions.update( text );
		this.chip.update( text );
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
		// At most once for each picture that the screen shows; what begins or ends is shown at once.
		const { messages, isWaiting } = this.conversation.state;
		if ( messages.at( -1 )?.state !== 'writing' ) {
			this.drawNow();
		} else {
			this.frame ??= requestAnimationFrame( () => this.drawNow() );
		}
		this.composer.setWaiting( isWaiting );
	}

	private drawNow(): void {
		if ( this.frame !== undefined ) {
			cancelAnimationFrame( this.frame );
			this.frame = undefined;
		}
		const { state } = this.conversation;
		this.starters.hidden = ! this.hasHistory || state.messages.length > 0 || this.starters.childElementCount === 0;
		this.log.draw( state );
	}

	private async loadHistory(): Promise< void > {
		try {
			await this.conversation.load();
			this.hasHistory = true;
			this.draw();
			this.log.showLatest();
			const delivery = this.conversation.resume( currentPage() );
			if ( delivery !== null ) {
				void this.follow( delivery );
			}
		} catch {
			this.announcer.warn( this.strings.historyFailed );
		}
	}

	private send( text: string ): Promise< void > {
		this.host.emit( 'mxchat:message', { text } );
		return this.follow( this.conversation.send( text, currentPage() ) );
	}

	/** The button that was pressed goes with the others: the focus goes to what is said, where no keyboard covers it. */
	private start( text: string ): void {
		void this.send( text );
		this.log.element.focus();
	}

	private retry( id: string ): Promise< void > {
		this.composer.focus();
		return this.follow( this.conversation.retry( id, currentPage() ) );
	}

	private askAgain( answerId: string ): void {
		this.composer.focus();
		void this.send( this.conversation.questionBefore( answerId ) );
	}

	private async stop(): Promise< void > {
		try {
			await this.conversation.stop();
		} catch {
			this.announcer.warn( this.strings.stopFailed );
		}
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

	private download(): void {
		download( transcriptText( this.conversation.state.messages, this.strings ), 'conversation.txt' );
	}

	/** A click of the visitor: nothing else lets an action change something. */
	private async decide( id: string, decision: 'confirm' | 'cancel' ): Promise< void > {
		const delivery = this.conversation.decide( id, decision );
		this.log.focusAction( id );
		try {
			this.announcer.say( outcome( await delivery, this.strings ) );
		} catch ( error ) {
			this.announcer.warn( describeFailure( error as RestError, this.strings ) );
		}
		this.log.focusAction( id );
	}

	private takeActionBack( id: string ): void {
		this.composer.offer( this.conversation.questionOf( id ) );
		void this.decide( id, 'cancel' ).then( () => this.composer.focus() );
	}

	private onAnswer( answer: Message ): void {
		const { text, sources, actions, isAnswered, turnId } = answer;
		const end = describeEnd( answer, this.strings );
		this.announcer.sayAnswer( `${ plainText( parseBlocks( text ) ) } ${ end }`.trim(), `${ format( this.strings.answerReady, { count: sources.length } ) } ${ end }`.trim() );
		const question = actions.find( ( { status } ) => status === 'confirmation_required' );
		if ( question !== undefined && this.host.isOpen && this.composer.isEmpty ) {
			this.log.focusAction( question.id );
		}
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
	const conversation = conversations.get( store.key ) ?? new Conversation( rest, store, eventTransport( rest, botId, new DeliveryStore() ), botId );
	conversations.set( store.key, conversation );
	return conversation;
}

function currentPage(): Page {
	return { url: location.href.replace( /#.*$/, '' ), title: document.title };
}
