<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Settings\Seal;
use MxChat\Settings\Secret;

/**
 * Webhooks with their sealed secrets.
 */
final class Store {

	/** After a rotation, the secret before it goes on signing for so long. */
	public const OLD_SECRET_SECONDS = DAY_IN_SECONDS;

	/** One look is enough for the several events of a message; other requests look for themselves. */
	private const CACHE = 'mxchat_webhooks';

	public static function find( string $webhook_id ): ?Webhook {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE webhook_id = %s AND BINARY webhook_id = %s', $webhook_id, $webhook_id ) );
		return $row === null ? null : Webhook::from_row( $row );
	}

	public static function find_row( int $row ): ?Webhook {
		global $wpdb;
		$found = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE id = %d', $row ) );
		return $found === null ? null : Webhook::from_row( $found );
	}

	/**
	 * @return Webhook[] The oldest first.
	 */
	public static function all(): array {
		global $wpdb;
		return array_map( array( Webhook::class, 'from_row' ), $wpdb->get_results( 'SELECT * FROM ' . self::table() . ' ORDER BY id' ) );
	}

	/**
	 * @return Webhook[] Those that are to be told of this type of event.
	 */
	public static function subscribed( string $type ): array {
		wp_cache_add_non_persistent_groups( self::CACHE );
		$enabled = wp_cache_get( 'enabled', self::CACHE );
		if ( ! is_array( $enabled ) ) {
			$enabled = array_filter( self::all(), static fn( Webhook $webhook ) => $webhook->is_enabled );
			wp_cache_set( 'enabled', $enabled, self::CACHE );
		}
		return array_values( array_filter( $enabled, static fn( Webhook $webhook ) => $webhook->is_subscribed( $type ) ) );
	}

	/**
	 * @param string[] $events
	 */
	public static function insert( string $url, string $description, array $events, bool $is_enabled, Secret $secret ): ?Webhook {
		global $wpdb;
		self::forget();
		$webhook_id = 'wh_' . bin2hex( random_bytes( 12 ) );
		$is_stored  = $wpdb->insert(
			self::table(),
			array(
				'webhook_id'        => $webhook_id,
				'url'               => $url,
				'description'       => $description,
				'events'            => implode( ' ', $events ),
				'sealed_secret'     => Seal::close( $secret ),
				'sealed_old_secret' => '',
				'is_enabled'        => (int) $is_enabled,
				'created_at'        => Time::now(),
				'updated_at'        => Time::now(),
			)
		);
		return $is_stored ? self::find( $webhook_id ) : null;
	}

	/**
	 * @param array{url?:string,description?:string,events?:string[],is_enabled?:bool} $changes
	 */
	public static function change( Webhook $webhook, array $changes ): ?Webhook {
		$fields = array_intersect_key( $changes, array_flip( array( 'url', 'description' ) ) );
		if ( isset( $changes['events'] ) ) {
			$fields['events'] = implode( ' ', $changes['events'] );
		}
		if ( isset( $changes['is_enabled'] ) ) {
			$fields += array( 'is_enabled' => (int) $changes['is_enabled'], 'is_gone' => 0, 'held_until' => 0 );
		}
		self::update( $webhook, $fields );
		return self::find( $webhook->id );
	}

	/**
	 * Of two rotations at once one is refused: the secret that was shown last is the one that signs.
	 */
	public static function rotate( Webhook $webhook, Secret $secret ): ?Webhook {
		global $wpdb;
		self::forget();
		$is_rotated = (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET sealed_old_secret = sealed_secret, sealed_secret = %s, old_secret_ends_at = %d, updated_at = %s WHERE id = %d AND sealed_secret = %s',
				Seal::close( $secret ),
				time() + self::OLD_SECRET_SECONDS,
				Time::now(),
				$webhook->row,
				$webhook->sealed_secret
			)
		) === 1;
		return $is_rotated ? self::find( $webhook->id ) : null;
	}

	public static function delete( Webhook $webhook ): bool {
		global $wpdb;
		self::forget();
		return (int) $wpdb->delete( self::table(), array( 'id' => $webhook->row ) ) === 1;
	}

	/**
	 * The receiver is gone: nothing is sent to it until the owner enables it again. One whose address the owner has
	 * changed while the old one was asked is another.
	 */
	public static function note_gone( Webhook $webhook ): void {
		self::update( $webhook, array( 'is_enabled' => 0, 'is_gone' => 1 ), array( 'url' => $webhook->url ) );
	}

	public static function hold( Webhook $webhook, int $until ): void {
		self::update( $webhook, array( 'held_until' => $until ) );
	}

	/**
	 * @return bool Whether this is who tells; not if another process has told the owner meanwhile.
	 */
	public static function try_tell( Webhook $webhook, int $now ): bool {
		return self::update( $webhook, array( 'told_at' => $now ), array( 'told_at' => $webhook->told_at ) );
	}

	/**
	 * @param array<string,mixed> $seen What must not have changed since the webhook was read.
	 */
	private static function update( Webhook $webhook, array $fields, array $seen = array() ): bool {
		global $wpdb;
		self::forget();
		return $fields && $wpdb->update( self::table(), $fields + array( 'updated_at' => Time::now() ), array( 'id' => $webhook->row ) + $seen ) === 1;
	}

	private static function forget(): void {
		wp_cache_delete( 'enabled', self::CACHE );
	}

	private static function table(): string {
		return Schema::table( 'webhooks' );
	}
}
