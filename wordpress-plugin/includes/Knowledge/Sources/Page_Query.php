<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Rest\Context;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Rest_Error;

/**
 * The pages of an address, all or those of one status.
 */
final class Page_Query {

	private function __construct(
		public readonly Web_Source $source,
		public readonly ?string $status,
		public readonly int $limit,
		public readonly int $offset,
	) {}

	public static function schema(): array {
		return Find_Request::schema() + Page_Request::schema() + array(
			'status' => array(
				'type' => 'string',
				'enum' => array( Web_Page::WAITING, Web_Page::KNOWN, Web_Page::LEFT_OUT, Web_Page::FAILED ),
			),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$source = Store::find( $params['source_id'] );
		return $source === null
			? Rest_Error::make( 'mxchat_source_not_found' )
			: new self( $source, $params['status'] ?? null, $params['limit'], $params['offset'] );
	}
}
