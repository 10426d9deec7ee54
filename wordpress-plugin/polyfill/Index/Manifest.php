<?php
/**
 * Which files make up a collection.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * The content of the file `MANIFEST`, which is only ever replaced as a whole: the twin of the core's `files::manifest`.
 */
final class Manifest {

	private const MAGIC   = 'MXCHATMF';
	private const VERSION = 2;
	private const BYTES   = 64;

	/**
	 * Takes the fields.
	 *
	 * @param int    $dimensions    Numbers of each embedding.
	 * @param int    $generation    Counts compactions; the files of a generation carry its number.
	 * @param int    $segment_bytes Bytes of the segment, zero if there is none.
	 * @param string $segment_check The checksum of the segment's header.
	 * @param int    $sequence      The sequence number that the segment holds.
	 */
	public function __construct(
		public readonly int $dimensions,
		public readonly int $generation,
		public readonly int $segment_bytes,
		public readonly string $segment_check,
		public readonly int $sequence
	) {}

	/**
	 * The manifest of a directory, or null if there is none.
	 *
	 * @throws Core_Exception With `invalid_record`.
	 */
	public static function read( string $directory ): ?self {
		$bytes = is_file( "$directory/MANIFEST" ) ? Disk::contents( "$directory/MANIFEST" ) : null;
		if ( null === $bytes ) {
			return null;
		}
		$body = substr( $bytes, 0, self::BYTES - 8 );
		if ( strlen( $bytes ) !== self::BYTES || Source::checksum( $body ) !== substr( $bytes, -8 ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$fields = unpack( 'a8magic/Vversion/Vdimensions/Pgeneration/Pbytes/a8check/Psequence', $body );
		if ( self::MAGIC !== $fields['magic'] || self::VERSION !== $fields['version'] ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return new self( $fields['dimensions'], $fields['generation'], $fields['bytes'], $fields['check'], $fields['sequence'] );
	}

	/**
	 * What the manifest's file looks like now.
	 *
	 * @return list<int>
	 * @throws Core_Exception With `storage`.
	 */
	public static function stamp( string $directory ): array {
		clearstatcache( true, "$directory/MANIFEST" );
		$stat = is_file( "$directory/MANIFEST" ) ? stat( "$directory/MANIFEST" ) : false;
		if ( false === $stat ) {
			throw Core_Exception::of( 'storage' );
		}
		return [ $stat['dev'], $stat['ino'], $stat['mtime'], $stat['ctime'] ];
	}

	/**
	 * Makes this the manifest of a directory.
	 *
	 * @throws Core_Exception With `storage`.
	 */
	public function publish( string $directory ): void {
		$body = self::MAGIC . pack( 'VVPP', self::VERSION, $this->dimensions, $this->generation, $this->segment_bytes )
			. $this->segment_check . pack( 'PP', $this->sequence, 0 );
		Disk::write_file( "$directory/MANIFEST.tmp", $body . Source::checksum( $body ) );
		Disk::rename( "$directory/MANIFEST.tmp", "$directory/MANIFEST" );
	}
}
