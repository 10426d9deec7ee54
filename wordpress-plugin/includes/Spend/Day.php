<?php
declare( strict_types=1 );

namespace MxChat\Spend;

/**
 * Days in the site's time zone, as `2026-11-21`.
 */
final class Day {

	public static function today(): string {
		return self::now()->format( 'Y-m-d' );
	}

	public static function before( int $days ): string {
		return self::now()->modify( "-$days days" )->format( 'Y-m-d' );
	}

	/**
	 * @return int Unix seconds.
	 */
	public static function ends_at(): int {
		return self::now()->modify( 'tomorrow' )->getTimestamp();
	}

	private static function now(): \DateTimeImmutable {
		return new \DateTimeImmutable( 'now', wp_timezone() );
	}
}
