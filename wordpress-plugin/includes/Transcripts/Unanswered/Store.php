<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

use MxChat\Schema;

/**
 * The latest answers that rest on no page of the site, with their questions.
 *
 * Nothing is copied: what is erased from the transcripts is gone from here. That the owner has settled a question
 * stands in the question's own row, in the column that says of an answer whether it is one.
 */
final class Store {

	/** So many answers are looked at, however many there are. */
	public const ANSWERS = 1000;

	/** Of a question: enough to tell it from others. */
	private const CHARACTERS = 500;

	/**
	 * Newest first. An answer of a person is in it, too, without its question.
	 *
	 * @return \stdClass[] id, message, bot_id, session_id, created_at, is_agent, is_settled.
	 */
	public static function latest(): array {
		global $wpdb;
		$table = Schema::table( 'transcripts' );
		$rows  = $wpdb->get_results(
			$wpdb->prepare(
				// Ids come first, from an index alone.
				'SELECT q.id, SUBSTRING( q.message, 1, %d ) AS message, q.created_at, q.is_answered AS is_settled,'
					. ' a.id AS answer_id, a.created_at AS answered_at, a.bot_id, a.session_id, a.is_agent'
					. " FROM ( SELECT id FROM $table WHERE role = 'assistant' AND has_rag_context = 0 ORDER BY created_at DESC, id DESC LIMIT %d ) latest"
					. " JOIN $table a ON a.id = latest.id LEFT JOIN $table q ON q.turn_id = a.turn_id AND q.role = 'user'"
					. " WHERE a.is_agent = 1 OR ( q.id IS NOT NULL AND a.engine <> 'given' AND a.actions IN ( '', '[]' ) AND a.finish NOT IN ( 'cut', 'stopped' ) )",
				self::CHARACTERS,
				self::ANSWERS
			)
		);
		usort( $rows, static fn( \stdClass $a, \stdClass $b ) => array( $b->answered_at, (int) $b->answer_id ) <=> array( $a->answered_at, (int) $a->answer_id ) );
		return $rows;
	}

	/**
	 * @param int[] $ids Questions.
	 */
	public static function settle( array $ids ): bool {
		global $wpdb;
		return $ids === array() || $wpdb->query(
			'UPDATE ' . Schema::table( 'transcripts' ) . " SET is_answered = 1 WHERE role = 'user' AND id IN (" . implode( ',', array_map( 'intval', $ids ) ) . ')'
		) !== false;
	}
}
