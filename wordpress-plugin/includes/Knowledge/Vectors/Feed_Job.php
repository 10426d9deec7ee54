<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Jobs;

/**
 * Feeds a store, a batch in a step.
 */
final class Feed_Job implements Jobs\Handler {

	public const KIND = 'feed';

	/**
	 * Leaves a job for each store of the site that lacks changes. Where there is none to be fed, the next change asks again.
	 */
	public static function add_for( Collection $collection ): void {
		try {
			$stores = Stores::all( $collection );
		} catch ( Store_Failure $failure ) {
			error_log( 'MxChat vector store: ' . $failure->error_code ); // phpcs:ignore
			return;
		}
		foreach ( $stores as $setting => $store ) {
			if ( $store instanceof Table_Store ) {
				continue;
			}
			$state = array(
				'setting'    => $setting,
				'model'      => $collection->model,
				'dimensions' => $collection->dimensions,
			);
			Jobs\Queue::add_once( self::KIND, $state, 'feed:' . substr( hash( 'sha256', $store->name() ), 0, 32 ) );
		}
	}

	public function step( array $state ): Jobs\Step {
		$collection = new Collection( (string) $state['model'], (int) $state['dimensions'] );
		$progress   = ( new Change_Feed( $collection, Stores::at( (string) $state['setting'], $collection ) ) )->run( static fn() => true );
		$done       = (int) ( $state['done'] ?? 0 ) + $progress->written + $progress->forgotten;
		if ( $progress->is_complete() || $progress->is_busy ) {
			return Jobs\Step::last( $done );
		}
		$total = (int) ( $state['total'] ?? $done + Store::count_changes_after( $collection, $progress->generation ) );
		return Jobs\Step::more( compact( 'done', 'total' ) + $state, $done, $total );
	}
}
