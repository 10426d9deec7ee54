<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * The fields of an assistant as a request brings them.
 */
final class Record_Schema {

	public const MAX_INSTRUCTIONS = 100_000;
	public const MAX_NAME         = 191;
	public const MAX_DESCRIPTION  = 512;
	public const MAX_MODEL        = 256;

	private const MAX_TOOLS   = 128;
	private const MAX_ALIASES = 20;

	public static function fields(): array {
		return array(
			'name'               => Schema::text( self::MAX_NAME ),
			'description'        => Schema::text( self::MAX_DESCRIPTION, 0 ),
			'model'              => Schema::text( self::MAX_MODEL, 0 ) + array( 'pattern' => '^\S*$' ),
			'instructions'       => Schema::text( self::MAX_INSTRUCTIONS, 0 ),
			'tools'              => array( 'minItems' => 0 ) + Schema::list_of( Schema::id( 64 ), self::MAX_TOOLS ),
			'uses_knowledge'     => array( 'type' => 'boolean' ),
			'max_context_tokens' => Schema::integer( 0, 200_000 ),
			'min_similarity'     => array( 'type' => 'number', 'minimum' => 0, 'maximum' => 1 ),
			'temperature'        => array( 'type' => array( 'number', 'null' ), 'minimum' => 0, 'maximum' => 2 ),
			'max_output_tokens'  => Schema::integer( 16, 128_000 ),
			'response_format'    => array( 'type' => array( 'object', 'null' ) ),
			'aliases'            => array( 'minItems' => 0 ) + Schema::list_of( Schema::id( 128 ), self::MAX_ALIASES ),
		);
	}

	/**
	 * An assistant with the fields that a request names; the others stay.
	 */
	public static function apply( Record $record, array $params ): Record|\WP_Error {
		$changes = array_intersect_key( $params, self::fields() );
		if ( isset( $changes['temperature'] ) ) {
			$changes['temperature'] = (float) $changes['temperature'];
		}
		if ( isset( $changes['min_similarity'] ) ) {
			$changes['min_similarity'] = (float) $changes['min_similarity'];
		}
		$format = $changes['response_format'] ?? null;
		if ( $format !== null && ! self::is_format( $format ) ) {
			return Rest_Error::invalid_param( 'response_format', __( 'must be an object with the type text, json_object or json_schema, the last one with a name and a schema.', 'mxchat-engine' ) );
		}
		$changed = $record->with( $changes );
		if ( trim( $changed->name ) === '' ) {
			return Rest_Error::invalid_param( 'name', __( 'must not be empty.', 'mxchat-engine' ) );
		}
		return self::taken_alias( $changed ) === null ? $changed : Rest_Error::make( 'mxchat_alias_taken' );
	}

	public static function assistant_id(): array {
		return Schema::id( 128, true );
	}

	private static function is_format( array $format ): bool {
		return match ( $format['type'] ?? '' ) {
			'text', 'json_object' => true,
			'json_schema'         => is_string( $format['name'] ?? null ) && is_array( $format['schema'] ?? null ),
			default               => false,
		};
	}

	/**
	 * An id that two assistants answer to would lead to either.
	 */
	private static function taken_alias( Record $record ): ?string {
		foreach ( $record->aliases as $alias ) {
			$holder = Store::find( $alias );
			if ( $holder !== null && $holder->id !== $record->id ) {
				return $alias;
			}
		}
		return null;
	}
}
