<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Assistant\Record;
use MxChat\Chat\Turn;
use MxChat\OpenAI\Functions;

/**
 * The tools that an assistant has in a turn.
 */
final class Registry {

	/** What every model takes in one call. */
	private const MAX_TOOLS = 128;

	/**
	 * @return array<string,Tool> By name.
	 */
	public static function for( Record $assistant, Turn $turn ): array {
		/**
		 * The tools that the model may use in this turn: add yours. What the model asks for beyond these is refused.
		 *
		 * @param Tool[] $tools     The functions that were registered on the assistant.
		 * @param Record $assistant Who answers; `$assistant->tools` names what its owner has allowed.
		 * @param Turn   $turn      The question with its conversation.
		 */
		$tools   = (array) apply_filters( 'mxchat_tools', array_values( Functions::of( $assistant->id ) ), $assistant, $turn );
		$by_name = array();
		foreach ( $tools as $tool ) {
			if ( $tool instanceof Tool && preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $tool->name() ) ) {
				$by_name[ $tool->name() ] ??= $tool;
			}
		}
		return array_slice( $by_name, 0, self::MAX_TOOLS, true );
	}
}
