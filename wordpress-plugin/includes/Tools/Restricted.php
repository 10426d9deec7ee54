<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * A tool that not everybody may use. It is asked at the time of the call, for the owner of the thread.
 */
interface Restricted {

	public function refusal( Tool_Context $context ): ?\WP_Error;
}
