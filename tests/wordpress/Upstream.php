<?php
declare( strict_types=1 );

/**
 * The scripted model server of tests/upstream, on a port of its own.
 *
 * One process serves all tests of a run; start() gives it as new.
 */
final class Upstream {

	private const START_SECONDS = 60;

	private static ?self $shared = null;

	/**
	 * @param string   $url     The base URL for a Connection.
	 * @param resource $process
	 */
	private function __construct( public readonly string $url, private $process ) {}

	/**
	 * @param array<string,mixed> $settings As at the head of tests/upstream/model/script.mjs; text comes without delay if they do not say.
	 */
	public static function start( array $settings = array() ): self {
		self::$shared ??= self::launch();
		self::$shared->call( 'DELETE', '/__script' );
		self::$shared->set( $settings + array( 'delay_ms' => 0 ) );
		return self::$shared;
	}

	public function set( array $settings ): void {
		$this->call( 'POST', '/__script', array( 'settings' => $settings ) );
	}

	/**
	 * What it does with the next calls; the table of steps is in tests/upstream/README.md.
	 */
	public function script( array ...$steps ): void {
		$this->call( 'POST', '/__script', array( 'queue' => $steps ) );
	}

	/**
	 * The requests that came, oldest first.
	 *
	 * @param string $path_pattern Those whose path fits, without `/v1`: `^/responses`.
	 * @return array<int,array<string,mixed>>
	 */
	public function journal( string $path_pattern = '' ): array {
		$entries = $this->call( 'GET', '/__journal' );
		return array_values( array_filter( $entries, static fn( array $entry ) => $path_pattern === '' || preg_match( "#$path_pattern#", $entry['path'] ) ) );
	}

	public function clear_journal(): void {
		$this->call( 'DELETE', '/__journal' );
	}

	/**
	 * How many requests came that ask a model for an answer.
	 */
	public function count_model_calls(): int {
		return count( array_filter( $this->journal( '^/(responses|chat/completions)$|/runs$' ), static fn( array $entry ) => $entry['method'] === 'POST' ) );
	}

	/**
	 * Waits until something is so in the journal; the server hears of a lost client a moment later.
	 */
	public function wait_until( callable $is_so, float $seconds = 30.0 ): bool {
		$ends_at = microtime( true ) + $seconds;
		do {
			if ( $is_so( $this->journal() ) ) {
				return true;
			}
			usleep( 20_000 );
		} while ( microtime( true ) < $ends_at );
		return false;
	}

	private static function launch(): self {
		$process = proc_open(
			array( 'node', dirname( __DIR__ ) . '/upstream/model.mjs', '--port', '0' ),
			array( array( 'file', '/dev/null', 'r' ), array( 'pipe', 'w' ), array( 'file', '/dev/null', 'w' ) ),
			$pipes
		);
		stream_set_timeout( $pipes[1], self::START_SECONDS );
		$url = trim( (string) fgets( $pipes[1] ) );
		if ( ! str_starts_with( $url, 'http://' ) ) {
			throw new RuntimeException( 'tests/upstream/model.mjs does not start: node 18 is needed.' );
		}
		register_shutdown_function( static fn() => proc_terminate( $process ) );
		return new self( $url, $process );
	}

	private function call( string $method, string $path, ?array $body = null ): array {
		$context = stream_context_create(
			array(
				'http' => array(
					'method'  => $method,
					'header'  => "Content-Type: application/json\r\nConnection: close",
					'content' => $body === null ? '' : json_encode( $body, JSON_THROW_ON_ERROR ),
				),
			)
		);
		$answer  = (string) file_get_contents( substr( $this->url, 0, -3 ) . $path, false, $context );
		return json_decode( $answer, true, 64, JSON_THROW_ON_ERROR );
	}
}
