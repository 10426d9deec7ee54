<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Provider\Usage;
use MxChat\Spend\Reservation;

/**
 * What one call of a model costs: settled by what the provider told, and in full where it did not tell.
 */
final class Bill {

	private ?Usage $usage = null;

	private bool $is_refunded = false;

	public function __construct( private readonly Reservation $reservation ) {}

	public function note( Usage $usage ): void {
		$this->usage = $usage;
	}

	/**
	 * For a call that was refused before it cost anything.
	 */
	public function refund(): void {
		$this->is_refunded = $this->usage === null;
	}

	public function settle(): void {
		if ( $this->is_refunded ) {
			$this->reservation->refund();
		} else {
			$this->reservation->settle( $this->usage ?? Usage::unknown() );
		}
	}

	public function input_tokens(): int {
		return $this->usage?->is_known ? $this->usage->input_tokens : 0;
	}

	public function output_tokens(): int {
		return $this->usage?->is_known ? $this->usage->output_tokens : 0;
	}
}
