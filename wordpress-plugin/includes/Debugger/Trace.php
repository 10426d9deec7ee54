<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Actions;
use MxChat\Assistant\Answer;
use MxChat\Assistant\Assistant;
use MxChat\Assistant\Choice;
use MxChat\Assistant\Extractive;
use MxChat\Assistant\History;
use MxChat\Assistant\Modelled;
use MxChat\Assistant\Prompt;
use MxChat\Assistant\Record;
use MxChat\Assistant\Retrieval;
use MxChat\Chat\Turn;
use MxChat\Knowledge\Found;
use MxChat\Knowledge\Passage;
use MxChat\Knowledge\Retriever;
use MxChat\Spend\Gate;

/**
 * A message on its way to an answer, step by step, with what each step took. Nothing is stored and no action runs.
 */
final class Trace {

	private const TEXT_CHARACTERS = 300;

	/**
	 * @return array{question:string,bot_id:string,steps:array<int,array<string,mixed>>,why:string[]}
	 */
	public static function of( string $question, string $bot_id, bool $asks_model ): array {
		$turn               = new Turn( '', '', '', $bot_id, $question, '', '' );
		[ $decision, $ms ]  = self::timed( static fn() => Actions\Scorer::decide( $question, $bot_id, array(), Gate::SITE ) );
		$steps              = array( array( 'name' => 'actions', 'milliseconds' => $ms ) + Actions\Rest_Controller::scored( $question, $decision ) );
		[ $found, $ms ]     = self::timed( static fn() => Retriever::find( $question, $bot_id, spender: Gate::SITE ) );
		$steps[]            = array( 'name' => 'retrieval', 'milliseconds' => $ms ) + self::retrieval( $found );
		$steps[]            = self::answer( new Extractive(), $turn );
		$record             = Choice::record_of_bot( $bot_id );
		if ( $record !== null ) {
			$steps[] = self::prompt( $record, $turn );
		}
		if ( $record !== null && $asks_model ) {
			$steps[] = self::without_tools( static fn() => self::answer( new Modelled( $record ), $turn ) );
		}
		return array(
			'question' => $question,
			'bot_id'   => $bot_id,
			'steps'    => $steps,
			'why'      => Why::of( $decision, $found, $steps ),
		);
	}

	/**
	 * @template Value
	 * @param callable():Value $work
	 * @return array{0:Value,1:float} What it gave, and the milliseconds it took.
	 */
	private static function timed( callable $work ): array {
		$begun_at = hrtime( true );
		$value    = $work();
		return array( $value, round( ( hrtime( true ) - $begun_at ) / 1e6, 3 ) );
	}

	private static function retrieval( Found $found ): array {
		$lexical = array_flip( $found->lexical );
		$similar = array_flip( array_keys( $found->similar ) );
		return array(
			'scoring' => $found->scoring(),
			'items'   => array_map(
				static fn( Passage $passage, int $place ) => array(
					'title'        => $passage->title,
					'source'       => $passage->source_url,
					'content_type' => $passage->content_type,
					'text'         => mb_substr( $passage->text, 0, self::TEXT_CHARACTERS ),
					'rank'         => $place + 1,
					'lexical_rank' => isset( $lexical[ $passage->chunk_id ] ) ? $lexical[ $passage->chunk_id ] + 1 : null,
					'vector_rank'  => isset( $similar[ $passage->chunk_id ] ) ? $similar[ $passage->chunk_id ] + 1 : null,
					'similarity'   => $passage->similarity,
				),
				$found->passages,
				array_keys( $found->passages )
			),
		);
	}

	/**
	 * What the model is given, without what was said before.
	 */
	private static function prompt( Record $record, Turn $turn ): array {
		[ $items, $ms ] = self::timed( static fn() => Prompt::items( $record, $turn, $turn->question, $record->uses_knowledge ? Retrieval::for( $turn->question, $turn, $record->min_similarity ) : Retrieval::none(), History::of( $turn ) ) );
		return array(
			'name'         => 'prompt',
			'milliseconds' => $ms,
			'assistant'    => $record->name,
			'model'        => $record->model,
			'instructions' => Prompt::instructions( $record, $turn ),
			'message'      => end( $items )->text,
		);
	}

	/**
	 * A model that is only watched may call nothing.
	 *
	 * @template Value
	 * @param callable():Value $work
	 * @return Value
	 */
	private static function without_tools( callable $work ): mixed {
		add_filter( 'mxchat_tools', '__return_empty_array', PHP_INT_MAX );
		try {
			return $work();
		} finally {
			remove_filter( 'mxchat_tools', '__return_empty_array', PHP_INT_MAX );
		}
	}

	private static function answer( Assistant $assistant, Turn $turn ): array {
		[ $answer, $ms ] = self::timed( static fn() => Answer::gather( $assistant, $turn ) );
		return array(
			'name'         => 'answer',
			'milliseconds' => $ms,
			'engine'       => $answer->engine,
			'is_answered'  => $answer->is_answered,
			'content'      => $answer->content,
			'confidence'   => $answer->rag_context['confidence'] ?? null,
			'sources'      => $answer->sources,
			'usage'        => $answer->usage,
			'finish'       => $answer->finish,
			'failure'      => $answer->failure?->owner_text(),
			'trace'        => $answer->trace,
		);
	}
}
