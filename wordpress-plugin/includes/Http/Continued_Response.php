<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * A response that is sent at once, while the work that it announces goes on.
 */
final class Continued_Response extends \WP_REST_Response {

	private const MAX_SECONDS = 150;

	/**
	 * @param \Closure():void $work
	 */
	public function __construct( mixed $data, private readonly \Closure $work ) {
		parent::__construct( $data, 202 );
	}

	/**
	 * Answers `rest_pre_serve_request`, when WordPress has sent its headers.
	 */
	public static function serve( mixed $is_served, \WP_HTTP_Response $response, \WP_REST_Request $request ): mixed {
		if ( $is_served || ! $response instanceof self || $request->get_method() === 'HEAD' ) {
			return $is_served;
		}
		Output::finish( (string) wp_json_encode( $response->get_data(), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ), self::MAX_SECONDS );
		$response->work();
		return true;
	}

	public function work(): void {
		( $this->work )();
	}
}
