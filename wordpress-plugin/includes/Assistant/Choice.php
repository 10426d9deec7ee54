<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Bots;
use MxChat\Chat\Turn;
use MxChat\Settings;

/**
 * Who answers a turn.
 */
final class Choice {

	private const EXTRACTIVE = 'extractive';

	public static function for_turn( Turn $turn ): Assistant {
		$given = self::given( $turn );
		if ( $given !== null ) {
			return $given;
		}
		$record   = self::record_of_bot( $turn->bot_id );
		$standard = $record === null ? new Extractive() : new Fallback( new Modelled( $record ), new Extractive() );
		/**
		 * Who answers a turn.
		 *
		 * @param Assistant $assistant The one that the bot names.
		 * @param Turn      $turn      The question with its conversation.
		 */
		$assistant = apply_filters( 'mxchat_assistant', $standard, $turn );
		return $assistant instanceof Assistant ? $assistant : $standard;
	}

	/**
	 * An assistant that a program has named, with the site's own pages behind it.
	 *
	 * @param \Closure $on_outcome Is told what became of each call of a tool.
	 */
	public static function modelled_for_programs( Record $record, \Closure $on_outcome ): Assistant {
		return new Fallback( new Modelled( $record, $on_outcome, is_for_visitors: false ), new Extractive() );
	}

	/**
	 * The assistant that a bot names, or the site's; null where only quotes are given.
	 */
	public static function record_of_bot( string $bot_id ): ?Record {
		$id = Bots\Store::assistant_id( $bot_id );
		if ( $id === self::EXTRACTIVE || Settings\Store::get( 'assistant_enabled' ) !== true ) {
			return null;
		}
		$id = $id === '' ? (string) Settings\Store::get( 'assistant_id' ) : $id;
		return $id === '' || $id === self::EXTRACTIVE ? null : Store::find( $id );
	}

	private static function given( Turn $turn ): ?Given {
		/**
		 * A message before anybody is asked: `array( 'text' => … )` is the answer then.
		 *
		 * @param string $message
		 * @param int    $user_id
		 * @param string $session_id
		 */
		$given = apply_filters( 'mxchat_pre_process_message', $turn->question, $turn->user_id, $turn->session_id );
		return is_array( $given ) && is_string( $given['text'] ?? null ) && $given['text'] !== '' ? new Given( $given['text'] ) : null;
	}
}
