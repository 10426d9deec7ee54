<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * A response that is sent piece by piece, as server-sent events.
 *
 * It is made of a generator of frames. An empty frame means that nothing is new: then, every few seconds, a comment goes
 * out, since only a write tells whether the client is still there. The generator is sent true once it is not, and decides
 * itself when to end.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
final class Event_Stream extends \WP_REST_Response {

	private const HEARTBEAT         = ":\n\n";
	private const HEARTBEAT_SECONDS = 2.0;

	/** Longer than any answer: the server's own limit is for pages. */
	private const MAX_SECONDS = 150;

	private float $wrote_at = 0.0;

	/**
	 * @param \Generator<int,string,?bool,mixed> $frames
	 * @param mixed                              $summary What stands for the stream where a body is stored or enveloped.
	 */
	public function __construct( private readonly \Generator $frames, mixed $summary = null ) {
		parent::__construct( $summary, 200, array( 'Cache-Control' => 'no-store, private, no-transform' ) );
	}

	/**
	 * One event as it goes over the wire.
	 */
	public static function frame( int $id, string $name, array $data ): string {
		$json = wp_json_encode( $data ? $data : new \stdClass(), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE );
		return "id: $id\nevent: $name\ndata: $json\n\n";
	}

	/**
	 * Answers `rest_pre_serve_request`, when WordPress has sent its headers.
	 */
	public static function serve( mixed $is_served, \WP_HTTP_Response $response, \WP_REST_Request $request ): mixed {
		if ( $is_served || ! $response instanceof self || $request->get_method() === 'HEAD' ) {
			return $is_served;
		}
		Output::begin( array( 'Content-Type' => 'text/event-stream; charset=utf-8', 'X-Accel-Buffering' => 'no' ), self::MAX_SECONDS );
		$response->send();
		return true;
	}

	/**
	 * @return \Generator<int,string,?bool,mixed>
	 */
	public function frames(): \Generator {
		return $this->frames;
	}

	private function send(): void {
		$is_gone = false;
		for ( $frame = $this->frames->current(); $this->frames->valid(); $frame = $this->frames->send( $is_gone ) ) {
			$is_gone = $is_gone || ! $this->write( $frame );
		}
	}

	private function write( string $frame ): bool {
		$now = microtime( true );
		if ( $frame === '' ) {
			if ( $now - $this->wrote_at < self::HEARTBEAT_SECONDS ) {
				return true;
			}
			$frame = self::HEARTBEAT;
		}
		$this->wrote_at = $now;
		return Output::write( $frame );
	}
}
