<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

use MxChat\Rest\Rest_Error;
use MxChat\Settings;

/**
 * A page to be written about a question.
 */
final class Page_Draft {

	/**
	 * @return int|\WP_Error The post's id.
	 */
	public static function create( string $question ): int|\WP_Error {
		$post_type = self::post_type();
		$type      = get_post_type_object( $post_type );
		if ( $type === null || ! current_user_can( $type->cap->create_posts ) ) {
			return Rest_Error::make( 'mxchat_rest_forbidden' );
		}
		$post_id = wp_insert_post(
			array(
				'post_type'   => $post_type,
				'post_status' => 'draft',
				// A title is HTML to WordPress and its themes; a visitor's question is text.
				'post_title'  => wp_slash( htmlspecialchars( $question, ENT_NOQUOTES ) ),
			),
			true
		);
		return is_wp_error( $post_id ) ? Rest_Error::make( 'mxchat_storage_failed' ) : $post_id;
	}

	/**
	 * A page, unless the chat reads none.
	 */
	private static function post_type(): string {
		$read = (array) Settings\Store::get( 'post_types' );
		return in_array( 'page', $read, true ) || $read === array() ? 'page' : (string) reset( $read );
	}
}
