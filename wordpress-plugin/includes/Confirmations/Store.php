<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Storage_Exception;
use MxChat\Tools\Tool_Context;

/**
 * What waits for a click, and what became of it.
 */
final class Store {

	private const TTL_SECONDS  = 5 * MINUTE_IN_SECONDS;
	private const KEPT_SECONDS = 2 * DAY_IN_SECONDS;
	private const COLUMNS      = 'confirmation_key, name, label, summary, arguments, assistant_id, session_id, thread_id, turn_id, bot_id, user_id, spender, expires_at, status, output';

	/**
	 * @param string $name         The tool or action that will run.
	 * @param string $assistant_id The assistant whose tool it is; empty if the bot's.
	 * @throws Storage_Exception Where it cannot be kept: nothing may be shown then.
	 */
	public static function add( string $name, string $label, string $summary, array $arguments, Tool_Context $context, string $assistant_id = '' ): Confirmation {
		global $wpdb;
		$confirmation = new Confirmation(
			key: bin2hex( random_bytes( 12 ) ),
			name: $name,
			label: mb_substr( $label, 0, 191 ),
			summary: $summary,
			arguments: (string) wp_json_encode( (object) $arguments, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION ),
			assistant_id: $assistant_id,
			session_id: $context->session_id,
			thread_id: $context->thread_id,
			turn_id: $context->turn_id,
			bot_id: $context->bot_id,
			user_id: $context->user_id,
			spender: $context->spender,
			expires_at: time() + self::TTL_SECONDS,
		);
		$columns      = get_object_vars( $confirmation );
		unset( $columns['key'] );
		if ( ! $wpdb->insert( self::table(), array( 'confirmation_key' => $confirmation->key, 'created_at' => Time::now() ) + $columns ) ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
		return $confirmation;
	}

	/**
	 * The confirmation with this id, if it is this session's and this user's, as it was signed. All others look alike.
	 */
	public static function find( string $id, string $session_id, int $user_id ): ?Confirmation {
		global $wpdb;
		if ( ! preg_match( '/^cnf_([0-9a-f]{24})_[0-9a-f]{32}$/D', $id, $part ) ) {
			return null;
		}
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . ' WHERE confirmation_key = %s', $part[1] ), ARRAY_A );
		if ( $row === null ) {
			return null;
		}
		$found = self::confirmation( $row );
		return $found->session_id === $session_id && $found->user_id === $user_id && $found->is_signed_by( $id ) ? $found : null;
	}

	/**
	 * Takes a pending one, once: of two who come at the same time, one gets it.
	 */
	public static function try_take( Confirmation $confirmation, string $status ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET status = %s WHERE confirmation_key = %s AND status = %s AND expires_at > %d',
				$status,
				$confirmation->key,
				Confirmation::PENDING,
				time()
			)
		) === 1;
	}

	public static function finish( Confirmation $confirmation, string $status, string $output ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'status' => $status, 'output' => $output ), array( 'confirmation_key' => $confirmation->key ) );
	}

	/**
	 * What the visitor has decided in a thread, oldest first.
	 *
	 * @return Confirmation[]
	 */
	public static function decided( string $session_id, string $thread_id, int $limit ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT ' . self::COLUMNS . ' FROM ' . self::table()
					. ' WHERE session_id = %s AND BINARY thread_id = %s AND status IN (%s, %s, %s) ORDER BY created_at DESC, confirmation_key LIMIT %d',
				$session_id,
				$thread_id,
				Confirmation::DONE,
				Confirmation::FAILED,
				Confirmation::CANCELLED,
				$limit
			),
			ARRAY_A
		);
		return array_reverse( array_map( array( self::class, 'confirmation' ), $rows ) );
	}

	/**
	 * @return Confirmation[]
	 */
	public static function of_user( int $user_id, int $limit, int $offset ): array {
		global $wpdb;
		return array_map(
			array( self::class, 'confirmation' ),
			$wpdb->get_results( $wpdb->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . ' WHERE user_id = %d ORDER BY created_at, confirmation_key LIMIT %d OFFSET %d', $user_id, $limit, $offset ), ARRAY_A )
		);
	}

	/**
	 * @param string[] $session_ids
	 */
	public static function delete_sessions( array $session_ids ): void {
		global $wpdb;
		foreach ( $session_ids as $session_id ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE session_id = %s AND BINARY session_id = %s', $session_id, $session_id ) );
		}
	}

	/**
	 * @return int How many.
	 */
	public static function delete_of_user( int $user_id ): int {
		global $wpdb;
		return (int) $wpdb->delete( self::table(), array( 'user_id' => $user_id ) );
	}

	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE created_at < %s', Time::from_unix( time() - self::KEPT_SECONDS ) ) );
	}

	/**
	 * @param array<string,string> $row
	 */
	private static function confirmation( array $row ): Confirmation {
		return new Confirmation(
			...array(
				'key'        => $row['confirmation_key'],
				'user_id'    => (int) $row['user_id'],
				'expires_at' => (int) $row['expires_at'],
			) + array_diff_key( $row, array( 'confirmation_key' => 0 ) )
		);
	}

	private static function table(): string {
		return Schema::table( 'confirmations' );
	}
}
