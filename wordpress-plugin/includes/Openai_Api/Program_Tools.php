<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Provider\Schema_Object;
use MxChat\Provider\Tool_Spec;
use MxChat\Rest\Rest_Error;

/**
 * Functions that a program runs itself: the model may ask for them, this site only passes the calls on.
 */
final class Program_Tools {

	private const MAX_TOOLS = 64;
	private const MAX_BYTES = 65_536;

	/**
	 * Tools as they are shown: an empty object that was stored is an object again.
	 *
	 * @param array<int,array<string,mixed>> $tools
	 * @return array<int,array<string,mixed>>
	 */
	public static function shown( array $tools ): array {
		foreach ( $tools as &$tool ) {
			if ( is_array( $tool['function']['parameters'] ?? null ) ) {
				$tool['function']['parameters'] = Schema_Object::of( $tool['function']['parameters'] );
			}
		}
		return $tools;
	}

	/**
	 * Of both shapes: `{"type":"function","function":{…}}` and `{"type":"function","name":…}`. Other tools of the
	 * provider's own are not this site's, and left out.
	 *
	 * @param array<int,mixed> $tools
	 * @return Tool_Spec[]|\WP_Error
	 */
	public static function read( array $tools ): array|\WP_Error {
		$specs = array();
		foreach ( $tools as $tool ) {
			if ( ! is_array( $tool ) || ! is_string( $tool['type'] ?? null ) ) {
				return Rest_Error::invalid_param( 'tools', __( 'has an entry without a type.', 'mxchat-engine' ) );
			}
			if ( $tool['type'] !== 'function' ) {
				continue;
			}
			$function = is_array( $tool['function'] ?? null ) ? $tool['function'] : $tool;
			if ( ! is_string( $function['name'] ?? null ) || ! preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $function['name'] ) ) {
				return Rest_Error::invalid_param( 'tools', __( 'has a function without a name of letters, digits, _ and -.', 'mxchat-engine' ) );
			}
			$parameters = is_array( $function['parameters'] ?? null ) ? $function['parameters'] : array();
			$specs[]    = new Tool_Spec( $function['name'], (string) ( $function['description'] ?? '' ), $parameters, (bool) ( $function['strict'] ?? false ) );
		}
		if ( count( $specs ) > self::MAX_TOOLS || strlen( (string) wp_json_encode( $specs ) ) > self::MAX_BYTES ) {
			return Rest_Error::invalid_param( 'tools', __( 'are too many or too long.', 'mxchat-engine' ) );
		}
		return $specs;
	}
}
