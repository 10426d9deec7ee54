<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Chat\Turn;
use MxChat\Core\Core_Exception;
use MxChat\Knowledge\Question_Embedding;
use MxChat\Settings;
use function MxChat\Core\score_actions;

/**
 * Which action a message asks for, if any.
 */
final class Scorer {

	/** @var \WeakMap<Turn,Decision>|null */
	private static ?\WeakMap $decisions = null;

	/**
	 * The decision for a turn, made once for whoever asks.
	 */
	public static function of_turn( Turn $turn ): Decision {
		self::$decisions ??= new \WeakMap();
		return self::$decisions[ $turn ] ??= self::decide( $turn->question, $turn->bot_id, array(), $turn->spender );
	}

	/**
	 * @param array<string,array{phrases:string[],counter_examples:string[]}> $drafts  Changed phrases that are not saved yet, by action id.
	 * @param string                                                          $spender Whose budget pays for an embedding.
	 */
	public static function decide( string $message, string $bot_id, array $drafts = array(), string $spender = '' ): Decision {
		try {
			return self::attempt( $message, $bot_id, $drafts, $spender );
		} catch ( Core_Exception $error ) {
			error_log( 'MxChat actions: ' . $error->error_code ); // phpcs:ignore
		}
		// A model that is damaged, or was trained on what another web server has: it is trained anew.
		Model::forget( $bot_id );
		try {
			return self::attempt( $message, $bot_id, $drafts, $spender );
		} catch ( Core_Exception ) {
			// A miss costs nothing: the assistant answers.
			return new Decision( array(), 'lexical' );
		}
	}

	private static function attempt( string $message, string $bot_id, array $drafts, string $spender ): Decision {
		$model = Model::of_bot( $bot_id, $drafts );
		return $model === null ? new Decision( array(), 'lexical' ) : self::score( $model, $message, $bot_id, $spender );
	}

	private static function score( Model $model, string $message, string $bot_id, string $spender ): Decision {
		$embedding  = $model->space === null ? null : Question_Embedding::of( $message, $bot_id, $spender );
		$is_alike   = $embedding !== null && $embedding->model === $model->space?->collection()->model && $embedding->dimensions() === $model->space->dimensions;
		$strictness = (float) Settings\Store::get( 'action_strictness' );
		$scores     = score_actions( $model->bytes, $model->background, $message, $is_alike ? $embedding->embedding : '', $strictness );
		return new Decision( array_map( static fn( array $score ) => self::named( $model, $score ), $scores ), $is_alike ? 'hybrid' : 'lexical' );
	}

	private static function named( Model $model, array $score ): array {
		return array(
			'id'        => $score['id'],
			'label'     => $model->actions[ $score['id'] ]->label(),
			'score'     => $score['score'],
			'threshold' => $score['threshold'],
			'margin'    => $score['margin'] ?? 0.0,
			'semantic'  => $score['semantic'],
			'lexical'   => $score['lexical'],
			'decision'  => $score['decision'],
			'phrase'    => $model->phrases[ $score['id'] ][ $score['phrase'] ] ?? '',
		);
	}
}
