<?php
/**
 * Writing a segment.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * The twin of the core's `index::build`: up to 2,048 rows the same bytes. Above, the native one adds codes of one bit
 * per dimension, which only it reads.
 */
final class Builder {

	/**
	 * The bytes of a segment.
	 *
	 * @throws Core_Exception With `not_finite` or `out_of_range`.
	 */
	public static function build( Rows $given ): string {
		$rows         = $given->ordered();
		$records      = '';
		$codes        = '';
		$dictionaries = [ [], [], [] ];
		foreach ( $rows->embeddings as $row => $embedding ) {
			[ $record, $bytes ] = Codes::encode( $embedding );
			$records           .= $record;
			$codes             .= $bytes;
			foreach ( $rows->labels[ $row ] as $column => $label ) {
				if ( strlen( $label ) > Rows::LABEL_BYTES ) {
					throw Core_Exception::of( 'out_of_range' );
				}
				// With a letter in front, a label of digits stays a string.
				$dictionaries[ $column ][ 'l' . $label ] = $label;
			}
		}
		$labels  = '';
		$columns = '';
		foreach ( $dictionaries as $column => $dictionary ) {
			if ( count( $dictionary ) > 65535 ) {
				throw Core_Exception::of( 'out_of_range' );
			}
			$dictionary = array_values( $dictionary );
			usort( $dictionary, 'strcmp' );
			$labels .= pack( 'V', count( $dictionary ) );
			$code_of = [];
			foreach ( $dictionary as $code => $label ) {
				$labels                 .= pack( 'v', strlen( $label ) ) . $label;
				$code_of[ 'l' . $label ] = $code;
			}
			foreach ( $rows->labels as $row ) {
				$columns .= pack( 'v', $code_of[ 'l' . $row[ $column ] ] );
			}
		}
		$ids = [] === $rows->ids ? '' : pack( 'P*', ...$rows->ids );
		return self::assemble( $rows, [ $labels, $ids, $columns, $records, $codes, implode( '', $rows->embeddings ), '', '' ] );
	}

	/**
	 * The header and the sections, on 64-byte borders.
	 *
	 * @param Rows         $rows     The rows.
	 * @param list<string> $sections In the order they are stored.
	 */
	private static function assemble( Rows $rows, array $sections ): string {
		$body  = '';
		$table = '';
		foreach ( $sections as $section ) {
			$body  .= str_repeat( "\0", ( 64 - strlen( $body ) % 64 ) % 64 );
			$table .= pack( 'PP', Segment::HEADER + strlen( $body ), strlen( $section ) ) . Source::checksum( $section );
			$body  .= $section;
		}
		$header = Segment::MAGIC . pack( 'VVPVVVV', Segment::VERSION, $rows->dimensions, count( $rows->ids ), 0, 0, 0, 0 ) . $table;
		$header = str_pad( $header, Segment::HEADER - 8, "\0" );
		return $header . Source::checksum( $header ) . $body;
	}
}
