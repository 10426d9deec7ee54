<?php
/**
 * One byte per dimension, with a scale per row.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Similarity;

/**
 * The twin of the core's `index::codes`.
 */
final class Codes {

	/** Bytes of what is stored beside a row's codes. */
	public const RECORD = 32;

	/** How a record is read: length, checksum, scale, error, sum of the codes. */
	public const FORMAT = 'enorm/a8checksum/gscale/gerror/Vsum';

	/**
	 * Bytes of a row's codes.
	 */
	public static function stride( int $dimensions ): int {
		return $dimensions + ( 32 - $dimensions % 32 ) % 32;
	}

	/**
	 * The record and the codes of an embedding.
	 *
	 * A code is the number times 127 over the largest magnitude, to the nearest integer, halves up.
	 *
	 * @return array{string,string}
	 * @throws Core_Exception With `not_finite`.
	 */
	public static function encode( string $embedding ): array {
		$numbers = Similarity::numbers( $embedding );
		$norm    = Similarity::norm( $numbers );
		$stride  = self::stride( count( $numbers ) );
		$largest = max( max( $numbers ), -min( $numbers ) );
		if ( 0.0 === (float) $largest ) {
			return [ self::record( $norm, $embedding, 0.0, 0.0, 0 ), str_repeat( "\0", $stride ) ];
		}
		$steps   = 127.0 / $largest;
		$scale   = unpack( 'g', pack( 'g', 1.0 / ( $steps * $norm ) ) )[1];
		$inverse = 1.0 / $norm;
		$codes   = [];
		$squares = [ 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 ];
		foreach ( $numbers as $i => $number ) {
			$code                = (int) ( $number * $steps + 128.5 ) - 128;
			$difference          = $number * $inverse - $code * $scale;
			$squares[ $i & 7 ] += $difference * $difference;
			$codes[]             = $code;
		}
		$sum   = ( ( $squares[0] + $squares[4] ) + ( $squares[2] + $squares[6] ) ) + ( ( $squares[1] + $squares[5] ) + ( $squares[3] + $squares[7] ) );
		$error = sqrt( $sum ) * 1.000001;
		return [
			self::record( $norm, $embedding, $scale, $error, array_sum( $codes ) ),
			str_pad( pack( 'c*', ...$codes ), $stride, "\0" ),
		];
	}

	private static function record( float $norm, string $embedding, float $scale, float $error, int $sum ): string {
		return pack( 'e', $norm ) . Source::checksum( $embedding ) . pack( 'ggVV', $scale, $error, $sum, 0 );
	}
}
