<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * Pictures that an action has made, in the media library: random names, their type told by their bytes.
 */
final class Media {

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
	public static function add_image( string $bytes, string $title, int $user_id ): int|\WP_Error {
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
	 * The type of a picture; null if the bytes are none that is shown.
	 */
	public static function type( string $bytes ): ?string {
		$size = @getimagesizefromstring( $bytes ); // phpcs:ignore
		$type = is_array( $size ) ? $size['mime'] : '';
		return isset( self::TYPES[ $type ] ) ? $type : null;
	}
}
