<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Http\Fetched;
use MxChat\Http\Fetcher;
use MxChat\Http\Url;
use MxChat\Rest\Rest_Error;

/**
 * Asks a host's robots.txt before anything else of it is read.
 *
 * A host that has none, or answers with a 4xx status, allows everything. One that cannot answer allows nothing, until
 * it can.
 */
final class Robots_Gate {

	private const THERE       = 'there';
	private const NONE        = 'none';
	private const UNREACHABLE = 'unreachable';

	private const KEPT_SECONDS             = DAY_IN_SECONDS;
	private const KEPT_SECONDS_OF_FAILURES = 10 * MINUTE_IN_SECONDS;
	private const MAX_SECONDS              = 10.0;

	/** A host that is not asked at all has no robots.txt to speak of. */
	private const NOT_ASKED = array( 'mxchat_fetch_refused', 'mxchat_fetch_blocked', 'mxchat_fetch_needs_curl', 'mxchat_fetch_unresolved' );

	/**
	 * @return \WP_Error|null Null if the address may be asked.
	 */
	public static function check( Url $url ): ?\WP_Error {
		$kept = Host_Store::robots( $url ) ?? self::ask( $url );
		if ( is_wp_error( $kept ) ) {
			return $kept;
		}
		if ( $kept['status'] === self::UNREACHABLE ) {
			return Rest_Error::make( 'mxchat_robots_unreachable' );
		}
		return self::robots( $kept )->allows( $url->path_and_query ) ? null : Rest_Error::make( 'mxchat_robots_disallow' );
	}

	/**
	 * How long a host wants to be left alone between two requests.
	 */
	public static function delay_seconds( Url $url ): int {
		$kept = Host_Store::robots( $url );
		return $kept === null ? 0 : self::robots( $kept )->delay_seconds;
	}

	private static function robots( array $kept ): Robots {
		return Robots::parse( $kept['text'], Fetcher::PRODUCT );
	}

	/**
	 * @return array{status:string,text:string}|\WP_Error
	 */
	private static function ask( Url $url ): array|\WP_Error {
		$fetched = Fetcher::get( $url->origin() . '/robots.txt', max_seconds: self::MAX_SECONDS );
		if ( is_wp_error( $fetched ) && in_array( $fetched->get_error_code(), self::NOT_ASKED, true ) ) {
			return $fetched;
		}
		$status  = self::status( $fetched );
		$text    = $status === self::THERE ? substr( wp_check_invalid_utf8( $fetched->body, true ), 0, Robots::MAX_BYTES ) : '';
		Host_Store::keep_robots( $url, $status, $text, $status === self::UNREACHABLE ? self::KEPT_SECONDS_OF_FAILURES : self::KEPT_SECONDS );
		return compact( 'status', 'text' );
	}

	private static function status( Fetched|\WP_Error $fetched ): string {
		if ( is_wp_error( $fetched ) ) {
			return $fetched->get_error_code() === 'mxchat_fetch_redirects' ? self::NONE : self::UNREACHABLE;
		}
		return match ( true ) {
			$fetched->status === 200                             => self::THERE,
			$fetched->status >= 500 || $fetched->status === 429 => self::UNREACHABLE,
			default                                              => self::NONE,
		};
	}
}
