<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * An object of the program by its id. What is another program's does not exist.
 */
final class Object_Request {

	private const KINDS = array(
		'response_id'  => 'response',
		'assistant_id' => 'assistant',
		'thread_id'    => 'thread',
		'message_id'   => 'message',
		'run_id'       => 'run',
		'step_id'      => 'step',
	);

	/**
	 * @param array<string,Stored> $objects By kind.
	 */
	private function __construct( private readonly array $objects ) {}

	public static function schema(): array {
		return array_map( static fn() => Schema::id() + array( 'mxchat' => 'path' ), self::KINDS );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$objects = self::find( $params, $context->limited_identity() );
		return is_wp_error( $objects ) ? $objects : new self( $objects );
	}

	public function get( string $kind ): Stored {
		return $this->objects[ $kind ];
	}

	/**
	 * The objects that a path names, each in the one before it.
	 *
	 * @return array<string,Stored>|\WP_Error
	 */
	public static function find( array $params, string $owner ): array|\WP_Error {
		$objects = array();
		$parent  = null;
		foreach ( self::KINDS as $name => $kind ) {
			if ( ! isset( $params[ $name ] ) ) {
				continue;
			}
			$object = Store::find( $kind, $owner, $params[ $name ] );
			if ( $object === null || ( $parent !== null && $object->parent_id !== $parent->object_id ) ) {
				return Rest_Error::make( 'mxchat_object_not_found' );
			}
			$objects[ $kind ] = $object;
			$parent           = $object;
		}
		return $objects;
	}
}
