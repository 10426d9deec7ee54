<?php
/**
 * The hashed features of a text: the twin of the core's `text::features`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Core_Exception;

/**
 * A record is `version u8 · length u32 · count u32 · count × hash u32, ascending · count × amount u8`, little-endian.
 */
final class Features {

	/** What a feature was made from; the letter goes into its hash. */
	public const WORD  = 'w';
	public const PIECE = 'p';
	public const CODE  = 'c';

	/** Marks a feature of the title in the amount. */
	public const IN_TITLE = 0x80;

	private const VERSION    = 1;
	private const HEADER     = 9;
	private const MAX_AMOUNT = 0x7f;

	/** By class of a run: characters of a word (0: the whole run), characters of a piece, shortest run with pieces. */
	private const SHAPES = [
		Words::SPACED => [ 0, 4, 5 ],
		Words::HANGUL => [ 0, 2, 3 ],
		Words::CJK    => [ 2, 1, 2 ],
		Words::SEA    => [ 4, 3, 4 ],
	];

	/**
	 * The features of a text in its order, codes last.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<array{int, string}> Hash and kind of each.
	 */
	public static function of( string $text ): array {
		$folded   = Words::fold( $text );
		$features = [];
		foreach ( Words::runs( $folded ) as [ $run, $class ] ) {
			[ $word, $piece, $shortest ] = self::SHAPES[ $class ];
			foreach ( 0 === $word ? [ $run ] : Words::grams( $run, $word ) as $gram ) {
				$features[] = [ crc32( self::WORD . $gram ), self::WORD ];
			}
			if ( Words::count( $run ) >= $shortest ) {
				foreach ( Words::grams( $run, $piece ) as $gram ) {
					$features[] = [ crc32( self::PIECE . $gram ), self::PIECE ];
				}
			}
		}
		foreach ( Words::codes( $folded ) as $code ) {
			$features[] = [ crc32( self::CODE . $code ), self::CODE ];
		}
		return $features;
	}

	/**
	 * The packed features of a chunk.
	 *
	 * @param string $title Valid UTF-8.
	 * @param string $text  Valid UTF-8.
	 */
	public static function pack( string $title, string $text ): string {
		$length  = 0;
		$amounts = [];
		foreach ( self::of( $text ) as [ $hash, $kind ] ) {
			$length          += self::WORD === $kind ? 1 : 0;
			$amounts[ $hash ] = min( self::MAX_AMOUNT, ( $amounts[ $hash ] ?? 0 ) + 1 );
		}
		foreach ( self::of( $title ) as [ $hash ] ) {
			$amounts[ $hash ] = ( $amounts[ $hash ] ?? 0 ) | self::IN_TITLE;
		}
		ksort( $amounts );
		return pack( 'CVV', self::VERSION, $length, count( $amounts ) ) . pack( 'V*', ...array_keys( $amounts ) ) . pack( 'C*', ...$amounts );
	}

	/**
	 * Length and amounts by hash, ascending; an empty record is that of a deleted chunk.
	 *
	 * @param string $packed A record.
	 * @return array{int, array<int, int>}
	 * @throws Core_Exception `invalid_record`.
	 */
	public static function unpack( string $packed ): array {
		if ( '' === $packed ) {
			return [ 0, [] ];
		}
		$header = strlen( $packed ) < self::HEADER ? [] : unpack( 'Cversion/Vlength/Vcount', $packed );
		$count  = $header['count'] ?? 0;
		if ( self::VERSION !== ( $header['version'] ?? 0 ) || strlen( $packed ) !== self::HEADER + 5 * $count ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		if ( 0 === $count ) {
			return [ $header['length'], [] ];
		}
		$hashes  = array_values( unpack( "V$count", $packed, self::HEADER ) );
		$amounts = array_values( unpack( "C$count", $packed, self::HEADER + 4 * $count ) );
		foreach ( $hashes as $i => $hash ) {
			if ( 0 === $amounts[ $i ] || ( $i > 0 && $hashes[ $i - 1 ] >= $hash ) ) {
				throw Core_Exception::of( 'invalid_record' );
			}
		}
		return [ $header['length'], array_combine( $hashes, $amounts ) ];
	}
}
