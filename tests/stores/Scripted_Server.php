<?php
declare( strict_types=1 );

/**
 * A scripted server of tests/upstream, on a port of its own for as long as this object lives.
 */
final class Scripted_Server {

	public const API_KEY = 'key-of-the-test';

	private const START_SECONDS = 60;

	public readonly string $url;
	private readonly string $state;
	/** @var resource */
	private $process;

	public function __construct( string $script, array $environment = array() ) {
		$port          = self::free_port();
		$this->url     = "http://127.0.0.1:$port";
		$this->state   = (string) tempnam( sys_get_temp_dir(), 'mxchat-upstream-' );
		$this->process = proc_open(
			array( PHP_BINARY, '-d', 'error_log=/dev/null', '-S', "127.0.0.1:$port", dirname( __DIR__ ) . "/upstream/$script" ),
			array( array( 'file', '/dev/null', 'r' ), array( 'file', '/dev/null', 'w' ), array( 'file', '/dev/null', 'w' ) ),
			$pipes,
			null,
			$environment + array( 'MXCHAT_UPSTREAM_STATE' => $this->state, 'PATH' => (string) getenv( 'PATH' ) )
		);
		$deadline = microtime( true ) + self::START_SECONDS;
		while ( ! @fsockopen( '127.0.0.1', $port ) ) {
			if ( microtime( true ) > $deadline ) {
				throw new RuntimeException( "$script does not start." );
			}
			usleep( 10_000 );
		}
	}

	public function __destruct() {
		proc_terminate( $this->process );
		proc_close( $this->process );
		unlink( $this->state );
	}

	/**
	 * Lets the next requests fail with these statuses; 200 is an answer without JSON, 302 leads elsewhere.
	 *
	 * @param int[] $failures
	 * @return string[] The requests that came since the last call.
	 */
	public function script( array $failures = array() ): array {
		$context = stream_context_create( array( 'http' => array( 'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => json_encode( array( 'failures' => $failures ) ) ) ) );
		return json_decode( (string) file_get_contents( $this->url . '/__script', false, $context ), true );
	}

	private static function free_port(): int {
		$socket = stream_socket_server( 'tcp://127.0.0.1:0' );
		return (int) substr( strrchr( stream_socket_get_name( $socket, false ), ':' ), 1 );
	}
}
