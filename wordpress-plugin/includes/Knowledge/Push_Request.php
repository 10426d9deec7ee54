<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Push_Request {

	public const MAX_BYTES = 5 * 1024 * 1024;

	/**
	 * @param bool $is_asynchronous Whether the client would rather have a job than wait.
	 */
	private function __construct(
		public readonly string $content,
		public readonly string $source_url,
		public readonly string $bot_id,
		public readonly string $content_type,
		public readonly string $title,
		public readonly bool $is_asynchronous,
	) {}

	public static function schema(): array {
		return array(
			'content'      => Schema::text( self::MAX_BYTES, required: true ) + array( 'pattern' => '\S' ),
			'source_url'   => Schema::web_address( true ),
			'bot_id'       => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
			'content_type' => Schema::text( 64 ) + array( 'pattern' => '\S', 'default' => 'manual' ),
			'title'        => Schema::text( 500, 0 ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( Bots\Store::find( $params['bot_id'] ) === null ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		return new self(
			$params['content'],
			$params['source_url'],
			$params['bot_id'],
			$params['content_type'],
			$params['title'] ?? '',
			$context->prefers_async,
		);
	}

	public function source(): Source {
		return Pushed_Content::source( $this->bot_id, $this->source_url, $this->content_type, $this->title, $this->content );
	}
}
