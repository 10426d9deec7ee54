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
	 * @param string[] $post_types
	 */
	public static function count( array $post_types ): int {
		return array_sum( array_map( static fn( string $post_type ) => (int) ( wp_count_posts( $post_type )->publish ?? 0 ), $post_types ) );
	}
}
