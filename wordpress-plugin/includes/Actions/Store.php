<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * The owner's settings of the actions, and their phrases.
 */
final class Store {

	/** @var array<int,array<string,Setting>> By site of a network: read once a request. */
	private static array $settings = array();

	/**
	 * @return array<string,Setting> By action id; actions that were never touched are missing.
	 */
	public static function all(): array {
		return self::$settings[ get_current_blog_id() ] ??= self::read();
	}

	/**
	 * What was read is read again.
	 */
	public static function forget(): void {
		self::$settings = array();
	}

	/**
	 * @return array<string,Setting>
	 */
	private static function read(): array {
		global $wpdb;
		$phrases = array();
		foreach ( $wpdb->get_results( 'SELECT action_id, is_counter, phrase FROM ' . self::phrases_table() . ' ORDER BY id' ) as $row ) {
			$phrases[ $row->action_id ][ (int) $row->is_counter ][] = $row->phrase;
		}
		$settings = array();
		foreach ( $wpdb->get_results( 'SELECT * FROM ' . self::table() . ' ORDER BY position, action_id' ) as $row ) {
			$own                         = $phrases[ $row->action_id ] ?? array();
			$settings[ $row->action_id ] = new Setting(
				$row->action_id,
				(bool) $row->is_enabled,
				(int) $row->position,
				$own[0] ?? array(),
				$own[1] ?? array(),
				$row->strictness === '' ? null : (float) $row->strictness,
				$row->who,
				$row->confirmation,
			);
		}
		return $settings;
	}

	/**
	 * Changes what is set for an action now: of two who change it at once, neither undoes what the other did.
	 *
	 * @param Setting                   $untouched What it is set to while nothing is stored.
	 * @param callable(Setting):Setting $change    May run again.
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function change( Setting $untouched, callable $change ): Setting {
		return Transaction::run(
			static function () use ( $untouched, $change ): Setting {
				global $wpdb;
				Transaction::query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET updated_at = updated_at WHERE action_id = %s', $untouched->action_id ) );
				$changed = $change( self::read()[ $untouched->action_id ] ?? $untouched );
				self::save( $changed );
				return $changed;
			}
		);
	}

	public static function save( Setting $setting ): void {
		self::forget();
		Transaction::run(
			static function () use ( $setting ): void {
				global $wpdb;
				$columns = array(
					'action_id'    => $setting->action_id,
					'is_enabled'   => (int) $setting->is_enabled,
					'position'     => $setting->position,
					'strictness'   => $setting->strictness === null ? '' : (string) round( $setting->strictness, 4 ),
					'who'          => $setting->who,
					'confirmation' => $setting->confirmation,
					'updated_at'   => Time::now(),
				);
				Transaction::query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE action_id = %s', $setting->action_id ) );
				Transaction::query( $wpdb->prepare( 'DELETE FROM ' . self::phrases_table() . ' WHERE action_id = %s', $setting->action_id ) );
				Transaction::query( $wpdb->prepare( 'INSERT INTO ' . self::table() . ' (action_id, is_enabled, position, strictness, who, confirmation, updated_at) VALUES (%s, %d, %d, %s, %s, %s, %s)', $columns ) );
				foreach ( array( $setting->phrases, $setting->counter_examples ) as $is_counter => $list ) {
					foreach ( $list as $phrase ) {
						Transaction::query( $wpdb->prepare( 'INSERT INTO ' . self::phrases_table() . ' (action_id, is_counter, phrase) VALUES (%s, %d, %s)', $setting->action_id, $is_counter, $phrase ) );
					}
				}
			}
		);
	}

	/**
	 * @param string[] $action_ids In the wanted order.
	 */
	public static function set_order( array $action_ids ): void {
		global $wpdb;
		self::forget();
		foreach ( $action_ids as $position => $action_id ) {
			$wpdb->update( self::table(), array( 'position' => $position ), array( 'action_id' => $action_id ) );
		}
	}

	private static function table(): string {
		return Schema::table( 'actions' );
	}

	private static function phrases_table(): string {
		return Schema::table( 'action_phrases' );
	}
}
