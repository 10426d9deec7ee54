<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The models of a host, with the day that each of them ends, where the host says so.
 */
final class Models {

	private const FRESH_SECONDS = DAY_IN_SECONDS;

	/**
	 * The models by name. The host is asked at most once a day, unless `$is_fresh` wants it now.
	 *
	 * @return list<array{id:string,owner:string,shutdown_date:?string}>|Failure
	 */
	public static function list( Connection $connection, Deadline $deadline, bool $is_fresh = false ): array|Failure {
		$known = Model_Store::find( $connection->base_url );
		if ( ! $is_fresh && $known !== null && $known['listed_at'] > time() - self::FRESH_SECONDS ) {
			return $known['items'];
		}
		$items = $connection->mode === 'wordpress' ? Wordpress_Client::models() : self::ask( $connection, $deadline );
		if ( ! $items instanceof Failure ) {
			Model_Store::save( $connection->base_url, $items );
		}
		return $items;
	}

	/**
	 * The day on which a model ends, as YYYY-MM-DD; null if none is known. No host is asked.
	 */
	public static function shutdown_date( string $base_url, string $model ): ?string {
		foreach ( Model_Store::find( $base_url )['items'] ?? array() as $item ) {
			if ( $item['id'] === $model ) {
				return $item['shutdown_date'];
			}
		}
		return null;
	}

	private static function ask( Connection $connection, Deadline $deadline ): array|Failure {
		$reply = Client::get( $connection, '/models', $deadline );
		if ( $reply instanceof Failure ) {
			return $reply;
		}
		$items = array();
		foreach ( (array) ( $reply->json['data'] ?? $reply->json['models'] ?? array() ) as $model ) {
			$id = is_array( $model ) ? $model['id'] ?? $model['name'] ?? null : null;
			if ( is_string( $id ) && $id !== '' ) {
				$items[ $id ] = array(
					'id'            => $id,
					'owner'         => is_string( $model['owned_by'] ?? null ) ? $model['owned_by'] : '',
					'shutdown_date' => self::day( $model['shutdown_date'] ?? null ),
				);
			}
		}
		ksort( $items, SORT_NATURAL );
		return array_values( $items );
	}

	/**
	 * Some hosts write a time in seconds, some a date.
	 */
	private static function day( mixed $time ): ?string {
		$seconds = is_string( $time ) && ! ctype_digit( $time ) ? strtotime( $time . ( strlen( $time ) === 10 ? ' UTC' : '' ) ) : (int) ( is_numeric( $time ) ? $time : 0 );
		return $seconds > 0 ? gmdate( 'Y-m-d', $seconds ) : null;
	}
}
