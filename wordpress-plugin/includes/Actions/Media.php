<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * Pictures that an action has made, in the media library: random names, their type told by their bytes.
 *
 * A picture goes with the session that it was made in, for its title is what the visitor has written.
 */
final class Media {

	/** Post meta: the session that a picture was made in. */
	private const SESSION = '_mxchat_session';

	private const MAX_BYTES = 20 * MB_IN_BYTES;
	private const TYPES     = array(
		'image/png'  => 'png',
		'image/jpeg' => 'jpg',
		'image/webp' => 'webp',
		'image/gif'  => 'gif',
	);

	/**
	 * @return int|\WP_Error The attachment.
	 */
	public static function add_image( string $bytes, string $title, int $user_id, string $session_id ): int|\WP_Error {
		$type = self::type( $bytes );
		if ( $type === null || strlen( $bytes ) > self::MAX_BYTES ) {
			return new \WP_Error( 'mxchat_action_failed', __( 'The picture could not be read.', 'mxchat-engine' ) );
		}
		$file = wp_upload_bits( 'mxchat-' . bin2hex( random_bytes( 12 ) ) . '.' . self::TYPES[ $type ], null, $bytes );
		if ( $file['error'] !== false ) {
			return new \WP_Error( 'mxchat_action_failed', __( 'The picture could not be stored.', 'mxchat-engine' ) );
		}
		$attachment_id = wp_insert_attachment(
			array(
				'post_title'     => wp_slash( sanitize_text_field( mb_substr( $title, 0, 200 ) ) ),
				'post_mime_type' => $type,
				'post_author'    => $user_id,
				'post_status'    => 'inherit',
				'meta_input'     => $session_id === '' ? array() : array( self::SESSION => $session_id ),
			),
			$file['file'],
			0,
			true
		);
		if ( is_wp_error( $attachment_id ) ) {
			wp_delete_file( $file['file'] );
			return $attachment_id;
		}
		require_once ABSPATH . 'wp-admin/includes/image.php';
		wp_update_attachment_metadata( $attachment_id, wp_generate_attachment_metadata( $attachment_id, $file['file'] ) );
		return $attachment_id;
	}

	/**
	 * One that its owner has attached to a page by now is that page's.
	 *
	 * @param string[] $session_ids
	 */
	public static function delete_sessions( array $session_ids ): void {
		$pictures = get_posts(
			array(
				'post_type'        => 'attachment',
				'post_status'      => 'any',
				'post_parent'      => 0,
				'meta_key'         => self::SESSION, // phpcs:ignore
				'meta_value'       => $session_ids, // phpcs:ignore
				'meta_compare'     => 'IN',
				'numberposts'      => -1,
				'cache_results'    => false,
				'fields'           => 'ids',
				'suppress_filters' => true,
			)
		);
		foreach ( $pictures as $attachment_id ) {
			wp_delete_attachment( $attachment_id, true );
		}
	}

	/**
	 * Which picture was whose, of all of them.
	 */
	public static function forget_sessions(): void {
		delete_post_meta_by_key( self::SESSION );
	}

	/**
	 * The type of a picture; null if the bytes are none that is shown.
	 */
	public static function type( string $bytes ): ?string {
		$size = @getimagesizefromstring( $bytes ); // phpcs:ignore
		$type = is_array( $size ) ? $size['mime'] : '';
		return isset( self::TYPES[ $type ] ) ? $type : null;
	}
}
