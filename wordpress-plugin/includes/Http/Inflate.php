<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * Compressed bytes made long again, but never longer than allowed: a few kilobytes may stand for gigabytes.
 */
final class Inflate {

	private const PIECE_BYTES = 8192;

	/**
	 * Whether these are the first bytes of a gzip file.
	 */
	public static function is_gzip( string $bytes ): bool {
		return str_starts_with( $bytes, "\x1f\x8b\x08" );
	}

	/**
	 * @return string|null Null if they are damaged or too many.
	 */
	public static function gzip( string $bytes, int $max_bytes ): ?string {
		return self::inflate( $bytes, ZLIB_ENCODING_GZIP, $max_bytes );
	}

	public static function deflate( string $bytes, int $max_bytes ): ?string {
		return self::inflate( $bytes, ZLIB_ENCODING_DEFLATE, $max_bytes );
	}

	private static function inflate( string $bytes, int $encoding, int $max_bytes ): ?string {
		$context  = function_exists( 'inflate_init' ) ? inflate_init( $encoding ) : false;
		$inflated = '';
		foreach ( $context === false ? array() : str_split( $bytes, self::PIECE_BYTES ) as $piece ) {
			$more = @inflate_add( $context, $piece ); // phpcs:ignore -- Damaged bytes are an answer, not a mistake of ours.
			if ( $more === false || strlen( $inflated ) + strlen( $more ) > $max_bytes ) {
				return null;
			}
			$inflated .= $more;
		}
		return $context !== false && inflate_get_status( $context ) === ZLIB_STREAM_END ? $inflated : null;
	}
}
