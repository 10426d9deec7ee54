<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Jobs;

/**
 * Brings an index up to date where a request could not wait for it.
 */
final class Index_Job implements Jobs\Handler {

	public function step( array $state ): Jobs\Step {
		Segment_Builder::rebuild_index( $state['index_id'] );
		return Jobs\Step::last( 1 );
	}
}
