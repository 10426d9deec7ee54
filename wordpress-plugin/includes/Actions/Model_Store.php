<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * Trained models and packed backgrounds, each under a name with the fingerprint of what it was made of.
 */
final class Model_Store {

	public static function find( string $name, string $fingerprint ): ?string {
		global $wpdb;
		$model = $wpdb->get_var( $wpdb->prepare( 'SELECT model FROM ' . self::table() . ' WHERE scorer = %s AND fingerprint = %s', $name, $fingerprint ) );
		return is_string( $model ) && $model !== '' ? $model : null;
	}

	/**
	 * What cannot be kept is made again the next time.
	 */
	public static function put( string $name, string $fingerprint, string $model ): bool {
		global $wpdb;
		$suppressed = $wpdb->suppress_errors();
		$is_stored  = $wpdb->query(
			$wpdb->prepare(
				'INSERT INTO ' . self::table() . ' (scorer, fingerprint, model, updated_at) VALUES (%s, %s, %s, %s)'
					. ' ON DUPLICATE KEY UPDATE fingerprint = VALUES(fingerprint), model = VALUES(model), updated_at = VALUES(updated_at)',
				$name,
				$fingerprint,
				$model,
				Time::now()
			)
		);
		$wpdb->suppress_errors( $suppressed );
		return $is_stored !== false;
	}

	/**
	 * Forgets whatever has a name that begins so.
	 */
	public static function forget( string $prefix ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE scorer LIKE %s', $wpdb->esc_like( $prefix ) . '%' ) );
	}

	private static function table(): string {
		return Schema::table( 'action_models' );
	}
}
