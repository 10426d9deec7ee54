<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * The one shape of a list.
 */
final class Paging {

	/**
	 * @param array<string,string|int> $filters Query of the request, for the links to the neighbouring pages.
	 */
	public static function respond( array $items, int $total, int $limit, int $offset, string $path, array $filters = array(), string $namespace = 'mxchat/v1' ): \WP_REST_Response {
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
			$response->link_header( 'prev', self::url( $namespace . '/' . $path, $limit, max( 0, $offset - $limit ), $filters ) );
		}
		if ( $offset + count( $items ) < $total && $items ) {
			$response->link_header( 'next', self::url( $namespace . '/' . $path, $limit, $offset + $limit, $filters ) );
		}
		return $response;
	}

	private static function url( string $path, int $limit, int $offset, array $filters ): string {
		return add_query_arg( map_deep( compact( 'limit', 'offset' ) + $filters, 'rawurlencode' ), rest_url( $path ) );
	}
}
