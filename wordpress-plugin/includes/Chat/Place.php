<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Rest\Rest_Error;
use MxChat\Settings;

/**
 * A place for an answer that has to be waited for, as a stream or whole, or for what a visitor has confirmed. Each holds a
 * worker of PHP, and ordinary pages need some, too: so there are only so many.
 *
 * It is given back when nobody holds this object any more.
 */
final class Place {

	private const RETRY_SECONDS = 2;

	/** @var array<string,true> Those of this request. */
	private static array $held = array();

	private function __construct( private readonly string $holder ) {
		self::$held[ $holder ] = true;
	}

	public function __destruct() {
		self::give_back( $this->holder );
	}

	/**
	 * @return self|\WP_Error|null Null where none is needed; an error if all are taken.
	 */
	public static function take_if( bool $is_needed ): self|\WP_Error|null {
		return $is_needed ? self::take() : null;
	}

	public static function take(): self|\WP_Error {
		$holder = bin2hex( random_bytes( 16 ) );
		return Place_Store::take( $holder, max( 1, (int) Settings\Store::get( 'max_streams' ) ) )
			? new self( $holder )
			: Rest_Error::make( 'mxchat_streams_busy', array( 'retry_after_seconds' => self::RETRY_SECONDS ) );
	}

	/**
	 * What a request still holds when it ends, whatever ended it.
	 */
	public static function give_back_all(): void {
		array_map( array( self::class, 'give_back' ), array_keys( self::$held ) );
	}

	private static function give_back( string $holder ): void {
		if ( isset( self::$held[ $holder ] ) ) {
			unset( self::$held[ $holder ] );
			Place_Store::give_back( $holder );
		}
	}
}
