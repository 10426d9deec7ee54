<?php
/**
 * What ordinary messages are like: the twin of the core's `action::background`, which tells the layout.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Math;
use MxChat\Core\Polyfill\Similarity;
use MxChat\Core\Polyfill\Text\Stored_Bytes;

/**
 * How often each word stands in them, and where their embeddings lie.
 */
final class Background {

	private const MAGIC   = 'MXAB';
	private const VERSION = 1;
	private const CHECKED = 36;

	/** Messages that must have a word before a misspelt one is repaired to it. */
	private const VOCABULARY_FROM = 2;

	/** The most messages of a background. */
	private const MAX_MESSAGES = 50000;

	/** A term that fewer messages have counts as if it were this rare. */
	private const IDF_CAP = 5.5;

	/** Bytes of embeddings that are in memory at a time. */
	private const BLOCK = 1 << 18;

	/**
	 * Inverse document frequencies that were asked for, by count.
	 *
	 * @var array<int, float>
	 */
	private array $idf = [];

	/**
	 * Use open().
	 *
	 * @param Stored_Bytes $bytes      The whole record.
	 * @param int          $messages   How many there are.
	 * @param int          $dimensions Of the embeddings; 0 without.
	 * @param int          $checksum   Tells one background from another.
	 * @param string       $words      Hashes of the words, packed.
	 * @param string       $word_counts How many messages have each, packed.
	 * @param string       $grams      Hashes of the grams, packed.
	 * @param string       $gram_counts How many messages have each, packed.
	 * @param list<string> $vocabulary The words of two messages or more.
	 * @param string       $synonyms   Hashes of words that have synonyms, packed.
	 * @param string       $concepts   Hashes of the words that stand for them, packed.
	 * @param int          $mean_at    Where the mean stands.
	 */
	private function __construct(
		private Stored_Bytes $bytes,
		public readonly int $messages,
		public readonly int $dimensions,
		public readonly int $checksum,
		private string $words,
		private string $word_counts,
		private string $grams,
		private string $gram_counts,
		public readonly array $vocabulary,
		private string $synonyms,
		private string $concepts,
		private int $mean_at
	) {}

	/**
	 * Takes the bytes apart.
	 *
	 * @param string $background Of build(), or `file://` and the path of a file.
	 * @throws Core_Exception `invalid_record` or `storage`.
	 */
	public static function open( string $background ): self {
		$bytes  = Stored_Bytes::of( $background );
		$header = $bytes->slice( 0, self::CHECKED + 4 );

		[ $messages, $words, $grams, $vocabulary, $dimensions, $synonyms, $checksum ] = Packed::header( $header, self::MAGIC, self::VERSION, self::CHECKED );

		$sizes    = [ 4 * $words, 2 * $words, 4 * $grams, 2 * $grams, $vocabulary, 4 * $synonyms, 4 * $synonyms ];
		$mean_at  = strlen( $header ) + array_sum( $sizes );
		$is_sound = $messages > 0 && $messages <= self::MAX_MESSAGES && $bytes->length === $mean_at + 8 * $dimensions + 4 * $dimensions * $messages;
		if ( ! $is_sound ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$parts = [];
		$at    = strlen( $header );
		foreach ( $sizes as $size ) {
			$parts[] = $bytes->slice( $at, $size );
			$at     += $size;
		}
		$parts[4] = Packed::lines( $parts[4] );
		return new self( $bytes, $messages, $dimensions, $checksum, ...[ ...$parts, $mean_at ] );
	}

	/**
	 * The hash of the word that stands for a word and its synonyms.
	 *
	 * @param int $hash The word's.
	 */
	public function concept( int $hash ): int {
		$place = Packed::find( $this->synonyms, $hash );
		return $place < 0 ? $hash : unpack( 'V', $this->concepts, 4 * $place )[1];
	}

	/**
	 * Whether a word is one of the messages' or has synonyms.
	 *
	 * @param int $hash The word's.
	 */
	public function knows( int $hash ): bool {
		return Packed::find( $this->synonyms, $hash ) >= 0 || null !== $this->word( $hash );
	}

	/**
	 * How many messages have a word; null if none.
	 *
	 * @param int $hash That of what stands for it.
	 */
	public function word( int $hash ): ?int {
		return self::count( $this->words, $this->word_counts, $hash );
	}

	/**
	 * How many messages have a gram; null if none.
	 *
	 * @param int $hash The gram's.
	 */
	public function gram( int $hash ): ?int {
		return self::count( $this->grams, $this->gram_counts, $hash );
	}

	private static function count( string $hashes, string $counts, int $hash ): ?int {
		$place = Packed::find( $hashes, $hash );
		return $place < 0 ? null : unpack( 'v', $counts, 2 * $place )[1];
	}

	/**
	 * How much a term tells that so many messages have.
	 *
	 * @param int|null $count Of word() or gram().
	 */
	public function idf( ?int $count ): float {
		$count = $count ?? 0;
		return $this->idf[ $count ] ??= min( Math::ln( ( $this->messages + 1.0 ) / ( $count + 0.5 ) ), self::IDF_CAP );
	}

	/**
	 * An embedding as it is compared: seen from the mean of ordinary messages, of unit length, as packed 32-bit floats.
	 *
	 * Of unit length alone where the messages have no embeddings.
	 *
	 * @param list<float> $embedding Its numbers.
	 * @throws Core_Exception `dimension_mismatch`, `not_finite` or `invalid_record`.
	 */
	public function seen_from_mean( array $embedding ): string {
		if ( 0 === $this->dimensions ) {
			return pack( 'g*', ...Vector::unit( $embedding ) );
		}
		if ( count( $embedding ) !== $this->dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $this->dimensions, count( $embedding ) );
		}
		$mean = array_values( $this->bytes->numbers( 'e' . $this->dimensions, $this->mean_at, 8 * $this->dimensions ) );
		foreach ( $mean as $number ) {
			Packed::check( $number );
		}
		return Vector::centred( Vector::unit( $embedding ), $mean );
	}

	/**
	 * The embeddings of the messages as they are compared, some rows at a time.
	 *
	 * @return \Generator<int, string>
	 */
	public function blocks(): \Generator {
		$width = 4 * $this->dimensions;
		$left  = $this->messages * $width;
		$at    = $this->mean_at + 8 * $this->dimensions;
		$most  = max( $width, self::BLOCK - ( 0 === $width ? 0 : self::BLOCK % $width ) );
		while ( $left > 0 ) {
			$size = min( $left, $most );
			yield $this->bytes->slice( $at, $size );
			$at   += $size;
			$left -= $size;
		}
	}

	/**
	 * Packs the statistics of messages, with their embeddings or with none.
	 *
	 * @param list<string> $messages   Valid UTF-8.
	 * @param list<string> $synonyms   Words that mean the same; the first stands for all.
	 * @param list<float>  $embeddings One after the other.
	 * @throws Core_Exception `out_of_range`, `invalid_embedding` or `not_finite`.
	 */
	public static function build( array $messages, array $synonyms, array $embeddings ): string {
		if ( [] === $messages || count( $messages ) > self::MAX_MESSAGES ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		if ( 0 !== count( $embeddings ) % count( $messages ) ) {
			throw Core_Exception::of( 'invalid_embedding' );
		}
		$concepts = self::concepts( $synonyms );
		$concept  = static fn( int $hash ): int => $concepts[ $hash ] ?? $hash;
		$tally    = new Tally();
		$seen     = [];
		foreach ( $messages as $message ) {
			$own = Terms::words( $message );
			$tally->add( $own, $concept );
			$seen += array_fill_keys( $own, true );
		}
		$vocabulary = [];
		foreach ( array_keys( $seen ) as $word ) {
			// PHP makes integers of keys that look like one.
			if ( $tally->word( $concept( crc32( (string) $word ) ) ) >= self::VOCABULARY_FROM ) {
				$vocabulary[] = $word . "\n";
			}
		}
		$words = $tally->words();
		$grams = $tally->grams();
		sort( $vocabulary, SORT_STRING );
		$lines      = implode( '', $vocabulary );
		$dimensions = intdiv( count( $embeddings ), count( $messages ) );
		$known      = pack( 'V*', ...array_keys( $concepts ), ...array_values( $concepts ) );
		$body       = self::counts( $words ) . self::counts( $grams ) . $lines . $known . self::rows( $embeddings, $dimensions );
		$header     = self::MAGIC . pack( 'V*', self::VERSION, count( $messages ), count( $words ), count( $grams ), strlen( $lines ), $dimensions, count( $concepts ), crc32( $body ) );
		return $header . pack( 'V', crc32( $header ) ) . $body;
	}

	/**
	 * By the hash of a word with synonyms, that of the one that stands for it; a word keeps its first meaning.
	 *
	 * @param list<string> $synonyms Words that mean the same.
	 * @return array<int, int> Ascending.
	 */
	private static function concepts( array $synonyms ): array {
		$concepts = [];
		foreach ( $synonyms as $line ) {
			$hashes = array_map( 'crc32', Terms::words( $line ) );
			foreach ( $hashes as $hash ) {
				$concepts[ $hash ] ??= $concepts[ $hashes[0] ] ?? $hashes[0];
			}
		}
		ksort( $concepts );
		return $concepts;
	}

	/**
	 * Hashes, then counts, packed.
	 *
	 * @param array<int, int> $counts By hash, ascending.
	 */
	private static function counts( array $counts ): string {
		return pack( 'V*', ...array_keys( $counts ) ) . pack( 'v*', ...array_values( $counts ) );
	}

	/**
	 * The mean, then the rows as they are compared, packed.
	 *
	 * @param list<float> $embeddings One after the other.
	 * @param int         $dimensions Of each.
	 * @throws Core_Exception `not_finite`.
	 */
	private static function rows( array $embeddings, int $dimensions ): string {
		if ( 0 === $dimensions ) {
			return '';
		}
		$units = array_map( [ Vector::class, 'unit' ], array_chunk( $embeddings, $dimensions ) );
		$mean  = array_fill( 0, $dimensions, 0.0 );
		foreach ( $units as $unit ) {
			foreach ( $unit as $i => $number ) {
				$mean[ $i ] += $number;
			}
		}
		$mean = array_map( static fn( float $sum ): float => $sum / count( $units ), $mean );
		$rows = array_map( static fn( array $unit ): string => Vector::centred( $unit, $mean ), $units );
		return pack( 'e*', ...$mean ) . implode( '', $rows );
	}
}
