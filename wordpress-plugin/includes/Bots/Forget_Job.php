<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Jobs;
use MxChat\Knowledge;

/**
 * Deletes what a deleted bot knew. Nothing reads it any more, so it may take its time.
 */
final class Forget_Job implements Jobs\Handler {

	private const KIND    = 'forget_bot';
	private const SOURCES = 100;

	/**
	 * Deletes at once what is little, and leaves the rest to a job.
	 */
	public static function begin( string $bot_id ): void {
		Knowledge\Sources\Recrawl::forget_bot( $bot_id );
		$first = ( new self() )->step( array( 'bot_id' => $bot_id, 'done' => 0 ) );
		if ( ! $first->is_last ) {
			Jobs\Queue::add_once( self::KIND, $first->state, self::lane( $bot_id ) );
		}
	}

	public static function is_running( string $bot_id ): bool {
		return Jobs\Store::find_open( self::lane( $bot_id ) ) !== null;
	}

	public function step( array $state ): Jobs\Step {
		$deleted = Knowledge\Store::delete_of_bot( $state['bot_id'], self::SOURCES );
		$done    = $state['done'] + $deleted;
		if ( $deleted === self::SOURCES ) {
			return Jobs\Step::more( array( 'done' => $done ) + $state, $done, $done );
		}
		Knowledge\Segment_Store::delete_index( $state['bot_id'] );
		return Jobs\Step::last( $done );
	}

	private static function lane( string $bot_id ): string {
		return self::KIND . ':' . $bot_id;
	}
}
