<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A new assistant, or changes of one; what is not named stays.
 */
final class Assistant_Request {

	/**
	 * @param array<string,mixed> $fields What was sent.
	 */
	private function __construct( public readonly ?Stored $assistant, public readonly array $fields, public readonly string $owner ) {}

	public static function schema(): array {
		return array(
			'assistant_id'    => Schema::id(),
			'model'           => Schema::text( 191 ),
			'name'            => array( 'type' => array( 'string', 'null' ), 'maxLength' => 256 ),
			'description'     => array( 'type' => array( 'string', 'null' ), 'maxLength' => 512 ),
			'instructions'    => array( 'type' => array( 'string', 'null' ), 'maxLength' => 20000 ),
			'temperature'     => array( 'type' => array( 'number', 'null' ), 'minimum' => 0, 'maximum' => 2 ),
			'tools'           => array( 'minItems' => 0 ) + Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 128 ),
			'metadata'        => self::metadata(),
		);
	}

	public static function metadata(): array {
		return array( 'type' => array( 'object', 'null' ), 'maxProperties' => 16, 'additionalProperties' => array( 'type' => 'string', 'maxLength' => 512 ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$owner     = $context->limited_identity();
		$assistant = isset( $params['assistant_id'] ) ? Store::find( 'assistant', $owner, $params['assistant_id'] ) : null;
		$tools     = Program_Tools::read( $params['tools'] ?? array() );
		return match ( true ) {
			isset( $params['assistant_id'] ) && $assistant === null    => Rest_Error::make( 'mxchat_object_not_found' ),
			$assistant === null && ! isset( $params['model'] )         => Rest_Error::invalid_param( 'model', __( 'is missing.', 'mxchat-engine' ) ),
			is_wp_error( $tools )                                      => $tools,
			default                                                    => new self( $assistant, array_diff_key( $params, array( 'assistant_id' => 0 ) ), $owner ),
		};
	}
}
