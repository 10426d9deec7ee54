<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Health\Site_Test;

/**
 * Tools → Site Health tells when nobody comes for the jobs: WP-Cron is switched off, say, and nothing stands in for it.
 */
final class Site_Health {

	private const NAME = 'mxchat_jobs';

	/** Where few visit, WP-Cron comes late. */
	private const LATE_SECONDS = 30 * MINUTE_IN_SECONDS;

	public static function add_test( array $tests ): array {
		$tests['direct'][ self::NAME ] = array(
			'label' => __( 'Work in the background is done', 'mxchat-engine' ),
			'test'  => array( self::class, 'result' ),
		);
		return $tests;
	}

	public static function result(): array {
		$waits_since = Store::waits_since();
		if ( $waits_since === null || $waits_since > time() - self::LATE_SECONDS ) {
			return Site_Test::report( self::NAME, 'good', __( 'Work in the background is done', 'mxchat-engine' ), __( 'No job of the chat waits for long.', 'mxchat-engine' ) );
		}
		return Site_Test::report(
			self::NAME,
			'recommended',
			__( 'Work in the background is not done', 'mxchat-engine' ),
			/* translators: 1: a time such as "2 hours", 2: a command. */
			sprintf( __( 'A job of the chat waits for %1$s: pages may not be known, and webhooks not sent. WP-Cron may be switched off. Have the server call wp-cron.php every minute, or run “%2$s”.', 'mxchat-engine' ), human_time_diff( $waits_since ), 'wp mxchat jobs run' )
		);
	}
}
