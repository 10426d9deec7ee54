<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Error_Log;

/**
 * A post as knowledge: its text as a visitor who is not signed in would read it.
 */
final class Post_Content {

	public static function source( \WP_Post $post ): Source {
		return new Source(
			Bots\Store::DEFAULT_ID,
			(string) get_permalink( $post ),
			$post->ID,
			Html_Text::from( get_the_title( $post ) ),
			$post->post_type,
			Html_Text::from( self::render_for_strangers( $post ) ),
		);
	}

	/**
	 * Blocks and shortcodes may show more to whoever is signed in: the index must see what a stranger sees.
	 */
	private static function render_for_strangers( \WP_Post $post ): string {
		$user_id  = get_current_user_id();
		$previous = $GLOBALS['post'] ?? null;
		wp_set_current_user( 0 );
		$GLOBALS['post'] = $post; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		setup_postdata( $post );
		try {
			return self::rendered( $post );
		} finally {
			wp_set_current_user( $user_id );
			$GLOBALS['post'] = $previous; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
			if ( $previous instanceof \WP_Post ) {
				setup_postdata( $previous );
			}
		}
	}

	/**
	 * What another plugin prints while it renders would stand in the middle of an answer. Where it fails, the post is read
	 * as it was written: one page must not keep the others from being known.
	 */
	private static function rendered( \WP_Post $post ): string {
		$level = ob_get_level();
		ob_start();
		try {
			return (string) apply_filters( 'the_content', $post->post_content );
		} catch ( \Throwable $error ) {
			Error_Log::add( sprintf( 'MxChat: post %d cannot be rendered', $post->ID ), $error );
			return strip_shortcodes( $post->post_content );
		} finally {
			while ( ob_get_level() > $level && ob_end_clean() ) {
				continue;
			}
		}
	}
}
