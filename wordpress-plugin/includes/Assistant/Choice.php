<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;

/**
 * Who answers a turn.
 */
final class Choice {

	public static function for_turn( Turn $turn ): Assistant {
		/**
		 * Who answers a turn.
		 *
		 * @param Assistant $assistant The one that the bot names.
		 * @param Turn      $turn      The question with its conversation.
		 */
		$assistant = apply_filters( 'mxchat_assistant', new Extractive(), $turn );
		return $assistant instanceof Assistant ? $assistant : new Extractive();
	}
}
