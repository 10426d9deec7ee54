<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Jobs;
use MxChat\Settings;

/**
 * Reads the whole site again, a few posts in a step.
 */
final class Reindex_Job implements Jobs\Handler {

	private const LANE  = 'reindex';
	private const BATCH = 20;

	/**
	 * @return string The job's id: one that has not begun yet, if there is one. One that is reading may be past what is new.
	 */
	public static function add(): string {
		return Jobs\Store::find_unbegun( self::LANE )?->job_id ?? Jobs\Queue::add( 'reindex', array(), self::LANE );
	}

	public function step( array $state ): Jobs\Step {
		$after = (int) ( $state['after_post_id'] ?? 0 );
		$done  = (int) ( $state['done'] ?? 0 );
		$total = (int) ( $state['total'] ?? Post_Store::count( (array) Settings\Store::get( 'post_types' ) ) );
		$read  = Sync::read_posts( $after, self::BATCH );
		$done += $read['count'];
		if ( $read['count'] > 0 ) {
			return Jobs\Step::more( array( 'after_post_id' => $read['last_post_id'] ) + compact( 'done', 'total' ), $done, $total );
		}
		Segment_Builder::rebuild( Bots\Store::DEFAULT_ID );
		return Jobs\Step::last( $done, Store::totals( Bots\Store::DEFAULT_ID ) );
	}
}
