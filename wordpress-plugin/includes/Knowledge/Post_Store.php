<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * The site's own posts, read in order of their ids: no page of a long list is ever skipped.
 */
final class Post_Store {

	/**
	 * @param string[] $post_types
	 * @return int[]
	 */
	public static function ids_after( int $after_post_id, array $post_types, int $limit ): array {
		global $wpdb;
		if ( ! $post_types ) {
			return array();
		}
		return array_map(
			'intval',
			$wpdb->get_col(
				$wpdb->prepare(
					"SELECT ID FROM $wpdb->posts WHERE ID > %d AND post_status = 'publish' AND post_type IN ("
						. implode( ',', array_fill( 0, count( $post_types ), '%s' ) ) . ') ORDER BY ID LIMIT %d',
					$after_post_id,
					...array_values( $post_types ),
					...array( $limit )
				)
			)
		);
	}

	/**
	 * Whether a post still is in the database as it was read; a cache of this process does not tell.
	 */
	public static function is_current( int $post_id, ?\WP_Post $post ): bool {
		global $wpdb;
		$now = $wpdb->get_row( $wpdb->prepare( "SELECT post_title, post_content, post_status, post_password, post_type FROM $wpdb->posts WHERE ID = %d", $post_id ), ARRAY_A );
		return $post === null ? $now === null : $now === array_intersect_key( get_object_vars( $post ), (array) $now );
	}

	/**
	 * @param string[] $post_types
	 */
	public static function count( array $post_types ): int {
		return array_sum( array_map( static fn( string $post_type ) => (int) ( wp_count_posts( $post_type )->publish ?? 0 ), $post_types ) );
	}
}
