<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A JSON schema whose objects stay objects: an empty PHP array would become a list.
 */
final class Schema_Object {

	private const MAPS      = array( 'properties', 'patternProperties', '$defs', 'definitions' );
	private const MAX_DEPTH = 32;

	public static function of( array $schema ): array {
		$schema = $schema ?: array( 'type' => 'object' );
		if ( ( $schema['type'] ?? '' ) === 'object' ) {
			$schema += array( 'properties' => array() );
		}
		return self::nested( $schema, self::MAX_DEPTH );
	}

	private static function nested( array $schema, int $depth ): array {
		foreach ( $schema as $name => $value ) {
			if ( ! is_array( $value ) || $depth === 0 ) {
				continue;
			}
			$value           = self::nested( $value, $depth - 1 );
			$schema[ $name ] = in_array( $name, self::MAPS, true ) || ( $value === array() && $name === 'items' ) ? (object) $value : $value;
		}
		return $schema;
	}
}
