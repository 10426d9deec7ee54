<?php
/**
 * The log of what has changed since the segment was written.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * The twin of the core's `files::log`, where the layout is written.
 */
final class Log {

	public const HEADER = 64;

	private const MAGIC   = 'MXCHATLG';
	private const VERSION = 2;
	private const FRONT   = 32;
	private const NONE    = 0xFFFFFFFF;

	/**
	 * The head of a log.
	 *
	 * @param Manifest $manifest  Of the same generation.
	 * @param int      $committed Bytes of the log that were acknowledged to someone.
	 * @param int      $sequence  The sequence number of the last record among them.
	 */
	public static function header( Manifest $manifest, int $committed, int $sequence ): string {
		$body = self::MAGIC
			. pack( 'VVPPPPP', self::VERSION, $manifest->dimensions, $manifest->generation, $committed, $sequence, 0, 0 );
		$body = substr( $body, 0, self::HEADER - 8 );
		return $body . Source::checksum( $body );
	}

	/**
	 * Reads the header of a log, which a writer may just be replacing: how far it was acknowledged.
	 *
	 * @param resource $file     The log.
	 * @param Manifest $manifest Of the same generation.
	 * @return array{committed:int,sequence:int}
	 * @throws Core_Exception With `invalid_record`.
	 */
	public static function read_header( $file, Manifest $manifest ): array {
		for ( $try = 0; $try < 100; ++$try ) {
			fseek( $file, 0 );
			$bytes = (string) stream_get_contents( $file, self::HEADER );
			$body  = substr( $bytes, 0, -8 );
			if ( strlen( $bytes ) !== self::HEADER || Source::checksum( $body ) !== substr( $bytes, -8 ) ) {
				continue;
			}
			$fields = unpack( 'a8magic/Vversion/Vdimensions/Pgeneration/Pcommitted/Psequence', $body );
			if ( self::MAGIC === $fields['magic'] && self::VERSION === $fields['version']
				&& $manifest->dimensions === $fields['dimensions'] && $manifest->generation === $fields['generation'] ) {
				return $fields;
			}
		}
		throw Core_Exception::of( 'invalid_record' );
	}

	/**
	 * The record of a row, the last of its batch or not.
	 *
	 * @param int          $sequence  Its sequence number.
	 * @param int|null     $replaces  The row of the segment that no longer counts.
	 * @param int          $id        Its id.
	 * @param string       $embedding Packed.
	 * @param list<string> $labels    Bot, role and content type.
	 * @param bool         $is_last   Whether the batch ends here.
	 * @throws Core_Exception With `not_finite` or `out_of_range`.
	 */
	public static function upsert( int $sequence, ?int $replaces, int $id, string $embedding, array $labels, bool $is_last ): string {
		$packed = '';
		foreach ( $labels as $label ) {
			if ( strlen( $label ) > Rows::LABEL_BYTES ) {
				throw Core_Exception::of( 'out_of_range' );
			}
			$packed .= pack( 'v', strlen( $label ) ) . $label;
		}
		[ $record, $codes ] = Codes::encode( $embedding );
		$carried            = $record . $codes . $embedding . $packed;
		$carried           .= str_repeat( "\0", ( 8 - strlen( $carried ) % 8 ) % 8 );
		return self::record( 1, strlen( $packed ), $sequence, $replaces, $id, $carried, $is_last );
	}

	/**
	 * The record of a deletion.
	 */
	public static function deletion( int $sequence, ?int $replaces, int $id, bool $is_last ): string {
		return self::record( 0, 0, $sequence, $replaces, $id, '', $is_last );
	}

	/**
	 * Reads the record at an offset, or null where none is whole.
	 *
	 * @param resource $file       The log.
	 * @param int      $offset     Where the record begins.
	 * @param int      $dimensions Numbers of each embedding.
	 * @return array{length:int,is_upsert:bool,is_last:bool,sequence:int,id:int,replaces:int|null,bytes:string}|null
	 */
	public static function read( $file, int $offset, int $dimensions ): ?array {
		fseek( $file, $offset );
		$front = (string) stream_get_contents( $file, self::FRONT );
		if ( strlen( $front ) !== self::FRONT ) {
			return null;
		}
		$fields    = unpack( 'Vlength/Coperation/Clast/vlabels/Psequence/Pid/Vreplaces', $front );
		$is_upsert = 1 === $fields['operation'];
		$carried   = $is_upsert ? Codes::RECORD + Codes::stride( $dimensions ) + 4 * $dimensions + $fields['labels'] : 0;
		$carried  += ( 8 - $carried % 8 ) % 8;
		if ( $fields['operation'] > 1 || $fields['last'] > 1 || self::FRONT + $carried + 8 !== $fields['length'] ) {
			return null;
		}
		$rest  = (string) stream_get_contents( $file, $carried + 8 );
		$bytes = $front . substr( $rest, 0, $carried );
		if ( strlen( $rest ) !== $carried + 8 || Source::checksum( $bytes ) !== substr( $rest, -8 ) ) {
			return null;
		}
		return [
			'length'    => $fields['length'],
			'is_upsert' => $is_upsert,
			'is_last'   => 1 === $fields['last'],
			'sequence'  => $fields['sequence'],
			'id'        => $fields['id'],
			'replaces'  => self::NONE === $fields['replaces'] ? null : $fields['replaces'],
			'bytes'     => $bytes,
		];
	}

	/**
	 * What the record of a row carries.
	 *
	 * @return array{record:string,codes:string,embedding:string,labels:list<string>}
	 * @throws Core_Exception With `invalid_record`.
	 */
	public static function carried( string $bytes, int $dimensions ): array {
		$stride    = Codes::stride( $dimensions );
		$record    = substr( $bytes, self::FRONT, Codes::RECORD );
		$codes     = substr( $bytes, self::FRONT + Codes::RECORD, $stride );
		$embedding = substr( $bytes, self::FRONT + Codes::RECORD + $stride, 4 * $dimensions );
		$offset    = self::FRONT + Codes::RECORD + $stride + 4 * $dimensions;
		$labels    = [];
		for ( $column = 0; $column < 3; ++$column ) {
			$length   = unpack( 'v', $bytes, $offset )[1];
			$labels[] = substr( $bytes, $offset + 2, $length );
			$offset  += 2 + $length;
		}
		return [
			'record'    => $record,
			'codes'     => $codes,
			'embedding' => $embedding,
			'labels'    => $labels,
		];
	}

	private static function record( int $operation, int $labels, int $sequence, ?int $replaces, int $id, string $carried, bool $is_last ): string {
		$length = self::FRONT + strlen( $carried ) + 8;
		$body   = pack( 'VCCvPPVV', $length, $operation, (int) $is_last, $labels, $sequence, $id, $replaces ?? self::NONE, 0 ) . $carried;
		return $body . Source::checksum( $body );
	}
}
