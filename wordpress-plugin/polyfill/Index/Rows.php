<?php
/**
 * Rows as callers hand them over.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Text\Words;

/**
 * Ids, packed embeddings and labels, checked to belong together.
 */
final class Rows {

	/** The longest label, in bytes. */
	public const LABEL_BYTES = 255;

	/**
	 * Use of().
	 *
	 * @param int                $dimensions Numbers of each embedding.
	 * @param list<int>          $ids        Of each row.
	 * @param list<string>       $embeddings Packed, of each row.
	 * @param list<list<string>> $labels     Bot, role and content type of each row.
	 */
	public function __construct(
		public readonly int $dimensions,
		public readonly array $ids,
		public readonly array $embeddings,
		public readonly array $labels
	) {}

	/**
	 * Rows from packed ids and embeddings.
	 *
	 * @param int          $dimensions    Numbers of each embedding.
	 * @param string       $ids           Packed 64-bit ids.
	 * @param string       $embeddings    Packed, one after the other.
	 * @param list<string> $bots          A label for each row, or none.
	 * @param list<string> $roles         A label for each row, or none.
	 * @param list<string> $content_types A label for each row, or none.
	 * @throws Core_Exception With `invalid_utf8`, `invalid_record`, `invalid_embedding`, `dimension_mismatch` or `out_of_range`.
	 */
	public static function of( int $dimensions, string $ids, string $embeddings, array $bots, array $roles, array $content_types ): self {
		$columns = [ $bots, $roles, $content_types ];
		foreach ( $columns as $column ) {
			Words::check( ...$column );
		}
		if ( 0 !== strlen( $ids ) % 8 ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$numbers = '' === $ids ? [] : array_values( unpack( 'P*', $ids ) );
		$count   = count( $numbers );
		if ( $count > 0 && min( $numbers ) < 0 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		if ( 0 !== strlen( $embeddings ) % 4 ) {
			throw Core_Exception::of( 'invalid_embedding' );
		}
		if ( strlen( $embeddings ) !== 4 * $count * $dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $count * $dimensions, intdiv( strlen( $embeddings ), 4 ) );
		}
		$labels = array_fill( 0, $count, [ '', '', '' ] );
		foreach ( $columns as $column => $values ) {
			if ( [] !== $values && count( $values ) !== $count ) {
				throw Core_Exception::of( 'out_of_range' );
			}
			foreach ( array_values( $values ) as $row => $label ) {
				$labels[ $row ][ $column ] = $label;
			}
		}
		return new self( $dimensions, $numbers, 0 === $count ? [] : str_split( $embeddings, 4 * $dimensions ), $labels );
	}

	/**
	 * The same rows, of each id the last one, by bot and content type.
	 */
	public function ordered(): self {
		$last = [];
		foreach ( $this->ids as $position => $id ) {
			$last[ $id ] = $position;
		}
		$order = array_values( $last );
		usort(
			$order,
			fn ( int $a, int $b ): int => strcmp( $this->labels[ $a ][0], $this->labels[ $b ][0] )
				?: strcmp( $this->labels[ $a ][2], $this->labels[ $b ][2] )
				?: $a <=> $b
		);
		$pick = static fn ( array $values ): array => array_map( static fn ( int $position ) => $values[ $position ], $order );
		return new self( $this->dimensions, $pick( $this->ids ), $pick( $this->embeddings ), $pick( $this->labels ) );
	}
}
