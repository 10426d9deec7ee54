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
	 * What the assistant's owner has allowed, and the functions that code has registered on it. An assistant that is not
	 * stored has all that could be allowed.
	 *
	 * @return array<string,Tool> By name.
	 */
	public static function for( Record $assistant, Turn $turn ): array {
		$candidates = self::candidates( $assistant, $turn );
		if ( $assistant->id === '' ) {
			return $candidates;
		}
		return array_slice( array_intersect_key( $candidates, array_flip( $assistant->tools ) + Functions::of( $assistant->id ) ), 0, self::MAX_TOOLS, true );
	}

	/**
	 * @return array<string,Tool> By name.
	 */
	private static function candidates( Record $assistant, Turn $turn ): array {
		/**
		 * The tools that a model could use in this turn: add yours. Of these the assistant has what its owner has allowed;
		 * whatever else the model asks for is refused.
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
		return $by_name;
	}
}
