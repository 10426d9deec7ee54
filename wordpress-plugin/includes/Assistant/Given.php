<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;

/**
 * An answer that was there before anybody was asked.
 */
final class Given implements Assistant {

	public function __construct( private readonly string $text ) {}

	public function engine(): string {
		return 'given';
	}

	public function may_wait(): bool {
		return false;
	}

	public function answer( Turn $turn ): \Generator {
		yield Event::delta( $this->text );
		yield Event::done( true, null, $this->engine() );
	}
}
