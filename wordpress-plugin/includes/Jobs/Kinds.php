<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Knowledge;

/**
 * Every kind of job, and who does it.
 */
final class Kinds {

	public static function handler( string $kind ): Handler {
		return match ( $kind ) {
			'reindex' => new Knowledge\Reindex_Job(),
			'push'    => new Knowledge\Push_Job(),
			'index'   => new Knowledge\Index_Job(),
			'feed'    => new Knowledge\Vectors\Feed_Job(),
		};
	}
}
