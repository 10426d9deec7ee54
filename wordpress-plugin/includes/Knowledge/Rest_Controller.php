<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * GET /knowledge/index: the index of the public pages, searched in the browser while a visitor types.
 */
final class Rest_Controller {

	/** A larger index is not worth a visitor's download. */
	private const MAX_BYTES   = 1_000_000;
	private const MAX_SOURCES = 2000;

	public static function show_index( Index_Request $request ): \WP_REST_Response {
		$segments = Segment_Store::read( $request->bot_id );
		$is_small = array_sum( array_map( 'strlen', $segments ) ) <= self::MAX_BYTES;
		return new \WP_REST_Response(
			array(
				'generation' => Segment_Store::generation( $request->bot_id ),
				'segments'   => $is_small ? array_map( 'base64_encode', $segments ) : array(),
				'sources'    => $is_small ? self::public_sources( $request->bot_id ) : array(),
			)
		);
	}

	private static function public_sources( string $bot_id ): array {
		$rows = Store::sources_with_chunks( $bot_id, self::MAX_SOURCES );
		_prime_post_caches( array_filter( array_map( 'intval', array_column( $rows, 'post_id' ) ) ), false, false );
		$sources = array();
		foreach ( $rows as $row ) {
			$url = Retriever::public_url( (int) $row->post_id, $row->source_url );
			if ( $url !== null ) {
				$sources[] = array(
					'source' => $url,
					'title'  => $row->title,
					'chunks' => $row->chunks ?? array(),
				);
			}
		}
		return $sources;
	}
}
