<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * The bytes of a picture on their way to the browser.
 */
final class Picture {

	public function __construct( public readonly string $bytes ) {}
}
