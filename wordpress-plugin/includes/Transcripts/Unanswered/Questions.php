<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

use MxChat\Assistant\Courtesy;
use MxChat\Bots;
use function MxChat\Core\tokenize;

/**
 * What visitors asked and the site did not say, each question once.
 *
 * Two questions to a bot are the same where their words are, whatever their order, case and accents: no model, and
 * nothing to guess.
 */
final class Questions {

	/**
	 * @return Question[] The most frequent first, and of these the one that was asked last.
	 */
	public static function all(): array {
		$questions = array_filter( self::grouped(), static fn( Question $question ) => ! Courtesy::is_one( $question->text ) );
		usort( $questions, static fn( Question $a, Question $b ) => self::place( $b ) <=> self::place( $a ) );
		return $questions;
	}

	public static function with_message( int $id ): ?Question {
		foreach ( self::all() as $question ) {
			if ( in_array( $id, $question->ids, true ) ) {
				return $question;
			}
		}
		return null;
	}

	private static function place( Question $question ): array {
		return array( count( $question->ids ), $question->last_asked_at, $question->ids[0] );
	}

	/**
	 * @return Question[]
	 */
	private static function grouped(): array {
		$rows = array();
		foreach ( self::left_alone( Store::latest() ) as $row ) {
			$words = array_unique( tokenize( $row->message ) );
			sort( $words, SORT_STRING );
			if ( $words !== array() ) {
				$rows[ $row->bot_id . ' ' . implode( ' ', $words ) ][] = $row;
			}
		}
		return array_map( array( self::class, 'question' ), array_values( $rows ) );
	}

	/**
	 * Without those that the owner has settled, that were put to a bot in test mode, or whose conversation a person took
	 * up afterwards.
	 *
	 * @param \stdClass[] $rows Newest first.
	 * @return \Generator<int,\stdClass>
	 */
	private static function left_alone( array $rows ): \Generator {
		$taken_up = array();
		$is_test  = array_column( Bots\Store::all(), 'is_test', 'bot_id' );
		foreach ( $rows as $row ) {
			if ( $row->is_agent ) {
				$taken_up[ $row->session_id ] = true;
			} elseif ( ! $row->is_settled && ! isset( $taken_up[ $row->session_id ] ) && ! ( $is_test[ $row->bot_id ] ?? false ) ) {
				yield $row;
			}
		}
	}

	/**
	 * @param \stdClass[] $rows Newest first.
	 */
	private static function question( array $rows ): Question {
		return new Question(
			array_map( 'intval', array_column( $rows, 'id' ) ),
			trim( (string) preg_replace( '/\s+/u', ' ', $rows[0]->message ) ),
			$rows[0]->bot_id,
			$rows[0]->created_at,
			$rows[0]->session_id,
		);
	}
}
