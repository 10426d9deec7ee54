<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Settings;

/**
 * What every stranger may read: only that is knowledge.
 */
final class Visibility {

	/**
	 * Whether a post is one that the site's knowledge is made of.
	 */
	public static function is_public( \WP_Post $post ): bool {
		return in_array( $post->post_type, (array) Settings\Store::get( 'post_types' ), true ) && self::is_readable( $post );
	}

	/**
	 * Whether any stranger may read a post, of whatever type.
	 */
	public static function is_readable( \WP_Post $post ): bool {
		$is_public = $post->post_password === '' && is_post_publicly_viewable( $post );
		/**
		 * Whether a post may be quoted to any visitor. A membership plugin says no here.
		 *
		 * @param bool     $is_public Published, viewable, without a password.
		 * @param \WP_Post $post      The post.
		 */
		return $is_public && (bool) apply_filters( 'mxchat_is_post_public', true, $post );
	}
}
