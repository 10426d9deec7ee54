<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Usage;

/**
 * What a provider answers to a request for embeddings, as different hosts write it.
 */
final class Response {

	/**
	 * @param string[] $vectors Packed and of unit length, in the order of the texts.
	 */
	private function __construct( public readonly array $vectors, public readonly Usage $usage ) {}

	/**
	 * @return ?self Null if it does not hold one embedding for each text, all of the same dimensions.
	 */
	public static function read( array $json, int $texts ): ?self {
		$items = $json['data'] ?? null;
		if ( ! is_array( $items ) || count( $items ) !== $texts ) {
			return null;
		}
		$vectors = array();
		foreach ( array_values( $items ) as $position => $item ) {
			$index  = is_array( $item ) ? $item['index'] ?? $position : null;
			$vector = is_int( $index ) && $index >= 0 && $index < $texts ? self::vector( $item['embedding'] ?? null ) : null;
			if ( $vector === null ) {
				return null;
			}
			$vectors[ $index ] = $vector;
		}
		// A host may send them in any order.
		ksort( $vectors );
		$is_whole = count( $vectors ) === $texts && count( array_unique( array_map( 'strlen', $vectors ) ) ) <= 1;
		return $is_whole ? new self( $vectors, Usage::read( $json['usage'] ?? null ) ) : null;
	}

	/**
	 * Some hosts send numbers although base64 was asked for.
	 */
	private static function vector( mixed $embedding ): ?string {
		if ( is_string( $embedding ) ) {
			$bytes     = base64_decode( $embedding, true );
			$embedding = $bytes === false || $bytes === '' || strlen( $bytes ) % 4 !== 0 ? null : array_values( unpack( 'g*', $bytes ) );
		}
		return is_array( $embedding ) && $embedding && array_is_list( $embedding ) ? Unit_Vector::pack( $embedding ) : null;
	}
}
