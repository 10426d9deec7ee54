<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * The one shape of a list.
 */
final class Paging {

	public static function respond( array $items, int $total, int $limit, int $offset, string $path ): \WP_REST_Response {
		$response = new \WP_REST_Response(
			array(
				'items'  => $items,
				'total'  => $total,
				'count'  => count( $items ),
				'limit'  => $limit,
				'offset' => $offset,
			)
		);
		$response->header( 'X-WP-Total', (string) $total );
		if ( $offset > 0 ) {
			$response->link_header( 'prev', self::url( $path, $limit, max( 0, $offset - $limit ) ) );
		}
		if ( $offset + count( $items ) < $total && $items ) {
			$response->link_header( 'next', self::url( $path, $limit, $offset + $limit ) );
		}
		return $response;
	}

	private static function url( string $path, int $limit, int $offset ): string {
		return add_query_arg( compact( 'limit', 'offset' ), rest_url( 'mxchat/v1/' . $path ) );
	}
}
