<?php
/**
 * The lexical half of retrieval: the twin of the core's `text`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Text\Features;
use MxChat\Core\Polyfill\Text\Search;
use MxChat\Core\Polyfill\Text\Segment;
use MxChat\Core\Polyfill\Text\Sentences;
use MxChat\Core\Polyfill\Text\Words;

/**
 * Words, chunks, an inverted index as bytes, BM25.
 */
final class Text {

	/**
	 * See `MxChat\Core\tokenize()`.
	 *
	 * @param string $text A text.
	 * @return list<string>
	 * @throws Core_Exception `invalid_utf8`.
	 */
	public static function tokenize( string $text ): array {
		Words::check( $text );
		$folded = Words::fold( $text );
		return array_merge( Words::words( $folded ), Words::codes( $folded ) );
	}

	/**
	 * See `MxChat\Core\chunk_text()`.
	 *
	 * @param string $text           A text.
	 * @param int    $max_characters The most characters of a chunk.
	 * @return list<array{start: int, end: int}>
	 * @throws Core_Exception `invalid_utf8` or `out_of_range`.
	 */
	public static function chunk_text( string $text, int $max_characters ): array {
		Words::check( $text );
		if ( $max_characters < 1 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$chunks = [];
		foreach ( Sentences::chunks( $text, $max_characters ) as [ $start, $end ] ) {
			$chunks[] = [
				'start' => $start,
				'end'   => $end,
			];
		}
		return $chunks;
	}

	/**
	 * See `MxChat\Core\lexical_features()`.
	 *
	 * @param string $title Title of the chunk's source.
	 * @param string $text  The chunk.
	 * @throws Core_Exception `invalid_utf8`.
	 */
	public static function lexical_features( string $title, string $text ): string {
		Words::check( $title, $text );
		return Features::pack( $title, $text );
	}

	/**
	 * See `MxChat\Core\build_segment()`.
	 *
	 * @param string       $ids      Packed 64-bit integers.
	 * @param list<string> $features Of lexical_features(), one of each id.
	 * @throws Core_Exception `invalid_record` or `out_of_range`.
	 */
	public static function build_segment( string $ids, array $features ): string {
		return Segment::build( $ids, $features );
	}

	/**
	 * See `MxChat\Core\verify_segment()`.
	 *
	 * @param string $segment Of build_segment().
	 * @throws Core_Exception `storage`.
	 */
	public static function verify_segment( string $segment ): bool {
		try {
			return Segment::open( $segment )->is_intact();
		} catch ( Core_Exception $error ) {
			if ( 'invalid_record' !== $error->error_code ) {
				throw $error;
			}
			return false;
		}
	}

	/**
	 * See `MxChat\Core\search_segments()`.
	 *
	 * @param list<string> $segments Of build_segment(); a later one replaces rows of the earlier ones.
	 * @param string       $question What is looked for.
	 * @param int          $limit    The most results to return.
	 * @return list<array{id: int, score: float}>
	 * @throws Core_Exception `invalid_utf8`, `invalid_record` or `out_of_range`.
	 */
	public static function search_segments( array $segments, string $question, int $limit ): array {
		Words::check( $question );
		if ( $limit < 0 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		return ( new Search( $segments ) )->find( $question, $limit );
	}

	/** How much the first places stand out in a fusion. */
	private const SMOOTHING = 60.0;

	/**
	 * See `MxChat\Core\fuse_ranks()`.
	 *
	 * @param list<string> $lists Packed ids of each ranking, best first.
	 * @param int          $limit The most results to return.
	 * @return list<array{id: int, score: float}>
	 * @throws Core_Exception `invalid_record` or `out_of_range`.
	 */
	public static function fuse_ranks( array $lists, int $limit ): array {
		$scores = [];
		foreach ( $lists as $packed ) {
			if ( 0 !== strlen( $packed ) % 8 ) {
				throw Core_Exception::of( 'invalid_record' );
			}
		}
		if ( $limit < 0 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		foreach ( $lists as $packed ) {
			$rank = self::SMOOTHING;
			foreach ( array_unique( unpack( 'P*', $packed ) ) as $id ) {
				if ( $id < 0 ) {
					throw Core_Exception::of( 'out_of_range' );
				}
				$rank         += 1.0;
				$scores[ $id ] = ( $scores[ $id ] ?? 0.0 ) + 1.0 / $rank;
			}
		}
		arsort( $scores, SORT_NUMERIC );
		$fused = [];
		foreach ( array_slice( $scores, 0, $limit, true ) as $id => $score ) {
			$fused[] = [
				'id'    => $id,
				'score' => $score,
			];
		}
		return $fused;
	}
}
