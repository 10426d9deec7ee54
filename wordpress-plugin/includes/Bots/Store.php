<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Core\Core_Exception;
use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Settings;
use MxChat\Storage_Exception;
use MxChat\Transaction;
use function MxChat\Core\parse_threshold;

/**
 * The bots of the site. They are few, so all are read at once and kept for the request.
 *
 * The bot `default` always exists: until the owner changes it, it is what the settings say.
 */
final class Store {

	public const DEFAULT_ID = 'default';

	private const CACHE_GROUP = 'mxchat_bots';
	private const CACHE_KEY   = 'all';

	public static function find( string $bot_id ): ?Bot {
		$row = self::rows()[ $bot_id ] ?? null;
		return $row === null ? null : self::from_row( $row );
	}

	/**
	 * @return Bot[] The default bot first.
	 */
	public static function all(): array {
		return array_map( array( self::class, 'from_row' ), array_values( self::rows() ) );
	}

	/**
	 * @return string[]
	 */
	public static function ids(): array {
		return array_map( 'strval', array_keys( self::rows() ) );
	}

	/**
	 * Whether it answers: a bot that is switched off is none, to whoever asks it.
	 */
	public static function exists( string $bot_id ): bool {
		return (bool) self::find( $bot_id )?->is_enabled;
	}

	public static function is_test( string $bot_id ): bool {
		return (bool) self::find( $bot_id )?->is_test;
	}

	/**
	 * Which assistant answers: its id, `extractive` for quotes alone, or empty for the site's assistant.
	 */
	public static function assistant_id( string $bot_id ): string {
		$bot = self::find( $bot_id );
		return $bot === null || $bot->is_test ? Bot::EXTRACTIVE : $bot->assistant_id;
	}

	/**
	 * How close a source must be to count, where a request does not say; nothing but a threshold is taken for one.
	 */
	public static function min_similarity( string $bot_id ): float {
		$chosen = self::find( $bot_id )?->min_similarity;
		if ( $chosen !== null ) {
			return $chosen;
		}
		try {
			return parse_threshold( (string) Settings\Store::get( 'min_similarity' ) );
		} catch ( Core_Exception ) {
			return 0.0;
		}
	}

	/**
	 * Whether a bot may offer an action.
	 */
	public static function allows_action( string $bot_id, string $action_id ): bool {
		return (bool) self::find( $bot_id )?->allows_action( $action_id );
	}

	public static function save( Bot $bot ): bool {
		global $wpdb;
		$row      = self::to_row( $bot );
		$now      = Time::now();
		$affected = $wpdb->query(
			$wpdb->prepare(
				'INSERT INTO ' . self::table() . ' (bot_id, name, is_enabled, is_test, definition, created_at, updated_at) VALUES (%s, %s, %d, %d, %s, %s, %s)'
					. ' ON DUPLICATE KEY UPDATE name = VALUES(name), is_enabled = VALUES(is_enabled), is_test = VALUES(is_test),'
					. ' definition = VALUES(definition), updated_at = VALUES(updated_at)',
				$bot->bot_id,
				$bot->name,
				(int) $bot->is_enabled,
				(int) $bot->is_test,
				$row->definition,
				$now,
				$now
			)
		);
		self::forget_cached();
		return $affected !== false;
	}

	/**
	 * Changes a bot as it is stored now: of two who change it at once, neither undoes what the other did.
	 *
	 * @param callable(Bot):(Bot|\WP_Error) $change May run again.
	 * @return Bot|\WP_Error|null Null if there is no such bot.
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function change( string $bot_id, callable $change ): Bot|\WP_Error|null {
		return Transaction::run(
			static function () use ( $bot_id, $change ): Bot|\WP_Error|null {
				global $wpdb;
				Transaction::query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET updated_at = updated_at WHERE bot_id = %s', $bot_id ) );
				self::forget_cached();
				$bot     = self::find( $bot_id );
				$changed = $bot === null ? null : $change( $bot );
				if ( $changed instanceof Bot && ! self::save( $changed ) ) {
					throw new Storage_Exception( $wpdb->last_error );
				}
				return $changed;
			}
		);
	}

	/**
	 * Stores a new bot.
	 *
	 * @return bool Whether its id was free.
	 */
	public static function insert( Bot $bot ): bool {
		global $wpdb;
		$row      = self::to_row( $bot );
		$now      = Time::now();
		$affected = (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table() . ' (bot_id, name, is_enabled, is_test, definition, created_at, updated_at) VALUES (%s, %s, %d, %d, %s, %s, %s)',
				$bot->bot_id,
				$bot->name,
				(int) $bot->is_enabled,
				(int) $bot->is_test,
				$row->definition,
				$now,
				$now
			)
		);
		self::forget_cached();
		return $affected === 1;
	}

	public static function delete( string $bot_id ): bool {
		global $wpdb;
		$deleted = (int) $wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE bot_id = %s AND BINARY bot_id = %s', $bot_id, $bot_id ) );
		self::forget_cached();
		return $deleted > 0;
	}

	/**
	 * @return array<string,\stdClass> By bot id.
	 */
	private static function rows(): array {
		// What a request has read must not outlive it: another may have changed it meanwhile.
		wp_cache_add_non_persistent_groups( self::CACHE_GROUP );
		$stored = wp_cache_get( self::CACHE_KEY, self::CACHE_GROUP );
		if ( ! is_array( $stored ) ) {
			$stored = self::read();
			wp_cache_set( self::CACHE_KEY, $stored, self::CACHE_GROUP );
		}
		$default = new Bot( self::DEFAULT_ID, __( 'This site', 'mxchat-engine' ) );
		return array_replace( array( self::DEFAULT_ID => self::to_row( $default ) ), $stored );
	}

	/**
	 * @return array<string,\stdClass> By bot id.
	 */
	private static function read(): array {
		global $wpdb;
		$rows = $wpdb->get_results( 'SELECT bot_id, name, is_enabled, is_test, definition FROM ' . self::table() . ' ORDER BY bot_id' );
		return array_column( (array) $rows, null, 'bot_id' );
	}

	private static function from_row( \stdClass $row ): Bot {
		$definition = json_decode( $row->definition, true ) ?? array();
		return new Bot(
			$row->bot_id,
			$row->name,
			(string) ( $definition['assistant_id'] ?? '' ),
			(array) ( $definition['reads'] ?? array() ),
			(array) ( $definition['content_types'] ?? array() ),
			isset( $definition['min_similarity'] ) ? (float) $definition['min_similarity'] : null,
			(array) ( $definition['actions'] ?? Bot::ALL_ACTIONS ),
			isset( $definition['messages_per_minute'] ) ? (int) $definition['messages_per_minute'] : null,
			(bool) $row->is_test,
			(bool) $row->is_enabled,
			(string) ( $definition['heading'] ?? '' ),
			(string) ( $definition['greeting'] ?? '' ),
			(array) ( $definition['starters'] ?? array() ),
		);
	}

	private static function to_row( Bot $bot ): \stdClass {
		$definition = array_diff_key( get_object_vars( $bot ), array_flip( array( 'bot_id', 'name', 'is_test', 'is_enabled' ) ) );
		return (object) array(
			'bot_id'     => $bot->bot_id,
			'name'       => $bot->name,
			'is_enabled' => $bot->is_enabled,
			'is_test'    => $bot->is_test,
			'definition' => wp_json_encode( $definition, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION ),
		);
	}

	private static function forget_cached(): void {
		wp_cache_delete( self::CACHE_KEY, self::CACHE_GROUP );
	}

	private static function table(): string {
		return Schema::table( 'bots' );
	}
}
