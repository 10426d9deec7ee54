<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Schema;

/**
 * The events of a turn as they are kept for whoever resumes it.
 *
 * Pieces of text that come one soon after the other share a row, with their ids: what is read back is event by event the
 * same as what was told.
 */
final class Event_Log {

	/** For how long pieces are gathered into a row: less while somebody reads, since nobody else waits for them. */
	private const WATCHED_SECONDS   = 0.25;
	private const UNWATCHED_SECONDS = 1.0;

	private const READ_AT_ONCE = 500;

	/** @var Turn_Event[] */
	private array $pending = array();

	private float $pending_since = 0.0;

	public function __construct( private readonly string $turn_id ) {}

	public function add( Turn_Event $event, bool $is_watched ): void {
		if ( $event->name !== Turn_Event::DELTA ) {
			$this->flush();
			$this->insert( $event->id, $event->name, $event->data );
			return;
		}
		$this->pending_since = $this->pending ? $this->pending_since : microtime( true );
		$this->pending[]     = $event;
		$this->flush_if_due( $is_watched );
	}

	public function flush_if_due( bool $is_watched ): void {
		if ( $this->pending && microtime( true ) - $this->pending_since >= ( $is_watched ? self::WATCHED_SECONDS : self::UNWATCHED_SECONDS ) ) {
			$this->flush();
		}
	}

	public function flush(): void {
		if ( ! $this->pending ) {
			return;
		}
		$texts = array_map( static fn( Turn_Event $event ) => $event->data['text'], $this->pending );
		$this->insert( end( $this->pending )->id, Turn_Event::DELTA, $texts );
		$this->pending = array();
	}

	/**
	 * @return Turn_Event[] Those after an id, in order.
	 */
	public static function after( string $turn_id, int $after ): array {
		global $wpdb;
		$rows   = $wpdb->get_results(
			$wpdb->prepare( 'SELECT last_id, name, data FROM ' . self::table() . ' WHERE turn_id = %s AND last_id > %d ORDER BY last_id LIMIT %d', $turn_id, $after, self::READ_AT_ONCE )
		);
		$events = array_merge( array(), ...array_map( array( self::class, 'events' ), $rows ) );
		return array_values( array_filter( $events, static fn( Turn_Event $event ) => $event->id > $after ) );
	}

	public static function delete( string $turn_id ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE turn_id = %s', $turn_id ) );
	}

	/**
	 * @return Turn_Event[]
	 */
	private static function events( \stdClass $row ): array {
		$data = json_decode( $row->data, true );
		$last = (int) $row->last_id;
		if ( $row->name !== Turn_Event::DELTA ) {
			return array( new Turn_Event( $last, $row->name, $data ) );
		}
		$first = $last - count( $data ) + 1;
		return array_map( static fn( int $position, string $text ) => new Turn_Event( $first + $position, Turn_Event::DELTA, array( 'text' => $text ) ), array_keys( $data ), $data );
	}

	private function insert( int $last_id, string $name, array $data ): void {
		global $wpdb;
		$wpdb->insert(
			self::table(),
			array(
				'turn_id' => $this->turn_id,
				'last_id' => $last_id,
				'name'    => $name,
				'data'    => wp_json_encode( $data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION ),
			)
		);
	}

	private static function table(): string {
		return Schema::table( 'turn_events' );
	}
}
