<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;

/**
 * A question as an embedding provider sees it.
 */
final class Question_Embedding {

	/**
	 * @param string $model     The model that the chunks were embedded with, too.
	 * @param string $embedding Packed little-endian 32-bit floats.
	 */
	public function __construct( public readonly string $model, public readonly string $embedding ) {}

	public function dimensions(): int {
		return intdiv( strlen( $this->embedding ), 4 );
	}

	/**
	 * The embedding of a question; null where the site has no embedding provider, and retrieval is lexical
	 * alone. A bot in test mode costs nothing.
	 *
	 * @param string $spender Whose budget pays, as Spend\Gate takes it.
	 */
	public static function of( string $question, string $bot_id, string $spender = '' ): ?self {
		if ( Bots\Store::is_test( $bot_id ) ) {
			return null;
		}
		/**
		 * The embedding of a visitor's question.
		 *
		 * @param Question_Embedding|null $embedding None, unless a provider gives one.
		 * @param string                  $question  The question.
		 * @param string                  $bot_id    The bot that is asked.
		 * @param string                  $spender   Whose budget pays, as Spend\Gate takes it.
		 */
		$embedding = apply_filters( 'mxchat_question_embedding', null, $question, $bot_id, $spender );
		return $embedding instanceof self ? $embedding : null;
	}
}
