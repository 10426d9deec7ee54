<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What a request can do without: a host that refuses one of these is asked again without it.
 */
final class Optional_Parameters {

	public const MOST = 3;

	private const NAMES = array( 'temperature', 'top_p', 'safety_identifier', 'prompt_cache_key', 'parallel_tool_calls', 'stream_options', 'include', 'store', 'background' );

	/** One limit under two names: hosts know one or the other. */
	private const TWINS = array(
		'max_completion_tokens' => 'max_tokens',
		'max_tokens'            => 'max_completion_tokens',
	);

	/**
	 * The parameter of the body that the host refused, or ''.
	 */
	public static function refused( Failure $failure, array $body ): string {
		$name = (string) strtok( $failure->param, '.[' );
		$can  = in_array( $name, self::NAMES, true ) || isset( self::TWINS[ $name ] );
		return $can && array_key_exists( $name, $body ) && in_array( $failure->status, array( 400, 422 ), true ) ? $name : '';
	}

	public static function without( string $name, array $body ): array {
		if ( isset( self::TWINS[ $name ] ) ) {
			$body[ self::TWINS[ $name ] ] = $body[ $name ];
		}
		unset( $body[ $name ] );
		return $body;
	}
}
