<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Sees to it that the stores are fed.
 *
 * Whoever changes vectors leaves a job behind. A web server with an index of its own may not be the one that runs the
 * job, so it also feeds itself after an answer for which its index was behind.
 */
final class Feeder {

	private const SECONDS_AFTER_RESPONSE = 2;
	private const ORPHANS_A_DAY          = 10_000;
	private const TOMBSTONE_DAYS         = 30;

	/** @var array<string,Collection> */
	private static array $after_response = array();

	/**
	 * Feeds this server's index when the visitor has the answer.
	 */
	public static function after_response( Collection $collection ): void {
		self::$after_response[ $collection->name() ] = $collection;
	}

	public static function on_shutdown(): void {
		self::add_jobs();
		if ( self::$after_response ) {
			self::feed_own_index();
		}
	}

	/**
	 * Leaves jobs for what this request has changed.
	 */
	public static function add_jobs(): void {
		foreach ( Store::take_changed() as $collection ) {
			Feed_Job::add_for( $collection );
		}
	}

	/**
	 * Forgets what nobody will ask for again, and leaves jobs for the stores that are behind.
	 */
	public static function run_daily(): void {
		$now = time();
		Store::delete_orphans( self::ORPHANS_A_DAY, $now );
		Store::delete_old_tombstones( $now - self::TOMBSTONE_DAYS * DAY_IN_SECONDS );
		foreach ( Store::collections() as $collection ) {
			Feed_Job::add_for( $collection );
		}
	}

	private static function feed_own_index(): void {
		if ( function_exists( 'fastcgi_finish_request' ) ) {
			fastcgi_finish_request();
		}
		$collections          = self::$after_response;
		self::$after_response = array();
		$deadline             = microtime( true ) + self::SECONDS_AFTER_RESPONSE;
		foreach ( $collections as $collection ) {
			try {
				$feed = new Change_Feed( $collection, Stores::at( Stores::PRIMARY, $collection ) );
				if ( $feed->is_behind() ) {
					$feed->run( static fn() => microtime( true ) > $deadline );
				}
			} catch ( \Exception $error ) {
				// The visitor has an answer already; the job will try again, and tells if it cannot.
				continue;
			}
		}
	}
}
