<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * A list of objects, of a thread or a run where the path names one.
 */
final class List_Request {

	private function __construct( public readonly string $owner, public readonly string $parent_id, public readonly Listing $listing ) {}

	public static function schema(): array {
		return Listing::schema() + array(
			'thread_id' => Schema::id(),
			'run_id'    => Schema::id(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$owner   = $context->limited_identity();
		$objects = Object_Request::find( array_intersect_key( $params, array( 'thread_id' => 0, 'run_id' => 0 ) ), $owner );
		if ( is_wp_error( $objects ) ) {
			return $objects;
		}
		$parent = $objects['run'] ?? $objects['thread'] ?? null;
		return new self( $owner, $parent->object_id ?? '', Listing::from( $params ) );
	}
}
