<?php
/**
 * A segment as it is read.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * The twin of the core's `index::segment`, where the layout is written. It reads what an exact search needs.
 */
final class Segment {

	public const MAGIC   = 'MXCHATVX';
	public const VERSION = 2;
	public const HEADER  = 256;

	private const LABELS     = 0;
	private const IDS        = 1;
	private const COLUMNS    = 2;
	private const RECORDS    = 3;
	private const CODES      = 4;
	private const EMBEDDINGS = 5;
	private const BLOCKS     = 7;

	/** Rows whose codes are read at once. */
	private const CHUNK_ROWS = 256;

	/** Whether the codes were compared with their checksum. */
	private bool $codes_are_checked = false;

	/**
	 * Use open().
	 *
	 * @param Source                                          $source     The bytes.
	 * @param int                                             $dimensions Numbers of each embedding.
	 * @param int                                             $rows       How many rows there are.
	 * @param bool                                            $is_exact   Whether the native search is exact too.
	 * @param list<array{start:int,length:int,checksum:string}> $sections Where each section is.
	 */
	private function __construct(
		private Source $source,
		public readonly int $dimensions,
		public readonly int $rows,
		public readonly bool $is_exact,
		private array $sections
	) {}

	/**
	 * Reads a segment and checks all of it that is not checked when it is used.
	 *
	 * @throws Core_Exception With `invalid_record`.
	 */
	public static function open( Source $source ): self {
		$header = $source->read( 0, self::HEADER );
		$body   = substr( $header, 0, -8 );
		if ( Source::checksum( $body ) !== substr( $header, -8 ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$fields = unpack( 'a8magic/Vversion/Vdimensions/Prows/Vtier', $body );
		if ( self::MAGIC !== $fields['magic'] || self::VERSION !== $fields['version'] || $fields['tier'] > 1 ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$sections = [];
		for ( $section = 0; $section < 8; ++$section ) {
			$sections[] = unpack( 'Pstart/Plength/a8checksum', $body, 40 + 24 * $section );
		}
		$segment = new self( $source, $fields['dimensions'], $fields['rows'], 0 === $fields['tier'], $sections );
		$segment->require_lengths();
		return $segment;
	}

	/**
	 * The ids of all rows.
	 *
	 * @return list<int>
	 */
	public function ids(): array {
		return 0 === $this->rows ? [] : array_values( unpack( 'P*', $this->checked( self::IDS ) ) );
	}

	/**
	 * The id of a row.
	 */
	public function id( int $row ): int {
		return unpack( 'P', $this->part( self::IDS, 8 * $row, 8 ) )[1];
	}

	/**
	 * The labels of all rows.
	 *
	 * @return list<list<string>>
	 */
	public function labels(): array {
		$labels       = array_fill( 0, $this->rows, [] );
		$dictionaries = $this->dictionaries();
		$codes        = $this->rows > 0 ? array_values( unpack( 'v*', $this->checked( self::COLUMNS ) ) ) : [];
		foreach ( $codes as $i => $code ) {
			$label = $dictionaries[ intdiv( $i, $this->rows ) ][ $code ] ?? null;
			if ( null === $label ) {
				throw Core_Exception::of( 'invalid_record' );
			}
			$labels[ $i % $this->rows ][] = $label;
		}
		return $labels;
	}

	/**
	 * The packed embedding of a row, or an exception if it is damaged.
	 *
	 * @throws Core_Exception With `invalid_record`.
	 */
	public function embedding( int $row, string $checksum ): string {
		$bytes     = 4 * $this->dimensions;
		$embedding = $this->part( self::EMBEDDINGS, $row * $bytes, $bytes );
		if ( Source::checksum( $embedding ) !== $checksum ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $embedding;
	}

	/**
	 * What is stored beside the codes of each row.
	 */
	public function records(): string {
		return $this->checked( self::RECORDS );
	}

	/**
	 * The codes of some rows, a chunk at a time: first row, bytes.
	 *
	 * @return iterable<int,string>
	 */
	public function code_chunks(): iterable {
		$this->check_codes();
		$stride = Codes::stride( $this->dimensions );
		for ( $first = 0; $first < $this->rows; $first += self::CHUNK_ROWS ) {
			$count = min( self::CHUNK_ROWS, $this->rows - $first );
			yield $first => $this->part( self::CODES, $first * $stride, $count * $stride );
		}
	}

	/**
	 * Bytes that a native search reads.
	 */
	public function hot_bytes(): int {
		return $this->sections[ $this->is_exact ? self::CODES : self::BLOCKS ]['length'];
	}

	private function check_codes(): void {
		if ( $this->codes_are_checked ) {
			return;
		}
		$hash = hash_init( 'xxh3' );
		[ 'length' => $length, 'checksum' => $checksum ] = $this->sections[ self::CODES ];
		for ( $offset = 0; $offset < $length; $offset += 1 << 20 ) {
			hash_update( $hash, $this->part( self::CODES, $offset, min( 1 << 20, $length - $offset ) ) );
		}
		if ( strrev( hash_final( $hash, true ) ) !== $checksum ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$this->codes_are_checked = true;
	}

	/**
	 * The distinct labels of each column, by code.
	 *
	 * @return list<list<string>>
	 */
	private function dictionaries(): array {
		$bytes        = $this->checked( self::LABELS );
		$offset       = 0;
		$dictionaries = [];
		for ( $column = 0; $column < 3; ++$column ) {
			$dictionary = [];
			$count      = self::number( 'V', $bytes, $offset, 4 );
			$offset    += 4;
			while ( count( $dictionary ) < $count ) {
				$length       = self::number( 'v', $bytes, $offset, 2 );
				$dictionary[] = substr( $bytes, $offset + 2, $length );
				$offset      += 2 + $length;
			}
			$dictionaries[] = $dictionary;
		}
		return $dictionaries;
	}

	private static function number( string $format, string $bytes, int $offset, int $length ): int {
		if ( $offset + $length > strlen( $bytes ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return unpack( $format, $bytes, $offset )[1];
	}

	private function checked( int $section ): string {
		$bytes = $this->part( $section, 0, $this->sections[ $section ]['length'] );
		if ( Source::checksum( $bytes ) !== $this->sections[ $section ]['checksum'] ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $bytes;
	}

	private function part( int $section, int $offset, int $length ): string {
		return $this->source->read( $this->sections[ $section ]['start'] + $offset, $length );
	}

	private function require_lengths(): void {
		$rows    = $this->rows;
		$lengths = [
			self::IDS        => 8 * $rows,
			self::COLUMNS    => 6 * $rows,
			self::RECORDS    => Codes::RECORD * $rows,
			self::CODES      => Codes::stride( $this->dimensions ) * $rows,
			self::EMBEDDINGS => 4 * $this->dimensions * $rows,
		];
		if ( $this->dimensions < 1 || $this->dimensions > 4096 || $rows < 0 || $rows > 0x7FFFFFFF ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		foreach ( $this->sections as $section => [ 'start' => $start, 'length' => $length ] ) {
			$is_inside = $start >= 0 && $length >= 0 && $start <= $this->source->length && $length <= $this->source->length - $start;
			if ( ! $is_inside || ( $lengths[ $section ] ?? $length ) !== $length ) {
				throw Core_Exception::of( 'invalid_record' );
			}
		}
	}
}
