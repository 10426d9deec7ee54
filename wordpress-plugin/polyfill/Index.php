<?php
/**
 * The vector index, in memory and in files.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Index\Builder;
use MxChat\Core\Polyfill\Index\Collection;
use MxChat\Core\Polyfill\Index\Filter;
use MxChat\Core\Polyfill\Index\Rows;
use MxChat\Core\Polyfill\Index\Scan;
use MxChat\Core\Polyfill\Index\Segment;
use MxChat\Core\Polyfill\Index\Source;

/**
 * The twin of the core's `index` and `files`: the same files, the same ids, the same scores to the last bit.
 *
 * Every search here is exact, and compares each row by its one-byte codes first. It takes about a microsecond for
 * fifty dimensions, so from a few thousand rows on the extension is worth installing.
 */
final class Index {

	/** The largest dimensions an index accepts. */
	public const MAX_DIMENSIONS = 4096;

	/** Collections that this request has opened. @var array<string,Collection> */
	private static array $open = [];

	/**
	 * The bytes of an index over some rows.
	 *
	 * @param int          $dimensions    Numbers of each embedding.
	 * @param string       $ids           Packed 64-bit ids.
	 * @param string       $embeddings    Packed embeddings, one after the other.
	 * @param list<string> $bots          A label for each row, or none.
	 * @param list<string> $roles         A label for each row, or none.
	 * @param list<string> $content_types A label for each row, or none.
	 */
	public static function build_index( int $dimensions, string $ids, string $embeddings, array $bots, array $roles, array $content_types ): string {
		self::require_dimensions( $dimensions );
		return Builder::build( Rows::of( $dimensions, $ids, $embeddings, $bots, $roles, $content_types ) );
	}

	/**
	 * The rows of an index most like a query, best first.
	 *
	 * @param string       $index         Of build_index().
	 * @param string       $query         One packed embedding.
	 * @param int          $limit         The most results to return.
	 * @param float        $threshold     The smallest score that counts.
	 * @param list<string> $bots          Bots that count, or none for all.
	 * @param list<string> $roles         Roles that count, or none for all.
	 * @param list<string> $content_types Content types that count, or none for all.
	 * @return list<array{id:int,score:float}>
	 */
	public static function search_index( string $index, string $query, int $limit, float $threshold, array $bots, array $roles, array $content_types ): array {
		$filter  = new Filter( $bots, $roles, $content_types );
		$numbers = Similarity::numbers( $query );
		self::require_count( $limit );
		$segment = Segment::open( new Source( $index ) );
		$scan    = new Scan( $numbers, $limit, $threshold, null );
		$scan->segment( $segment, $filter, [] );
		return $scan->matches();
	}

	/**
	 * Opens the collection of a directory, or begins one.
	 *
	 * @return array{rows:int,dimensions:int,sequence:int,generation:int,log_rows:int,bytes:int,hot_bytes:int,is_exact:bool,needs_compaction:bool}
	 */
	public static function index_open( string $directory, int $dimensions ): array {
		self::require_directory( $directory );
		self::require_dimensions( $dimensions );
		return self::keep( $directory, Collection::open( $directory, $dimensions ) );
	}

	/**
	 * Drops what a directory holds and begins an empty collection.
	 *
	 * @return array{rows:int,dimensions:int,sequence:int,generation:int,log_rows:int,bytes:int,hot_bytes:int,is_exact:bool,needs_compaction:bool}
	 */
	public static function index_reset( string $directory, int $dimensions ): array {
		self::require_directory( $directory );
		self::require_dimensions( $dimensions );
		return self::keep( $directory, Collection::reset( $directory, $dimensions ) );
	}

	/**
	 * Adds rows to a collection, each in the place of one with its id. Returns the sequence number of the last change.
	 *
	 * @param string       $directory     Of index_open().
	 * @param string       $ids           Packed 64-bit ids.
	 * @param string       $embeddings    Packed embeddings, one after the other.
	 * @param list<string> $bots          A label for each row, or none.
	 * @param list<string> $roles         A label for each row, or none.
	 * @param list<string> $content_types A label for each row, or none.
	 */
	public static function index_upsert( string $directory, string $ids, string $embeddings, array $bots, array $roles, array $content_types ): int {
		return self::with(
			$directory,
			static fn ( Collection $collection ): int => $collection->upsert(
				Rows::of( $collection->dimensions(), $ids, $embeddings, $bots, $roles, $content_types )
			)
		);
	}

	/**
	 * Deletes rows from a collection. Returns how many there were.
	 *
	 * @param string $directory Of index_open().
	 * @param string $ids       Packed 64-bit ids.
	 */
	public static function index_delete( string $directory, string $ids ): int {
		return self::with(
			$directory,
			static function ( Collection $collection ) use ( $ids ): int {
				if ( 0 !== strlen( $ids ) % 8 ) {
					throw Core_Exception::of( 'invalid_record' );
				}
				return $collection->delete( '' === $ids ? [] : array_values( unpack( 'P*', $ids ) ) );
			}
		);
	}

	/**
	 * The rows of a collection most like a query, best first.
	 *
	 * @param string       $directory        Of index_open().
	 * @param string       $query            One packed embedding.
	 * @param int          $limit            The most results to return.
	 * @param float        $threshold        The smallest score that counts.
	 * @param list<string> $bots             Bots that count, or none for all.
	 * @param list<string> $roles            Roles that count, or none for all.
	 * @param list<string> $content_types    Content types that count, or none for all.
	 * @param int          $max_milliseconds The longest it may take, or zero.
	 * @return list<array{id:int,score:float}>
	 */
	public static function index_search( string $directory, string $query, int $limit, float $threshold, array $bots, array $roles, array $content_types, int $max_milliseconds ): array {
		$filter   = new Filter( $bots, $roles, $content_types );
		self::require_count( $max_milliseconds );
		$deadline = $max_milliseconds > 0 ? hrtime( true ) + $max_milliseconds * 1_000_000 : null;
		$numbers  = Similarity::numbers( $query );
		self::require_count( $limit );
		return self::with(
			$directory,
			static fn ( Collection $collection ): array => $collection->search( $numbers, $limit, $threshold, $filter, $deadline )
		);
	}

	/**
	 * Writes a collection anew, without what does not count any more.
	 *
	 * @return array{rows:int,dimensions:int,sequence:int,generation:int,log_rows:int,bytes:int,hot_bytes:int,is_exact:bool,needs_compaction:bool}
	 */
	public static function index_compact( string $directory ): array {
		return self::with(
			$directory,
			static function ( Collection $collection ): array {
				$collection->compact();
				return $collection->stats();
			}
		);
	}

	/**
	 * What is known of a collection.
	 *
	 * @return array{rows:int,dimensions:int,sequence:int,generation:int,log_rows:int,bytes:int,hot_bytes:int,is_exact:bool,needs_compaction:bool}
	 */
	public static function index_stats( string $directory ): array {
		return self::with( $directory, static fn ( Collection $collection ): array => $collection->stats() );
	}

	/**
	 * Calls with the collection of a directory, which then stays open. One that fails is opened anew next time.
	 *
	 * @template T
	 * @param string                $directory Of index_open().
	 * @param callable(Collection):T $call     What is asked of it.
	 * @return T
	 */
	private static function with( string $directory, callable $call ) {
		self::require_directory( $directory );
		$collection = self::$open[ $directory ] ?? Collection::open_existing( $directory );
		unset( self::$open[ $directory ] );
		try {
			$result = $call( $collection );
		} catch ( Core_Exception $error ) {
			if ( ! in_array( $error->error_code, [ 'invalid_record', 'storage' ], true ) ) {
				self::$open[ $directory ] = $collection;
			}
			throw $error;
		}
		self::$open[ $directory ] = $collection;
		return $result;
	}

	private static function keep( string $directory, Collection $collection ): array {
		self::$open[ $directory ] = $collection;
		return $collection->stats();
	}

	private static function require_directory( string $directory ): void {
		Text\Words::check( $directory );
		if ( '' === $directory || str_contains( $directory, "\0" ) ) {
			throw Core_Exception::of( 'storage' );
		}
	}

	private static function require_dimensions( int $dimensions ): void {
		if ( $dimensions < 1 || $dimensions > self::MAX_DIMENSIONS ) {
			throw Core_Exception::of( 'out_of_range' );
		}
	}

	private static function require_count( int $number ): void {
		if ( $number < 0 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
	}
}
