<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Actions\Background;
use MxChat\Jobs;
use MxChat\Knowledge\Vectors;

/**
 * Drops a collection that nobody searches any more, with what was fed from it.
 */
final class Drop_Job implements Jobs\Handler {

	public const KIND = 'drop_vectors';

	private const ROWS = 500;

	/**
	 * A collection that questions are answered from, or that is being filled, stays.
	 */
	public static function add_unless_used( Vectors\Collection $collection ): void {
		if ( ! self::is_used( $collection ) ) {
			Jobs\Queue::add_once(
				self::KIND,
				array( 'model' => $collection->model, 'dimensions' => $collection->dimensions ),
				'drop:' . substr( hash( 'sha256', $collection->name() ), 0, 32 )
			);
		}
	}

	public function step( array $state ): Jobs\Step {
		$collection = new Vectors\Collection( (string) $state['model'], (int) $state['dimensions'] );
		$done       = (int) ( $state['done'] ?? 0 );
		if ( self::is_used( $collection ) ) {
			return Jobs\Step::last( $done );
		}
		if ( $done === 0 ) {
			self::clear_stores( $collection );
			Question_Store::delete_collection( $collection );
			Background::forget_collection( $collection );
		}
		$dropped = Vectors\Store::drop_rows( $collection, self::ROWS );
		$done   += $dropped;
		return $dropped === self::ROWS ? Jobs\Step::more( array( 'done' => $done ) + $state, $done, $done ) : Jobs\Step::last( $done );
	}

	/**
	 * A store that cannot be reached keeps what it has: it is no longer asked.
	 */
	private static function clear_stores( Vectors\Collection $collection ): void {
		foreach ( Vectors\Stores::all( $collection ) as $store ) {
			try {
				$store->clear();
			} catch ( Vectors\Store_Failure $failure ) {
				error_log( 'MxChat vector store: ' . $failure->error_code ); // phpcs:ignore
			}
		}
	}

	private static function is_used( Vectors\Collection $collection ): bool {
		foreach ( array( State_Store::serving(), State_Store::chosen() ) as $space ) {
			if ( $space !== null && $space->collection()->name() === $collection->name() ) {
				return true;
			}
		}
		return false;
	}
}
