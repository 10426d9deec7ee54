<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Jobs;
use MxChat\Knowledge\Vectors\Index_Folder;
use function MxChat\Core\verify_segment;

/**
 * The segments of an index as the core takes them: a small index as bytes, a large one as files of this web server.
 *
 * The files are a cache of the segments in SQL. A file is written once, under a name of its own, and appears whole.
 */
final class Segment_Files {

	/** Up to here the bytes are read from the database each time. */
	public const MAX_BYTES_IN_MEMORY = 1_000_000;

	/** A request that began before a segment was replaced may still read its file. */
	private const KEPT_SECONDS = DAY_IN_SECONDS;

	/**
	 * Several indexes as one.
	 *
	 * @param string[] $index_ids
	 * @return string[]
	 */
	public static function read_all( array $index_ids ): array {
		return array_merge( ...array_map( array( self::class, 'read' ), $index_ids ) );
	}

	/**
	 * @return string[]
	 */
	public static function read( string $index_id ): array {
		$segments = Segment_Store::list( $index_id );
		$is_large = self::bytes( $segments ) > self::MAX_BYTES_IN_MEMORY;
		$read     = array();
		foreach ( $segments as $segment ) {
			$read[] = $is_large ? self::file( $index_id, $segment ) : self::content( $index_id, $segment );
		}
		$whole = array_values( array_filter( $read, 'is_string' ) );
		if ( count( $whole ) < count( $segments ) ) {
			// What is damaged, or was replaced while this ran, is written anew; answers come from the rest meanwhile.
			Jobs\Queue::add_once( 'index', array( 'index_id' => $index_id ), "index:$index_id" );
		}
		return $whole;
	}

	/**
	 * Removes the index's files, because one of them makes no sense: the next reader writes them again.
	 */
	public static function forget( string $index_id ): void {
		foreach ( (array) glob( Index_Folder::path() . '/' . self::prefix( $index_id ) . '*' ) as $path ) {
			is_string( $path ) && @unlink( $path ); // phpcs:ignore -- Another request may be quicker.
		}
	}

	/**
	 * @param Segment[] $segments
	 */
	public static function bytes( array $segments ): int {
		return array_sum( array_map( static fn( Segment $segment ) => $segment->bytes, $segments ) );
	}

	/**
	 * Removes the files of segments that have long been replaced.
	 */
	public static function delete_old(): void {
		clearstatcache();
		foreach ( (array) glob( Index_Folder::path() . '/lexical-*' ) as $path ) {
			if ( is_string( $path ) && (int) @fileatime( $path ) < time() - self::KEPT_SECONDS && (int) @filemtime( $path ) < time() - self::KEPT_SECONDS ) {
				@unlink( $path ); // phpcs:ignore -- Another request may be quicker.
			}
		}
	}

	/**
	 * The segment as a file, or as bytes where no file can be written.
	 */
	private static function file( string $index_id, Segment $segment ): ?string {
		$path = Index_Folder::path() . '/' . self::name( $index_id, $segment );
		clearstatcache( true, $path );
		if ( is_file( $path ) && filesize( $path ) === $segment->bytes ) {
			return 'file://' . $path;
		}
		$content = self::content( $index_id, $segment );
		return $content !== null && Index_Folder::write( $path, $content ) ? 'file://' . $path : $content;
	}

	/**
	 * The bytes, if every one of them is as it was written.
	 */
	private static function content( string $index_id, Segment $segment ): ?string {
		$content = Segment_Store::read( $index_id, $segment );
		return $content !== null && verify_segment( $content ) ? $content : null;
	}

	/**
	 * The size is in the name as well: the numbers of generations begin again where the tables were emptied.
	 */
	private static function name( string $index_id, Segment $segment ): string {
		return self::prefix( $index_id ) . sprintf( '%d-%d-%d', $segment->generation, $segment->max_chunk_id, $segment->bytes );
	}

	private static function prefix( string $index_id ): string {
		return 'lexical-' . substr( hash( 'sha256', $index_id ), 0, 16 ) . '-';
	}
}
