/**
 * Whether answers reach this browser while they come, or all at once at their end.
 *
 * Some servers and proxies keep a stream back. Then nothing is gained by one, and answers are asked for again and again
 * instead; after a day a stream is tried anew.
 */
const KEY = 'mxchat:polls-until';
const KEPT_MS = 86_400_000;

const MIN_PIECES = 8;
const MIN_SPREAD_MS = 250;
const MIN_WAIT_MS = 2_000;

export class DeliveryStore {
	private until = 0;

	constructor( private readonly storage: () => Storage = () => localStorage ) {}

	get polls(): boolean {
		try {
			return Number( this.storage().getItem( KEY ) ) > Date.now();
		} catch {
			return this.until > Date.now();
		}
	}

	/** Learns from a stream: many pieces after a long wait, all at one moment, were kept back. */
	learn( { pieces, spreadMs, waitMs }: Measure ): void {
		if ( pieces >= MIN_PIECES && spreadMs < MIN_SPREAD_MS && waitMs > MIN_WAIT_MS ) {
			this.until = Date.now() + KEPT_MS;
			try {
				this.storage().setItem( KEY, String( this.until ) );
			} catch {
				// A private window: it is known for as long as the page lives.
			}
		}
	}
}

export interface Measure {
	/** Pieces of text that came. */
	pieces: number;
	/** From the first piece to the last. */
	spreadMs: number;
	/** From the question to the first byte. */
	waitMs: number;
}
