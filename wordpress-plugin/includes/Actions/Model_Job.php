<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Bots;
use MxChat\Jobs;

/**
 * Trains the heads of every bot's actions, in the background: without the extension that takes a minute.
 */
final class Model_Job implements Jobs\Handler {

	public const KIND = 'action_model';

	public static function add(): void {
		Jobs\Queue::add_once( self::KIND, array(), self::KIND );
	}

	public function step( array $state ): Jobs\Step {
		$bot_ids = Bots\Store::ids();
		$done    = (int) ( $state['done'] ?? 0 );
		if ( isset( $bot_ids[ $done ] ) ) {
			Model::train_head( $bot_ids[ $done ] );
			++$done;
		}
		return $done < count( $bot_ids ) ? Jobs\Step::more( array( 'done' => $done ), $done, count( $bot_ids ) ) : Jobs\Step::last( $done );
	}
}
