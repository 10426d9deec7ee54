<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Provider\Failure;
use MxChat\Provider\Usage;

/**
 * What a call may cost at most, counted before it is made.
 *
 * It is settled by what the call really cost, or refunded where none was made. One that is forgotten, because its process
 * died, stays counted in full.
 */
final class Reservation {

	private const MAY_HAVE_COST = array( 'timeout', 'cut', 'garbled', 'filtered' );

	private bool $is_open = true;

	/**
	 * @param string[] $spenders Against whose budgets it counts.
	 */
	public function __construct(
		private readonly string $day,
		private readonly array $spenders,
		private readonly string $kind,
		private readonly string $model,
		private readonly Amount $reserved,
		private readonly Price $price,
	) {}

	/**
	 * A usage that the provider has not told is taken to be all that was reserved.
	 */
	public function settle( Usage $usage ): void {
		$spent = $usage->is_known
			? Amount::of( $this->price, $usage->input_tokens, $usage->output_tokens, $usage->cached_tokens )
			: $this->reserved;
		$this->close( $spent->minus( $this->reserved ), 0 );
	}

	/**
	 * For a call that cost nothing: it was refused, or never reached the provider.
	 */
	public function refund(): void {
		$this->close( Amount::nothing()->minus( $this->reserved ), -1 );
	}

	/**
	 * For a call that failed: what the provider refused costs nothing, what was cut off may have been counted there.
	 */
	public function fail( Failure $failure ): void {
		if ( in_array( $failure->kind, self::MAY_HAVE_COST, true ) ) {
			$this->close( Amount::nothing(), 0 );
		} else {
			$this->refund();
		}
	}

	private function close( Amount $correction, int $calls ): void {
		if ( ! $this->is_open ) {
			return;
		}
		$this->is_open = false;
		foreach ( $this->spenders as $spender ) {
			Store::add( $this->day, $spender, $correction );
		}
		Store::note( $this->day, $this->kind, $this->model, $correction, $calls, -1 );
	}
}
