<?php
declare( strict_types=1 );

/**
 * tests/upstream/web.mjs, for as long as this object lives.
 */
final class Web {

	public readonly int $port;
	private readonly int $control_port;
	/** @var resource */
	private $process;
	/** @var resource[] */
	private array $pipes = array();

	public function __construct() {
		$this->process = proc_open(
			array( 'node', dirname( __DIR__ ) . '/upstream/web.mjs' ),
			array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), STDERR ),
			$this->pipes
		);
		[ $this->port, $this->control_port ] = array_map( 'intval', explode( ' ', (string) fgets( $this->pipes[1] ) ) );
	}

	public function __destruct() {
		array_map( 'fclose', $this->pipes );
		proc_close( $this->process );
	}

	public function url( string $path, string $host = '127.0.0.1' ): string {
		return "http://$host:$this->port$path";
	}

	/**
	 * @param array<string,array> $answers By path: one answer, or a list of them.
	 */
	public function script( array $answers ): void {
		$this->control( (string) json_encode( (object) array_map( static fn( array $answer ) => array_is_list( $answer ) ? $answer : array( $answer ), $answers ) ) );
	}

	/**
	 * @return array<int,array{time:int,method:string,path:string,headers:array<string,string>,body:string}>
	 */
	public function requests(): array {
		return $this->control()['requests'];
	}

	/**
	 * @return string[] The addresses that were connected to, for example `127.0.0.1`.
	 */
	public function connections(): array {
		return array_map( static fn( string $address ) => preg_replace( '/^::ffff:/', '', $address ), $this->control()['connections'] );
	}

	private function control( ?string $script = null ): array {
		$options = $script === null ? array() : array( 'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $script );
		return json_decode( (string) file_get_contents( "http://127.0.0.1:$this->control_port/", false, stream_context_create( array( 'http' => $options ) ) ), true );
	}
}
