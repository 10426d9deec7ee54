<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * The site's test set.
 */
final class Test_Store {

	/**
	 * @return Test_Case[] In the order in which they were added.
	 */
	public static function all(): array {
		global $wpdb;
		return array_map(
			static fn( \stdClass $row ) => new Test_Case( (int) $row->id, $row->bot_id, $row->question, $row->expects, $row->expected ),
			$wpdb->get_results( 'SELECT * FROM ' . self::table() . ' ORDER BY id' )
		);
	}

	/**
	 * @return int Its id; 0 if it could not be stored.
	 */
	public static function insert( string $bot_id, string $question, string $expects, string $expected ): int {
		global $wpdb;
		$is_stored = $wpdb->insert(
			self::table(),
			array(
				'bot_id'     => $bot_id,
				'question'   => $question,
				'expects'    => $expects,
				'expected'   => $expected,
				'created_at' => Time::now(),
			)
		);
		return $is_stored ? (int) $wpdb->insert_id : 0;
	}

	public static function delete( int $id ): bool {
		global $wpdb;
		return (int) $wpdb->delete( self::table(), array( 'id' => $id ) ) === 1;
	}

	public static function delete_of_bot( string $bot_id ): void {
		global $wpdb;
		$wpdb->delete( self::table(), array( 'bot_id' => $bot_id ) );
	}

	private static function table(): string {
		return Schema::table( 'test_cases' );
	}
}
