<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

/**
 * Gathers what changes in the knowledge, and reports it in a few events: reading a site must not be a thousand messages.
 */
final class Knowledge_Updates {

	private const SOURCES_PER_EVENT = 50;

	/** @var array<string,array<string,string>> The last change of each address, by bot. */
	private static array $changes = array();

	public static function on_stored( string $bot_id, bool $is_embedded, string $source_url ): void {
		self::note( $bot_id, $source_url, 'stored' );
	}

	public static function on_deleted( string $bot_id, string $source_url ): void {
		self::note( $bot_id, $source_url, 'deleted' );
	}

	public static function report(): void {
		$changes       = self::$changes;
		self::$changes = array();
		foreach ( $changes as $bot_id => $of_bot ) {
			$sources = array_map(
				static fn( string $source_url, string $change ) => compact( 'source_url', 'change' ),
				array_map( 'strval', array_keys( $of_bot ) ),
				array_values( $of_bot )
			);
			do_action( 'mxchat_event', 'knowledge.updated', array( 'bot_id' => (string) $bot_id, 'sources' => $sources ) );
		}
	}

	private static function note( string $bot_id, string $source_url, string $change ): void {
		if ( ! Store::subscribed( 'knowledge.updated' ) ) {
			return;
		}
		self::$changes[ $bot_id ][ $source_url ] = $change;
		if ( count( self::$changes[ $bot_id ] ) === self::SOURCES_PER_EVENT ) {
			self::report();
		}
	}
}
