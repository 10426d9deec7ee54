<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core\Core_Exception;

/**
 * What a call gave, as one string that shows every bit of it.
 */
final class Outcome {

	/**
	 * The outcome of a call.
	 *
	 * @param callable    $function The function.
	 * @param list<mixed> $args     Its arguments.
	 */
	public static function of( callable $function, array $args ): string {
		try {
			return serialize( $function( ...$args ) );
		} catch ( Core_Exception $e ) {
			return "throws {$e->error_code}: {$e->getMessage()}";
		}
	}
}
