<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

/**
 * The body of a message: type, time, data; always smaller than the 20 kB that receivers are built for.
 */
final class Payload {

	public const JSON = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE;

	private const MAX_BYTES = 20_000;

	/** How much of a text is left where the whole would be too much: first a lot, at last nothing. */
	private const TEXT_CHARACTERS = array( 2000, 200, 0 );

	/**
	 * @param array<string,mixed> $data
	 */
	public static function encode( string $type, array $data, int $happened_at ): string {
		$body = self::body( $type, $data, $happened_at );
		foreach ( self::TEXT_CHARACTERS as $characters ) {
			if ( strlen( $body ) < self::MAX_BYTES ) {
				return $body;
			}
			$body = self::body( $type, self::shortened( $data, $characters ) + array( 'truncated' => true ), $happened_at );
		}
		return strlen( $body ) < self::MAX_BYTES ? $body : self::body( $type, self::ids( $data ) + array( 'truncated' => true ), $happened_at );
	}

	private static function body( string $type, array $data, int $happened_at ): string {
		$message = array(
			'type'      => $type,
			'timestamp' => gmdate( 'Y-m-d\TH:i:s\Z', $happened_at ),
			'data'      => (object) $data,
		);
		return (string) wp_json_encode( $message, self::JSON );
	}

	/**
	 * Long texts cut short; a program can ask the API for the whole.
	 */
	private static function shortened( array $data, int $characters ): array {
		return array_map(
			static function ( mixed $value ) use ( $characters ): mixed {
				if ( is_array( $value ) ) {
					return self::shortened( $value, $characters );
				}
				return is_string( $value ) && mb_strlen( $value ) > max( 100, $characters ) ? mb_substr( $value, 0, $characters ) : $value;
			},
			$data
		);
	}

	/**
	 * The ids alone.
	 */
	private static function ids( array $data ): array {
		return array_filter(
			$data,
			static fn( mixed $value, string|int $name ) => is_scalar( $value ) && preg_match( '/(?:^|_)id$|Id$/D', (string) $name ) && strlen( (string) $value ) <= 100,
			ARRAY_FILTER_USE_BOTH
		);
	}
}
