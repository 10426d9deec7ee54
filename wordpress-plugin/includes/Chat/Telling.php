<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;

/**
 * A turn that is told: while it runs here, or as another request runs it or has run it.
 */
interface Telling {

	/**
	 * Events and ticks in their order, ended by one `done`.
	 *
	 * Whoever iterates may send() true from the moment on that nobody listens any more.
	 *
	 * @return \Generator<int,Turn_Event,?bool,void>
	 */
	public function events(): \Generator;

	/**
	 * The whole answer, when it is there.
	 */
	public function answer(): Answer|\WP_Error;
}
