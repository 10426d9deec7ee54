<?php
/**
 * Everything that changes a disk.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * File functions that throw instead of warning.
 */
final class Disk {

	/**
	 * Opens a file.
	 *
	 * @return resource
	 * @throws Core_Exception With the given code.
	 */
	public static function open( string $path, string $mode, string $error_code = 'storage' ) {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- a missing file is an answer, not a warning.
		$file = @fopen( $path, $mode );
		if ( false === $file ) {
			throw Core_Exception::of( $error_code );
		}
		return $file;
	}

	/**
	 * The bytes of a small file.
	 *
	 * @throws Core_Exception With `storage`.
	 */
	public static function contents( string $path ): string {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- a missing file is an answer, not a warning.
		$bytes = @file_get_contents( $path );
		return false === $bytes ? throw Core_Exception::of( 'storage' ) : $bytes;
	}

	/**
	 * Writes bytes at an offset.
	 *
	 * @param resource $file An open file.
	 * @throws Core_Exception With `storage`.
	 */
	public static function write( $file, int $offset, string $bytes ): void {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- a full disk is an answer, not a warning.
		if ( -1 === fseek( $file, $offset ) || strlen( $bytes ) !== @fwrite( $file, $bytes ) || ! fflush( $file ) ) {
			throw Core_Exception::of( 'storage' );
		}
	}

	/**
	 * Makes what was written to a file last.
	 *
	 * @param resource $file An open file.
	 * @throws Core_Exception With `storage`.
	 */
	public static function sync( $file ): void {
		if ( ! fdatasync( $file ) ) {
			throw Core_Exception::of( 'storage' );
		}
	}

	/**
	 * Writes a whole file and makes it last.
	 *
	 * @throws Core_Exception With `storage`.
	 */
	public static function write_file( string $path, string $bytes ): void {
		$file = self::open( $path, 'w+b' );
		self::write( $file, 0, $bytes );
		self::sync( $file );
		fclose( $file );
	}

	/**
	 * Gives a file the name of another, which it replaces for whoever looks next.
	 *
	 * @throws Core_Exception With `storage`.
	 */
	public static function rename( string $from, string $to ): void {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- a full disk is an answer, not a warning.
		if ( ! @rename( $from, $to ) ) {
			throw Core_Exception::of( 'storage' );
		}
	}

	/**
	 * Takes the writer's lock of a directory; it ends with the file.
	 *
	 * @return resource
	 * @throws Core_Exception With `storage`.
	 */
	public static function lock( string $directory ) {
		$file = self::open( "$directory/LOCK", 'c' );
		if ( ! flock( $file, LOCK_EX ) ) {
			throw Core_Exception::of( 'storage' );
		}
		return $file;
	}

	/**
	 * Makes a directory if it is not there.
	 *
	 * @throws Core_Exception With `storage`.
	 */
	public static function make_directory( string $directory ): void {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- another process may have made it in between.
		if ( ! is_dir( $directory ) && ! @mkdir( $directory, 0755, true ) && ! is_dir( $directory ) ) {
			throw Core_Exception::of( 'storage' );
		}
	}

	/**
	 * The numbers in front of the names of a directory's files.
	 *
	 * @return list<int>
	 */
	public static function generations( string $directory ): array {
		$generations = [];
		foreach ( scandir( $directory ) ?: [] as $name ) {
			if ( 1 === preg_match( '/^([0-9]{1,18})\./', $name, $match ) ) {
				$generations[] = (int) $match[1];
			}
		}
		return $generations;
	}

	/**
	 * Removes the files of other generations.
	 */
	public static function sweep( string $directory, int $keep ): void {
		foreach ( array_diff( array_unique( self::generations( $directory ) ), [ $keep ] ) as $generation ) {
			foreach ( [ 'seg', 'seg.tmp', 'log' ] as $kind ) {
				if ( is_file( "$directory/$generation.$kind" ) ) {
					unlink( "$directory/$generation.$kind" );
				}
			}
		}
	}
}
