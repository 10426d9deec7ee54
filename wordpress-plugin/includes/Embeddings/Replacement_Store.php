<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Knowledge\Source;
use MxChat\Schema;
use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * New texts of sources that wait for their embeddings, while the old ones answer.
 */
final class Replacement_Store {

	/**
	 * Keeps a text in the place of an earlier one that waits for the same source.
	 *
	 * @param int $now Unix seconds; a source that waits already does not wait longer for being changed again.
	 */
	public static function put( Source $source, int $now ): void {
		global $wpdb;
		$is_put = $wpdb->query(
			$wpdb->prepare(
				'INSERT INTO ' . self::table() . ' (bot_id, source_key, content_hash, source, created_at) VALUES (%s, %s, %s, %s, %d)'
					. ' ON DUPLICATE KEY UPDATE content_hash = VALUES(content_hash), source = VALUES(source)',
				$source->bot_id,
				$source->key(),
				$source->content_hash(),
				self::encode( $source ),
				$now
			)
		);
		if ( $is_put === false ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
	}

	/**
	 * The text that has waited longest.
	 *
	 * @return ?array{source:Source,created_at:int}
	 */
	public static function next(): ?array {
		global $wpdb;
		while ( $row = $wpdb->get_row( 'SELECT id, source, created_at FROM ' . self::table() . ' ORDER BY id LIMIT 1' ) ) {
			$source = self::decode( $row->source );
			if ( $source !== null ) {
				return array(
					'source'     => $source,
					'created_at' => (int) $row->created_at,
				);
			}
			// What another version of the plugin has left, and nobody can read, must not hold up the rest.
			$wpdb->delete( self::table(), array( 'id' => (int) $row->id ) );
		}
		return null;
	}

	/**
	 * Ends the waiting of a source, because it is written now. To be called within the transaction that writes it.
	 *
	 * @param bool $has_waited Whether the text is the one that waits; otherwise it is newer than what does.
	 * @return bool Whether it may be written: not if a newer one waits by now, or the source was deleted.
	 */
	public static function take( Source $source, bool $has_waited ): bool {
		global $wpdb;
		$key = array( $source->bot_id, $source->key() );
		if ( $has_waited ) {
			$delete = 'DELETE FROM ' . self::table() . ' WHERE bot_id = %s AND source_key = %s AND content_hash = %s';
			return Transaction::query( $wpdb->prepare( $delete, ...array( ...$key, $source->content_hash() ) ) ) === 1;
		}
		if ( $wpdb->get_var( $wpdb->prepare( 'SELECT 1 FROM ' . self::table() . ' WHERE bot_id = %s AND source_key = %s', ...$key ) ) !== null ) {
			self::delete( ...$key );
		}
		return true;
	}

	public static function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() );
	}

	public static function delete( string $bot_id, string $source_key ): void {
		global $wpdb;
		Transaction::query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE bot_id = %s AND source_key = %s', $bot_id, $source_key ) );
	}

	private static function encode( Source $source ): string {
		return (string) wp_json_encode( get_object_vars( $source ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
	}

	private static function decode( string $stored ): ?Source {
		try {
			return new Source( ...(array) json_decode( $stored, true, 8, JSON_THROW_ON_ERROR ) );
		} catch ( \JsonException | \Error ) {
			return null;
		}
	}

	private static function table(): string {
		return Schema::table( 'replacements' );
	}
}
