<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Schema;
use MxChat\Settings\Install_Secret;
use function MxChat\Core\transient_key;

/**
 * Embeddings of questions, under a keyed hash of the question: what is stored does not tell what was asked.
 */
final class Question_Store {

	private const KEPT_SECONDS     = 30 * DAY_IN_SECONDS;
	private const QUESTIONS_AT_ONCE = 100;

	public static function find( Collection $collection, string $question ): ?string {
		global $wpdb;
		$embedding = $wpdb->get_var(
			$wpdb->prepare(
				'SELECT embedding FROM ' . self::table() . ' WHERE question_key = %s AND model = %s AND dimensions = %d AND expires_at > %d',
				self::key( $question ),
				$collection->model,
				$collection->dimensions,
				time()
			)
		);
		return is_string( $embedding ) && strlen( $embedding ) === 4 * $collection->dimensions ? $embedding : null;
	}

	/**
	 * A cache that cannot be written costs a call the next time, and no answer now.
	 */
	public static function put( Collection $collection, string $question, string $embedding ): void {
		global $wpdb;
		$suppressed = $wpdb->suppress_errors();
		$wpdb->query(
			$wpdb->prepare(
				'INSERT INTO ' . self::table() . ' (question_key, model, dimensions, embedding, expires_at) VALUES (%s, %s, %d, %s, %d)'
					. ' ON DUPLICATE KEY UPDATE embedding = VALUES(embedding), expires_at = VALUES(expires_at)',
				self::key( $question ),
				$collection->model,
				$collection->dimensions,
				$embedding,
				time() + self::KEPT_SECONDS
			)
		);
		$wpdb->suppress_errors( $suppressed );
	}

	/**
	 * @param string[] $questions
	 */
	public static function forget( array $questions ): void {
		global $wpdb;
		foreach ( array_chunk( array_values( array_unique( $questions ) ), self::QUESTIONS_AT_ONCE ) as $some ) {
			$keys = array_map( array( self::class, 'key' ), $some );
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE question_key IN (' . implode( ',', array_fill( 0, count( $keys ), '%s' ) ) . ')', ...$keys ) );
		}
	}

	public static function delete_expired(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE expires_at <= %d', time() ) );
	}

	public static function delete_collection( Collection $collection ): void {
		global $wpdb;
		$wpdb->delete( self::table(), array( 'model' => $collection->model, 'dimensions' => $collection->dimensions ) );
	}

	private static function key( string $question ): string {
		return substr( transient_key( Install_Secret::get(), get_current_blog_id(), 'question', trim( $question ) ), -32 );
	}

	private static function table(): string {
		return Schema::table( 'question_embeddings' );
	}
}
