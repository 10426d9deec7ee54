<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * The functions that plugins have registered in this request, by assistant. Code registers them; no stored name is ever called.
 */
final class Functions {

	/** @var array<string,array<string,Function_>> By assistant and name. */
	private static array $functions = array();

	public static function add( string $assistant_id, Function_ $function ): void {
		$known = self::$functions[ $assistant_id ][ $function->name() ] ?? null;
		if ( $known !== null && $known->origin !== $function->origin ) {
			$function = $function->renamed();
		}
		self::$functions[ $assistant_id ][ $function->name() ] = $function;
	}

	/**
	 * @return array<string,Function_> By name.
	 */
	public static function of( string $assistant_id ): array {
		return self::$functions[ $assistant_id ] ?? array();
	}

	public static function forget( string $assistant_id ): void {
		unset( self::$functions[ $assistant_id ] );
	}
}
