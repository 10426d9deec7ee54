<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * What is noted of an error that nobody expected.
 */
final class Error_Log {

	/**
	 * The class and the place are enough to find it: the message of a throwable may quote input or a secret.
	 *
	 * @param string $subject For example "MxChat tool look_up".
	 */
	public static function add( string $subject, \Throwable $error ): void {
		error_log( sprintf( '%s: %s in %s:%d', $subject, $error::class, basename( $error->getFile() ), $error->getLine() ) ); // phpcs:ignore
	}
}
