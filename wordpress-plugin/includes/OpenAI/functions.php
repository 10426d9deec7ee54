<?php
/**
 * A function that the documented examples call.
 *
 * @package MxChat
 */

declare( strict_types=1 );

/**
 * The id of who is signed in, 0 for nobody: get_current_user_id() under the name of the examples.
 */
function wp_get_current_user_id(): int {
	return get_current_user_id();
}
