<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Delete_Request {

	private const MAX_URLS = 50;

	/**
	 * @param string[] $source_urls
	 */
	private function __construct( public readonly string $bot_id, public readonly array $source_urls ) {}

	public static function schema(): array {
		return array(
			'source_urls' => Schema::list_of( Schema::text( 2000 ), self::MAX_URLS, true ),
			'bot_id'      => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return Bots\Store::find( $params['bot_id'] ) !== null
			? new self( $params['bot_id'], array_values( array_unique( $params['source_urls'] ) ) )
			: Rest_Error::make( 'mxchat_bot_not_found' );
	}
}
