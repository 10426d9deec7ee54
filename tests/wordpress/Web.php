<?php
declare( strict_types=1 );

/**
 * tests/upstream/web.mjs, for as long as this object lives.
 */
final class Web {

	/** The name in its certificate, which nobody has signed. */
	public const HOST = 'shop.example.test';

	public readonly int $port;
	public readonly int $secure_port;
	public readonly string $certificate;
	private readonly int $control_port;
	/** @var resource */
	private $process;
	/** @var resource[] */
	private array $pipes = array();

	public function __construct() {
		[ $key, $this->certificate ] = self::certificate();
		$this->process               = proc_open(
			array( 'node', dirname( __DIR__ ) . '/upstream/web.mjs' ),
			array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), STDERR ),
			$this->pipes,
			null,
			array( 'WEB_KEY' => $key, 'WEB_CERT' => $this->certificate, 'PATH' => (string) getenv( 'PATH' ) )
		);
		[ $this->port, $this->secure_port, $this->control_port ] = array_map( 'intval', explode( ' ', (string) fgets( $this->pipes[1] ) ) );
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
	 * @return array<int,array{time:int,method:string,path:string,headers:array<string,string>,body:string,servername:?string}>
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

	/**
	 * @return array{0:string,1:string} A key and a certificate for it.
	 */
	private static function certificate(): array {
		$file = (string) tempnam( sys_get_temp_dir(), 'mxchat-web-' );
		file_put_contents( $file, "[req]\ndistinguished_name=name\nx509_extensions=ext\n[name]\n[ext]\nsubjectAltName=DNS:" . self::HOST . "\nbasicConstraints=CA:TRUE\n" );
		$options = array( 'config' => $file, 'x509_extensions' => 'ext', 'private_key_bits' => 2048, 'digest_alg' => 'sha256' );
		$key     = openssl_pkey_new( $options );
		$request = openssl_csr_new( array( 'commonName' => self::HOST ), $key, $options );
		openssl_x509_export( openssl_csr_sign( $request, null, $key, 2, $options ), $certificate );
		openssl_pkey_export( $key, $text, null, $options );
		unlink( $file );
		return array( $text, $certificate );
	}

	private function control( ?string $script = null ): array {
		$options = $script === null ? array() : array( 'method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => $script );
		return json_decode( (string) file_get_contents( "http://127.0.0.1:$this->control_port/", false, stream_context_create( array( 'http' => $options ) ) ), true );
	}
}
