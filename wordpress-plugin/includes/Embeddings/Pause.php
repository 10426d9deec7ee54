<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Failure;
use MxChat\Spend\Day;

/**
 * How long to wait before a provider is asked again.
 */
final class Pause {

	private const FIRST_SECONDS = 60;
	private const LAST_SECONDS  = HOUR_IN_SECONDS;

	/**
	 * @param int $failures In a row, with this one.
	 */
	public static function seconds( Failure $failure, int $failures ): int {
		if ( $failure->kind === 'budget' ) {
			return max( 1, Day::ends_at() - time() );
		}
		if ( ! $failure->is_retryable && $failure->kind !== 'breaker_open' ) {
			return self::LAST_SECONDS;
		}
		$backoff = min( self::LAST_SECONDS, self::FIRST_SECONDS * 2 ** min( 10, $failures - 1 ) );
		return max( $backoff, min( self::LAST_SECONDS, (int) $failure->retry_after_seconds ) );
	}
}
