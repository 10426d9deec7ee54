<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Bots;
use MxChat\Settings;
use function MxChat\Core\check_rate;
use function MxChat\Core\rate_window;
use function MxChat\Core\transient_key;

/**
 * Sliding-window limits, on by default.
 */
final class Limiter {

	/**
	 * Counts a request; null if it may pass, else the error to answer.
	 */
	public static function count( Context $context ): ?\WP_Error {
		$name = $context->route->limiter;
		if ( $name === '' ) {
			return null;
		}
		[ $limit, $window_seconds ] = self::rule( $name, $context );
		$subject                    = $context->limited_identity();
		if ( self::own_limit( $name, $context ) !== null ) {
			$subject .= ' bot:' . $context->session->bot_id;
		}

		$key                       = transient_key( Settings\Install_Secret::get(), get_current_blog_id(), 'limit_' . $name, $subject );
		[ $admitted, $rate, $now ] = self::admit( $key, $limit, $window_seconds );

		$context->headers += array(
			'RateLimit-Limit'     => (string) $limit,
			'RateLimit-Remaining' => (string) $rate['remaining'],
			'RateLimit-Reset'     => (string) max( 0, $rate['resets_at'] - $now ),
		);
		if ( $admitted ) {
			return null;
		}
		$wait = max( 1, $rate['retry_after_seconds'] );
		$context->headers += array( 'Retry-After' => (string) $wait );
		return Rest_Error::make( 'mxchat_rate_limited', array( 'retry_after_seconds' => $wait ) );
	}

	/**
	 * A hit that was counted in a window after its end is taken back and tried anew: the next window has already begun
	 * from what this one held.
	 *
	 * @return array{0:bool,1:array<string,int>,2:int} Whether a request may pass, where its limit stands, and when.
	 */
	private static function admit( string $key, int $limit, int $window_seconds ): array {
		do {
			$now      = time();
			$start    = rate_window( $now, $window_seconds );
			$previous = self::hits( $key, $start - $window_seconds );
			$rate     = check_rate( $limit, $window_seconds, $previous, 0, $now );
			$counted  = self::try_hit( $key, $start, $rate['allowance'], 2 * $window_seconds );
			$is_late  = $counted !== null && rate_window( time(), $window_seconds ) !== $start;
			if ( $is_late ) {
				$counted::take_back( $key, $start );
			}
		} while ( $is_late );
		return array( $counted !== null, check_rate( $limit, $window_seconds, $previous, self::hits( $key, $start ), $now ), $now );
	}

	private static function hits( string $key, int $window_start ): int {
		return Limit_Cache::is_there() ? Limit_Cache::hits( $key, $window_start ) : Limit_Store::hits( $key, $window_start );
	}

	/**
	 * A cache that fails must not open the door: the database counts then.
	 *
	 * @return class-string<Limit_Cache|Limit_Store>|null Where the hit was counted; null if there was no room for it.
	 */
	private static function try_hit( string $key, int $window_start, int $allowance, int $kept_seconds ): ?string {
		$cached = Limit_Cache::is_there() ? Limit_Cache::try_hit( $key, $window_start, $allowance, $kept_seconds ) : null;
		if ( $cached !== null ) {
			return $cached ? Limit_Cache::class : null;
		}
		return Limit_Store::try_hit( $key, $window_start, $allowance ) ? Limit_Store::class : null;
	}

	/**
	 * The limits of tokens are the documented ones; those of visitors are the owner's.
	 *
	 * @return array{0:int,1:int} Limit and window in seconds.
	 */
	private static function rule( string $name, Context $context ): array {
		[ $limit, $window_seconds ] = match ( $name ) {
			'sessions' => array( (int) Settings\Store::get( 'sessions_per_hour' ), HOUR_IN_SECONDS ),
			'messages' => array( self::own_limit( $name, $context ) ?? (int) Settings\Store::get( 'messages_per_minute' ), MINUTE_IN_SECONDS ),
			'reads'    => array( 120, MINUTE_IN_SECONDS ),
			'events'   => array( 600, MINUTE_IN_SECONDS ),
			'data'     => array( 1000, HOUR_IN_SECONDS ),
			'chat'     => array( 100, MINUTE_IN_SECONDS ),
			'webhooks' => array( 500, MINUTE_IN_SECONDS ),
			'proofs'   => array( 5, HOUR_IN_SECONDS ),
		};
		/**
		 * How many requests a limit admits in its window.
		 *
		 * @param int    $limit          Requests.
		 * @param string $name           Name of the limit: sessions, messages, reads, data, chat, webhooks or proofs.
		 * @param int    $window_seconds The window.
		 */
		return array( max( 0, (int) apply_filters( 'mxchat_limit', $limit, $name, $window_seconds ) ), $window_seconds );
	}

	/**
	 * What the visitor's bot admits, where it has a limit of its own: then it counts on its own as well.
	 */
	private static function own_limit( string $name, Context $context ): ?int {
		$bot_id = $name === 'messages' ? $context->session?->bot_id : null;
		return $bot_id === null ? null : Bots\Store::find( $bot_id )?->messages_per_minute;
	}
}
