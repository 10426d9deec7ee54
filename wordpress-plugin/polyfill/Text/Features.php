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

	/** What a feature was made from; the letter keeps features apart that are spelled alike. */
	public const WORD      = 'w';
	public const PART      = 'p';
	public const STEM      = 's';
	public const CHARACTER = 'k';
	public const CODE      = 'c';

	/** How much a feature counts beside the others of the same rarity. */
	public const WEIGHTS = [
		self::WORD      => 1.0,
		self::PART      => 0.5,
		self::STEM      => 0.4,
		self::CHARACTER => 0.8,
		self::CODE      => 2.0,
	];

	/** Marks a feature of the title in the amount. */
	public const IN_TITLE = 0x80;

	private const VERSION    = 1;
	private const HEADER     = 9;
	private const MAX_AMOUNT = 0x7f;

	/**
	 * The features of a text in its order, codes last.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<array{int, string, int}> Hash, kind, and position of the first feature of the same word.
	 */
	public static function of( string $text ): array {
		$folded   = Words::fold( $text );
		$features = [];
		foreach ( Words::runs( $folded ) as [ $run, $class ] ) {
			$word = count( $features );
			switch ( $class ) {
				case Words::SPACED:
					$features[] = [ crc32( self::WORD . $run ), self::WORD, $word ];
					foreach ( Words::full_grams( $run, 4 ) as $part ) {
						$features[] = [ crc32( self::PART . $part ), self::PART, $word ];
					}
					foreach ( Words::full_grams( $run, 3 ) as $stem ) {
						$features[] = [ crc32( self::STEM . $stem ), self::STEM, $word ];
						break;
					}
					break;
				case Words::HANGUL:
					$features[] = [ crc32( self::WORD . $run ), self::WORD, $word ];
					$parts      = Words::full_grams( $run, 2 );
					foreach ( $parts as $part ) {
						$features[] = [ crc32( self::PART . $part ), self::PART, $word ];
					}
					foreach ( array_slice( $parts, 0, 1 ) as $stem ) {
						$features[] = [ crc32( self::STEM . $stem ), self::STEM, $word ];
					}
					break;
				case Words::CJK:
					foreach ( Words::grams( $run, 2 ) as $pair ) {
						$features[] = [ crc32( self::WORD . $pair ), self::WORD, $word++ ];
					}
					foreach ( Words::characters( $run ) as $character ) {
						$features[] = [ crc32( self::CHARACTER . $character ), self::CHARACTER, $word++ ];
					}
					break;
				default:
					foreach ( Words::grams( $run, 3 ) as $gram ) {
						$features[] = [ crc32( self::WORD . $gram ), self::WORD, $word++ ];
					}
			}
		}
		foreach ( Words::codes( $folded ) as $code ) {
			$features[] = [ crc32( self::CODE . $code ), self::CODE, count( $features ) ];
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
