<?php
/**
 * A segment, an inverted index of chunks as immutable bytes: the twin of the core's `text::segment`, where its layout is written.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Core_Exception;

/**
 * Opening checks the header and the size; reading checks every number that it follows.
 */
final class Segment {

	private const MAGIC          = 'MXLS';
	private const VERSION        = 1;
	private const HEADER         = 40;
	private const HEADER_CHECKED = 36;

	/** Where the parts begin. */
	private int $lengths_at;
	private int $hashes_at;
	private int $ends_at;
	private int $postings_at;
	private int $amounts_at;

	/**
	 * Use open().
	 *
	 * @param Stored_Bytes $bytes  The segment.
	 * @param int    $rows         How many chunks it has.
	 * @param int    $features     How many features they have.
	 * @param int    $postings     How many pairs of feature and chunk.
	 * @param int    $width        Bytes of a row in a posting.
	 * @param int    $total_length Words of all its chunks.
	 * @param int    $checksum     Checksum of what follows the header.
	 */
	private function __construct(
		private Stored_Bytes $bytes,
		public readonly int $rows,
		private int $features,
		private int $postings,
		private int $width,
		public readonly int $total_length,
		private int $checksum
	) {
		$this->lengths_at  = self::HEADER + 8 * $rows;
		$this->hashes_at   = $this->lengths_at + 4 * $rows;
		$this->ends_at     = $this->hashes_at + 4 * $features;
		$this->postings_at = $this->ends_at + 4 * $features;
		$this->amounts_at  = $this->postings_at + $width * $postings;
	}

	/**
	 * Packs the chunks' features as a segment.
	 *
	 * @param string       $ids     Packed 64-bit integers.
	 * @param list<string> $records Packed features, one of each id.
	 * @throws Core_Exception `invalid_record` or `out_of_range`.
	 */
	public static function build( string $ids, array $records ): string {
		if ( 0 !== strlen( $ids ) % 8 ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		if ( strlen( $ids ) !== 8 * count( $records ) ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$chunks  = [];
		$is_good = true;
		foreach ( array_values( $records ) as $i => $record ) {
			$id            = unpack( 'P', $ids, 8 * $i )[1];
			$is_good       = $is_good && $id >= 0 && ! isset( $chunks[ $id ] );
			$chunks[ $id ] = Features::unpack( $record );
		}
		if ( ! $is_good ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		ksort( $chunks );
		return self::encode( $chunks );
	}

	/**
	 * The bytes of a segment.
	 *
	 * @param array<int, array{int, array<int, int>}> $chunks Length and amounts by ascending id.
	 */
	private static function encode( array $chunks ): string {
		$width  = count( $chunks ) <= 65536 ? 2 : 4;
		$format = 2 === $width ? 'v' : 'V';
		$rows   = [];
		$body   = '';
		$total  = 0;
		$count  = 0;
		$by_row = 0;
		$amount = [];
		foreach ( $chunks as $id => [ $length, $features ] ) {
			$body  .= pack( 'P', $id );
			$total += $length;
			$count += count( $features );
			foreach ( $features as $hash => $value ) {
				$rows[ $hash ]   = ( $rows[ $hash ] ?? '' ) . pack( $format, $by_row );
				$amount[ $hash ] = ( $amount[ $hash ] ?? '' ) . chr( $value );
			}
			++$by_row;
		}
		foreach ( $chunks as [ $length ] ) {
			$body .= pack( 'V', $length );
		}
		ksort( $rows );
		ksort( $amount );
		$hashes = '';
		$ends   = '';
		$end    = 0;
		foreach ( $amount as $hash => $values ) {
			$end    += strlen( $values );
			$hashes .= pack( 'V', $hash );
			$ends   .= pack( 'V', $end );
		}
		$body  .= $hashes . $ends . implode( '', $rows ) . implode( '', $amount );
		$header = self::MAGIC . pack( 'V5P', self::VERSION, count( $chunks ), count( $rows ), $count, $width, $total ) . pack( 'V', crc32( $body ) );
		return $header . pack( 'V', crc32( $header ) ) . $body;
	}

	/**
	 * Takes the bytes apart.
	 *
	 * @param string $bytes A segment.
	 * @throws Core_Exception `invalid_record` where the header is damaged or does not fit the bytes.
	 */
	public static function open( string $bytes ): self {
		$stored = Stored_Bytes::of( $bytes );
		$header = $stored->slice( 0, self::HEADER );
		if ( strlen( $header ) < self::HEADER || ! str_starts_with( $header, self::MAGIC ) || unpack( 'V', $header, self::HEADER_CHECKED )[1] !== crc32( substr( $header, 0, self::HEADER_CHECKED ) ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		[ 'version' => $version, 'rows' => $rows, 'features' => $features, 'postings' => $postings, 'width' => $width, 'total' => $total, 'checksum' => $checksum ]
			= unpack( 'Vversion/Vrows/Vfeatures/Vpostings/Vwidth/Ptotal/Vchecksum', $header, 4 );
		if ( self::VERSION !== $version || $total < 0 || ( $rows <= 65536 ? 2 : 4 ) !== $width ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$segment = new self( $stored, $rows, $features, $postings, $width, $total, $checksum );
		if ( $stored->length !== $segment->amounts_at + $postings ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $segment;
	}

	/**
	 * Whether every byte is as it was built.
	 */
	public function is_intact(): bool {
		return crc32( $this->bytes->slice( self::HEADER, $this->bytes->length ) ) === $this->checksum;
	}

	/**
	 * The id of a row.
	 *
	 * @param int $row Below `$rows`.
	 */
	public function id( int $row ): int {
		return $this->bytes->numbers( 'P', self::HEADER + 8 * $row, 8 )[1];
	}

	/**
	 * The lengths of all rows.
	 *
	 * @return array<int, int>
	 */
	public function lengths(): array {
		return 0 === $this->rows ? [] : array_values( $this->bytes->numbers( "V{$this->rows}", $this->lengths_at, 4 * $this->rows ) );
	}

	/**
	 * Whether a row has this id.
	 *
	 * @param int $id The id.
	 */
	public function contains( int $id ): bool {
		return $this->find( 'P', self::HEADER, 8, $this->rows, $id ) >= 0;
	}

	/**
	 * The rows that have a feature, and how often; empty where none has it or the bytes make no sense.
	 *
	 * @param int $hash The feature.
	 * @return array{array<int, int>, array<int, int>} Rows and amounts, both counted from 1.
	 */
	public function postings( int $hash ): array {
		[ $start, $count ] = $this->range( $hash );
		if ( 0 === $count ) {
			return [ [], [] ];
		}
		$format = 2 === $this->width ? 'v' : 'V';
		return [
			$this->bytes->numbers( $format . $count, $this->postings_at + $this->width * $start, $this->width * $count ),
			$this->bytes->numbers( 'C' . $count, $this->amounts_at + $start, $count ),
		];
	}

	/**
	 * How many rows have a feature.
	 *
	 * @param int $hash The feature.
	 */
	public function frequency( int $hash ): int {
		return $this->range( $hash )[1];
	}

	/**
	 * Where the postings of a feature begin, and how many they are.
	 *
	 * @param int $hash The feature.
	 * @return array{int, int}
	 */
	private function range( int $hash ): array {
		$feature = $this->find( 'V', $this->hashes_at, 4, $this->features, $hash );
		if ( $feature < 0 ) {
			return [ 0, 0 ];
		}
		$start = 0 === $feature ? 0 : $this->bytes->numbers( 'V', $this->ends_at + 4 * ( $feature - 1 ), 4 )[1];
		$end   = $this->bytes->numbers( 'V', $this->ends_at + 4 * $feature, 4 )[1];
		return $start <= $end && $end <= $this->postings ? [ $start, $end - $start ] : [ 0, 0 ];
	}

	/**
	 * Position of a number in a sorted part, or -1.
	 *
	 * @param string $format Of unpack().
	 * @param int    $at     Where the part begins.
	 * @param int    $width  Bytes of a number.
	 * @param int    $count  How many numbers there are.
	 * @param int    $wanted The number.
	 */
	private function find( string $format, int $at, int $width, int $count, int $wanted ): int {
		$low  = 0;
		$high = $count - 1;
		while ( $low <= $high ) {
			$middle = ( $low + $high ) >> 1;
			$found  = $this->bytes->numbers( $format, $at + $width * $middle, $width )[1];
			if ( $found === $wanted ) {
				return $middle;
			}
			if ( $found < $wanted ) {
				$low = $middle + 1;
			} else {
				$high = $middle - 1;
			}
		}
		return -1;
	}
}
