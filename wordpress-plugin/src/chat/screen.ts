/**
 * How the panel stands on the screen: a dialog beside the page where there is room, and in place of it on a phone,
 * where the page behind is inert and does not scroll.
 */
const SMALL_SCREEN = '(max-width: 600px), (max-height: 480px)';

export class Screen {
	private readonly small = matchMedia( SMALL_SCREEN );
	private overflow = '';

	constructor( private readonly dialog: HTMLDialogElement ) {}

	/** Follows what becomes of the window, until `signal` is aborted. */
	follow( signal: AbortSignal ): void {
		this.small.addEventListener( 'change', () => this.adapt(), { signal } );
		visualViewport?.addEventListener( 'resize', () => this.fitKeyboard(), { signal } );
	}

	get isSmall(): boolean {
		return this.small.matches;
	}

	show(): void {
		this.dialog.setAttribute( 'aria-modal', String( this.isSmall ) );
		if ( this.isSmall ) {
			this.overflow = document.documentElement.style.overflow;
			document.documentElement.style.overflow = 'hidden';
			this.dialog.showModal();
		} else {
			this.dialog.show();
		}
	}

	hide(): void {
		if ( this.dialog.getAttribute( 'aria-modal' ) === 'true' ) {
			document.documentElement.style.overflow = this.overflow;
		}
		this.dialog.close();
	}

	/** A phone was turned, or a window made small, while the panel was open. */
	private adapt(): void {
		if ( ! this.dialog.open ) {
			return;
		}
		const focused = ( this.dialog.getRootNode() as ShadowRoot ).activeElement;
		this.hide();
		this.show();
		( focused as HTMLElement | null )?.focus();
	}

	/** Leaves room for a keyboard on the screen, which covers the page without making it smaller. */
	private fitKeyboard(): void {
		const { height = innerHeight, offsetTop = 0, scale = 1 } = visualViewport ?? {};
		const keyboard = scale === 1 ? Math.max( 0, innerHeight - height - offsetTop ) : 0;
		this.dialog.style.setProperty( '--_keyboard', `${ keyboard }px` );
	}
}
