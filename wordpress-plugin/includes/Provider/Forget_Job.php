<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Jobs\Handler;
use MxChat\Jobs\Step;

/**
 * Deletes at their hosts what ended and erased threads have left there, a thread a step.
 *
 * What a host refuses to delete, or an earlier host whose key is not here any more, is tried again the next day.
 */
final class Forget_Job implements Handler {

	private const STEP_SECONDS = 60.0;
	private const MAX_SKIPPED  = 200;

	public function step( array $state ): Step {
		$skipped = (array) ( $state['skipped'] ?? array() );
		$done    = (int) ( $state['done'] ?? 0 );
		$due     = count( $skipped ) < self::MAX_SKIPPED ? Host_State::next_due( $skipped ) : null;
		if ( $due === null ) {
			return Step::last( $done, array( 'forgotten' => $done, 'left' => count( $skipped ) ) );
		}
		$left = self::delete( $due['kept'] );
		Host_State::keep_only( $due['thread_id'], $due['seen'], $left );
		if ( $left ) {
			$skipped[] = $due['thread_id'];
		} else {
			++$done;
		}
		return Step::more( compact( 'skipped', 'done' ), $done, $done + 1 );
	}

	/**
	 * @param Kept_Item[] $kept
	 * @return Kept_Item[] What is still there.
	 */
	private static function delete( array $kept ): array {
		$connection = Providers::connection();
		$deadline   = Deadline::after( self::STEP_SECONDS );
		$left       = array();
		foreach ( $kept as $item ) {
			$is_here = $connection instanceof Connection && $connection->base_url === $item->base_url;
			$failure = $is_here && ! $deadline->is_over() ? $item->delete( $connection, $deadline ) : Failure::of( 'not_configured', detail: 'No connection to the host of a thread.' );
			if ( $failure !== null ) {
				$left[] = $item;
				$is_here && $failure->log();
			}
		}
		return $left;
	}
}
