<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * A webhook to be made.
 */
final class New_Request {

	/**
	 * @param string[] $events
	 */
	private function __construct(
		public readonly string $url,
		public readonly array $events,
		public readonly string $description,
		public readonly bool $is_enabled,
	) {}

	public static function schema(): array {
		return array(
			'url'         => array( 'required' => true ) + Schema::web_address(),
			'events'      => array( 'required' => true ) + self::events(),
			'description' => Schema::text( 200, 0 ) + array( 'default' => '' ),
			'is_enabled'  => Schema::boolean( true ),
		);
	}

	public static function events(): array {
		return Schema::list_of( array( 'type' => 'string', 'enum' => Events::TYPES ), count( Events::TYPES ) ) + array( 'uniqueItems' => true );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return Address_Rule::problem( $params['url'] )
			?? new self( $params['url'], $params['events'], trim( $params['description'] ), $params['is_enabled'] );
	}
}
