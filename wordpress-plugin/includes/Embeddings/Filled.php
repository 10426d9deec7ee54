<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Jobs;
use MxChat\Knowledge\Vectors;

/**
 * What is left to do when every chunk has been looked at: the space takes the place of the one before.
 */
final class Filled {

	public static function step( Space $space, array $state ): Jobs\Step {
		$done = (int) ( $state['done'] ?? 0 );
		if ( ! $space->is_same( State_Store::chosen() ) ) {
			return Jobs\Step::last( $done );
		}
		// What searches the vectors is fed first, so that no question falls between the two spaces.
		if ( ! self::feed( $space->collection() ) ) {
			return Jobs\Step::more( $state, $done, (int) ( $state['total'] ?? $done ) );
		}
		$before = State_Store::serving();
		if ( State_Store::promote( $space ) && $before !== null ) {
			Drop_Job::add_unless_used( $before->collection() );
		}
		return Jobs\Step::last( $done, array( 'model' => $space->model, 'dimensions' => $space->dimensions ) );
	}

	/**
	 * @return bool Whether nothing is left, or another process sees to it.
	 */
	private static function feed( Vectors\Collection $collection ): bool {
		$store = Vectors\Stores::at( Vectors\Stores::PRIMARY, $collection );
		if ( $store instanceof Vectors\Table_Store ) {
			return true;
		}
		$progress = ( new Vectors\Change_Feed( $collection, $store ) )->run( static fn() => true );
		return $progress->is_complete() || $progress->is_busy;
	}
}
