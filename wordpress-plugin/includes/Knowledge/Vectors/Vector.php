<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Core\Core_Exception;
use function MxChat\Core\cosine_similarity;

/**
 * The embedding of a chunk, with what it can be filtered by.
 */
final class Vector {

	/**
	 * @param string $embedding  Packed little-endian 32-bit floats.
	 * @param string $role       Who may read the chunk; empty for everybody.
	 * @param int    $updated_at Unix seconds.
	 */
	public function __construct(
		public readonly int $chunk_id,
		public readonly string $embedding,
		public readonly string $bot_id,
		public readonly string $role,
		public readonly string $content_type,
		public readonly int $source_id,
		public readonly int $updated_at,
	) {
		if ( $chunk_id < 1 || ! Field::is_label( $bot_id ) || ! Field::is_label( $role ) || ! Field::is_label( $content_type ) ) {
			throw new \InvalidArgumentException( 'A vector has the id of a chunk, and labels of at most 64 bytes.' );
		}
	}

	/**
	 * @return array{bot_id:string,role:string,content_type:string,source_id:int,updated_at:int}
	 */
	public function fields(): array {
		return array(
			Field::Bot->value          => $this->bot_id,
			Field::Role->value         => $this->role,
			Field::Content_Type->value => $this->content_type,
			Field::Source->value       => $this->source_id,
			Field::Updated->value      => $this->updated_at,
		);
	}

	/**
	 * The numbers of an embedding with nine digits: a 32-bit float is whole with these, and more would only cost.
	 *
	 * @return list<string>
	 */
	public static function decimals( string $embedding ): array {
		$numbers = unpack( 'g*', $embedding );
		return explode( ',', vsprintf( rtrim( str_repeat( '%.9h,', count( $numbers ) ), ',' ), $numbers ) );
	}

	/**
	 * Refuses an embedding that cannot be compared: of other dimensions, with a number that is none, or all zeros.
	 *
	 * All zeros point nowhere; some stores cannot hold them, so none has to.
	 *
	 * @throws Core_Exception With `invalid_embedding`, `dimension_mismatch` or `not_finite`.
	 */
	public static function check( string $embedding, int $dimensions ): void {
		if ( strlen( $embedding ) % 4 !== 0 ) {
			throw Core_Exception::of( 'invalid_embedding' );
		}
		if ( strlen( $embedding ) !== 4 * $dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $dimensions, intdiv( strlen( $embedding ), 4 ) );
		}
		if ( cosine_similarity( $embedding, $embedding ) <= 0.0 ) {
			throw Core_Exception::of( 'invalid_embedding' );
		}
	}
}
