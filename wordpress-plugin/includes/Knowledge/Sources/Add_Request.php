<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Bots;
use MxChat\Http\Fetcher;
use MxChat\Http\Url;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * An address to be read.
 */
final class Add_Request {

	private const MAX_HOURS = 8760;

	private function __construct(
		public readonly string $url,
		public readonly string $kind,
		public readonly string $bot_id,
		public readonly int $recrawl_hours,
	) {}

	public static function schema(): array {
		return array(
			'url'           => Schema::web_address( true ),
			'kind'          => Schema::one_of( array( Web_Source::PAGE, Web_Source::SITEMAP ), Web_Source::PAGE ),
			'bot_id'        => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
			'recrawl_hours' => Schema::integer( 0, self::MAX_HOURS, 24 ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( ! Bots\Store::exists( $params['bot_id'] ) ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		$problem = Fetcher::problem( $params['url'] );
		return $problem !== null
			? Rest_Error::invalid_param( 'url', __( 'must be an address on the public internet, on its usual port and without a name or password.', 'mxchat-engine' ) )
			: new self( Url::parse( $params['url'] )->text(), $params['kind'], $params['bot_id'], $params['recrawl_hours'] );
	}
}
