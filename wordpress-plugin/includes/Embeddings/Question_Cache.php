<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Knowledge\Question_Embedding;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;

/**
 * The embedding of a question: once for a message, whoever needs it, and none for a question that was asked before.
 */
final class Question_Cache {

	/** A visitor waits for it. Without it, words decide alone. */
	private const SECONDS = 8.0;

	/** A request asks about one message or two; a process of the command line may ask about thousands. */
	private const KEPT = 20;

	/** @var array<string,?Question_Embedding> What was asked for last, also in vain. */
	private static array $asked = array();

	/**
	 * Answers the filter `mxchat_question_embedding`.
	 *
	 * @param string $spender Whose budget pays.
	 */
	public static function answer( mixed $embedding, string $question, string $bot_id, string $spender = '' ): mixed {
		$space = State_Store::serving();
		if ( $embedding !== null || $space === null || trim( $question ) === '' ) {
			return $embedding;
		}
		$key = $space->collection()->name() . ':' . $question;
		if ( ! array_key_exists( $key, self::$asked ) ) {
			self::$asked         = array_slice( self::$asked, 1 - self::KEPT );
			self::$asked[ $key ] = self::find( $space, $question, $spender );
		}
		return self::$asked[ $key ];
	}

	/**
	 * For a process that lives on: the next message is another one.
	 */
	public static function forget(): void {
		self::$asked = array();
	}

	/**
	 * What the owner has decided is no news, and would fill the log with every question.
	 */
	private static function log( Failure $failure ): void {
		if ( ! in_array( $failure->kind, array( 'not_configured', 'disabled', 'budget', 'breaker_open' ), true ) ) {
			$failure->log();
		}
	}

	private static function find( Space $space, string $question, string $spender ): ?Question_Embedding {
		$collection = $space->collection();
		$stored     = Question_Store::find( $collection, $question );
		if ( $stored !== null ) {
			return new Question_Embedding( $collection->model, $stored );
		}
		$embedded = Embedder::embed( array( $question ), $spender, $space, Deadline::after( self::SECONDS ) );
		if ( $embedded instanceof Failure ) {
			self::log( $embedded );
			return null;
		}
		if ( $embedded->vectors[0] === '' ) {
			return null;
		}
		Question_Store::put( $collection, $question, $embedded->vectors[0] );
		return new Question_Embedding( $collection->model, $embedded->vectors[0] );
	}
}
