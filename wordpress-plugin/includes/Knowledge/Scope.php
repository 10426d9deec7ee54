<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Jobs;

/**
 * What a bot may use: the sources of some bots, of all kinds or of some.
 *
 * Scores rest on statistics of all the chunks in the indexes that are searched, so these hold exactly what the bot may
 * use, and nothing else can move a score. A bot that uses all kinds of sources searches the indexes of the bots that it
 * reads, together. One that uses some kinds has an index of its own over them: a view.
 */
final class Scope {

	/** Begins the name of a view; no bot's id begins with it. */
	private const VIEW = '~';

	/** A view of fewer chunks is written while the owner waits. */
	private const WRITTEN_AT_ONCE = 3000;

	/**
	 * @param string[] $bot_ids       Whose sources; at least one.
	 * @param string[] $content_types Which kinds; empty for all.
	 * @param string[] $index_ids     The lexical indexes of exactly these sources.
	 */
	private function __construct(
		public readonly array $bot_ids,
		public readonly array $content_types,
		public readonly array $index_ids,
	) {}

	public static function of( string $bot_id ): self {
		$bot = Bots\Store::find( $bot_id );
		if ( $bot === null ) {
			return self::own( $bot_id );
		}
		$bot_ids = $bot->readable_bot_ids();
		return new self( $bot_ids, $bot->content_types, $bot->content_types ? array( self::VIEW . $bot_id ) : $bot_ids );
	}

	/**
	 * What belongs into an index: all of a bot's own sources, or what a view is of.
	 */
	public static function of_index( string $index_id ): self {
		return str_starts_with( $index_id, self::VIEW ) ? self::of( substr( $index_id, strlen( self::VIEW ) ) ) : self::own( $index_id );
	}

	/**
	 * The indexes that a change of a bot's sources may change.
	 *
	 * @return string[]
	 */
	public static function indexes_with( string $bot_id ): array {
		$index_ids = array( $bot_id );
		foreach ( Bots\Store::all() as $bot ) {
			if ( $bot->content_types && in_array( $bot_id, $bot->readable_bot_ids(), true ) ) {
				$index_ids[] = self::VIEW . $bot->bot_id;
			}
		}
		return $index_ids;
	}

	/**
	 * Writes the view of a bot after its sources were chosen anew, or drops it where the bot has none any more. Until a
	 * large one is written, the bot's answers rest on what it had of the sources that it still may use.
	 */
	public static function bring_view_up_to_date( string $bot_id ): void {
		$scope   = self::of( $bot_id );
		$view_id = self::VIEW . $bot_id;
		if ( ! $scope->content_types ) {
			Segment_Store::delete_index( $view_id );
		} elseif ( Store::count_chunks( $scope, 0 ) <= self::WRITTEN_AT_ONCE ) {
			Segment_Builder::rebuild_index( $view_id );
		} else {
			Jobs\Queue::add( 'index', array( 'index_id' => $view_id ), "index:$view_id" );
		}
	}

	/**
	 * @return string[] Every index of the site.
	 */
	public static function all_indexes(): array {
		return array_values( array_unique( array_merge( ...array_map( array( self::class, 'indexes_with' ), Bots\Store::ids() ) ) ) );
	}

	private static function own( string $bot_id ): self {
		return new self( array( $bot_id ), array(), array( $bot_id ) );
	}
}
