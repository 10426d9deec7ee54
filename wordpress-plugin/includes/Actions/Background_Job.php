<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Embedder;
use MxChat\Embeddings\State_Store;
use MxChat\Jobs;
use MxChat\Provider\Failure;
use MxChat\Spend\Gate;

/**
 * Has the background's messages embedded, once for each model, in a few requests.
 */
final class Background_Job implements Jobs\Handler {

	public const KIND = 'action_background';

	private const RETRY_SECONDS = 10 * MINUTE_IN_SECONDS;

	public static function add(): void {
		Jobs\Queue::add_once( self::KIND, array(), self::KIND );
	}

	public function step( array $state ): Jobs\Step {
		$space = State_Store::serving();
		if ( $space === null ) {
			return Jobs\Step::last( 0 );
		}
		$messages = Background::messages( $space );
		$embedded = Embedder::embed( $messages, Gate::SITE, $space );
		if ( $embedded instanceof Failure ) {
			return $embedded->is_retryable || $embedded->kind === 'budget'
				? Jobs\Step::wait( $state, 0, count( $messages ), time() + self::RETRY_SECONDS )
				: Jobs\Step::last( 0, array( 'error' => $embedded->kind ) );
		}
		Background::build( $space, implode( '', $embedded->vectors ) );
		return Jobs\Step::last( count( $messages ) );
	}
}
