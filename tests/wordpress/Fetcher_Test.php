<?php
declare( strict_types=1 );

use MxChat\Http\Address;
use MxChat\Http\Fetched;
use MxChat\Http\Fetcher;
use MxChat\Http\Url;

require_once __DIR__ . '/Web.php';

final class Fetcher_Test extends Site_Test_Case {

	private static ?Web $web = null;

	/** @var string[] */
	private array $exemptions = array();

	/** @var array<string,array<int,string[]>> Answers of the scripted DNS, the last repeats. */
	private array $dns = array();

	/** @var string[] */
	private array $resolved = array();

	public static function setUpBeforeClass(): void {
		self::$web = new Web();
	}

	public static function tearDownAfterClass(): void {
		self::$web = null;
		parent::tearDownAfterClass();
	}

	protected function setUp(): void {
		parent::setUp();
		add_filter( 'mxchat_fetch_exemptions', array( $this, 'exempt' ) );
		add_filter( 'mxchat_host_addresses', array( $this, 'resolve' ), 10, 2 );
		self::$web->script( array( '/' => array( 'body' => 'secret' ) ) );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_fetch_exemptions', array( $this, 'exempt' ) );
		remove_filter( 'mxchat_host_addresses', array( $this, 'resolve' ) );
		parent::tearDown();
	}

	public function exempt( array $none ): array {
		return array_merge( $none, $this->exemptions );
	}

	public function resolve( ?array $none, string $host ): ?array {
		$this->resolved[] = $host;
		$answers          = $this->dns[ $host ] ?? null;
		if ( $answers !== null && count( $answers ) > 1 ) {
			return array_shift( $this->dns[ $host ] );
		}
		return $answers[0] ?? $none;
	}

	/**
	 * @dataProvider inner_addresses
	 */
	public function test_an_address_inside_is_not_connected_to( string $host ): void {
		// Every port may be asked, so that nothing but the address can be the reason.
		add_filter( 'mxchat_fetch_ports', array( self::class, 'any_port' ) );
		$fetched = Fetcher::get( self::$web->url( '/', $host ) );
		$posted  = Fetcher::post( self::$web->url( '/', $host ), '{}', array() );
		remove_filter( 'mxchat_fetch_ports', array( self::class, 'any_port' ) );
		foreach ( array( $fetched, $posted ) as $error ) {
			$this->assertInstanceOf( WP_Error::class, $error );
			$this->assertContains( $error->get_error_code(), array( 'mxchat_fetch_refused', 'mxchat_fetch_invalid_url', 'mxchat_fetch_unresolved' ) );
		}
		$this->assertSame( array(), self::$web->connections() );
	}

	public static function any_port(): array {
		return array( self::$web->port, 80, 443 );
	}

	public function inner_addresses(): array {
		$hosts = array(
			'127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7f.1', '0177.0.0.1', '0177.0.0.01', '017700000001', '127.0.0.0x1', '0x7F.0.0.1',
			'00000177.0.0.1', '127.0.0.1.', '127.255.255.254', '0.0.0.0', '0', '00', '0x0', '127.00.0.1', '4294967295', '3232235521', '١٢٧.٠.٠.١', '①②⑦.⓪.⓪.①', '127。0。0。1',
			'10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255',
			'169.254.169.254', '169.254.170.2', '0251.0376.0251.0376', '0xA9FEA9FE', '2852039166', '168.63.129.16', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1',
			'203.0.113.1', '192.88.99.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
			'[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]',
			'[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]', '[2002:7f00:1::]', '[2002:7f00:0001::1]', '[2001:0:7f00:1::]', '[2001::1]', '[2001:db8::1]', '[3fff::1]',
			'[fe80::1]', '[fe80::1%25lo]', '[fe80::1%lo]', '[febf::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[fdff::1]', '[ff02::1]', '[ff0e::1]', '[100::1]', '[5f00::1]', '[2001:20::1]',
			'localhost', 'LOCALHOST', 'localhost.', 'ip6-localhost', 'localhost%00.example.com', 'user@127.0.0.1', 'user:password@127.0.0.1', 'example.com@127.0.0.1', '127.0.0.1%23@example.com',
			'example.com#@127.0.0.1', 'example.com\\@127.0.0.1', "127.0.0.1\t", "127.0.0.1\r\nX: y", '127.0.0.1%0d%0a', '%31%32%37.0.0.1', '127%2e0%2e0%2e1', '[127.0.0.1]', '[::1', '::1', '',
		);
		return array_combine( $hosts, array_map( static fn( string $host ) => array( $host ), $hosts ) );
	}

	/**
	 * @dataProvider names_of_inner_addresses
	 */
	public function test_a_name_that_leads_inside_is_not_connected_to( array $addresses ): void {
		$this->dns = array( 'shop.example.test' => array( $addresses ) );
		add_filter( 'mxchat_fetch_ports', array( self::class, 'any_port' ) );
		$fetched = Fetcher::get( self::$web->url( '/', 'shop.example.test' ) );
		remove_filter( 'mxchat_fetch_ports', array( self::class, 'any_port' ) );
		$this->assertFailed( 'mxchat_fetch_refused', $fetched );
		$this->assertSame( array(), self::$web->connections() );
	}

	public function names_of_inner_addresses(): array {
		return array(
			'loopback'               => array( array( '127.0.0.1' ) ),
			'loopback in IPv6'       => array( array( '::1' ) ),
			'mapped'                 => array( array( '::ffff:127.0.0.1' ) ),
			'NAT64'                  => array( array( '64:ff9b::7f00:1' ) ),
			'one of two'             => array( array( '93.184.215.14', '10.0.0.1' ) ),
			'IPv6 beside public IPv4' => array( array( '93.184.215.14', 'fd00::1' ) ),
			'no address at all'      => array( array( 'elsewhere' ) ),
		);
	}

	public function test_what_was_checked_is_what_is_connected_to(): void {
		// The system says that "localhost" is 127.0.0.1; the scripted DNS, which is checked, says 127.0.0.2.
		$this->dns        = array( 'localhost' => array( array( '127.0.0.2' ), array( '127.0.0.1' ) ) );
		$this->exemptions = array( '127.0.0.2:' . self::$web->port );
		$this->assertSame( 'secret', Fetcher::get( self::$web->url( '/', 'localhost' ) )->body );
		$this->assertSame( array( '127.0.0.2' ), self::$web->connections() );
		$this->assertSame( array( 'localhost' ), $this->resolved, 'A host is resolved once.' );
		$this->assertSame( 'localhost:' . self::$web->port, self::$web->requests()[0]['headers']['host'] );
	}

	public function test_a_name_that_changes_its_address_is_checked_again_at_the_next_request(): void {
		$this->dns        = array( 'shop.example.test' => array( array( '127.0.0.2' ), array( '127.0.0.1' ) ) );
		$this->exemptions = array( '127.0.0.2:' . self::$web->port );
		self::$web->script( array( '/' => array( 'status' => 302, 'headers' => array( 'Location' => '/again' ) ), '/again' => array( 'body' => 'secret' ) ) );
		$this->assertFailed( 'mxchat_fetch_refused', Fetcher::get( self::$web->url( '/', 'shop.example.test' ) ) );
		$this->assertSame( array( '127.0.0.2' ), self::$web->connections() );
	}

	/**
	 * @dataProvider inner_redirects
	 */
	public function test_a_redirect_does_not_lead_inside( string $location ): void {
		$port             = self::$web->port;
		$this->exemptions = array( "127.0.0.2:$port" );
		self::$web->script( array( '/' => array( 'status' => 307, 'headers' => array( 'Location' => str_replace( 'PORT', (string) $port, $location ) ) ) ) );
		$fetched = Fetcher::get( "http://127.0.0.2:$port/" );
		$this->assertInstanceOf( WP_Error::class, $fetched );
		$this->assertSame( array( '127.0.0.2' ), self::$web->connections() );
	}

	public function inner_redirects(): array {
		return array_map(
			static fn( string $location ) => array( $location ),
			array( 'http://127.0.0.1:PORT/', '//127.0.0.1:PORT/', 'http://[::1]:PORT/', 'http://2130706433:PORT/', 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd', 'gopher://127.0.0.1:PORT/_x', 'ftp://127.0.0.1:PORT/', 'http://127.0.0.2@127.0.0.1:PORT/', 'http://127.0.0.2:PORT@127.0.0.1:PORT/', 'https://localhost:PORT/', 'javascript:alert(1)', "http://127.0.0.1:PORT\\@127.0.0.2/" )
		);
	}

	public function test_three_redirects_are_followed_and_no_more(): void {
		$this->exempt_the_web();
		$chain = array( '/a/end?x' => array( 'body' => 'there' ) );
		foreach ( array( '/a/0' => '/a/1', '/a/1' => '2', '/a/2' => './3#x', '/a/3' => '../a/end?x' ) as $from => $to ) {
			$chain[ $from ] = array( 'status' => 302, 'headers' => array( 'Location' => $to ) );
		}
		self::$web->script( $chain );
		$fetched = Fetcher::get( self::$web->url( '/a/1' ) );
		$this->assertSame( array( 'there', self::$web->url( '/a/end?x' ) ), array( $fetched->body, $fetched->url->text() ) );
		$this->assertFailed( 'mxchat_fetch_redirects', Fetcher::get( self::$web->url( '/a/0' ) ) );
	}

	public function test_a_redirect_of_a_post_is_the_answer(): void {
		$this->exempt_the_web();
		self::$web->script( array( '/' => array( 'status' => 307, 'headers' => array( 'Location' => '/elsewhere' ) ) ) );
		$posted = Fetcher::post( self::$web->url( '/' ), '{"a":1}', array( 'Content-Type' => 'application/json' ) );
		$this->assertSame( 307, $posted->status );
		$this->assertSame( array( array( 'POST', '/', '{"a":1}' ) ), array_map( static fn( array $request ) => array( $request['method'], $request['path'], $request['body'] ), self::$web->requests() ) );
	}

	public function test_other_schemes_are_not_asked(): void {
		foreach ( array( 'file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/', 'dict://example.com/', 'php://filter/resource=/etc/passwd', 'data:text/plain,x', '//example.com/', '/etc/passwd', 'http:example.com', 'http:///x', 'https://', '' ) as $url ) {
			$this->assertFailed( 'mxchat_fetch_invalid_url', Fetcher::get( $url ) );
		}
	}

	public function test_other_ports_are_not_asked(): void {
		$this->dns = array( 'shop.example.test' => array( array( '93.184.215.14' ) ) );
		foreach ( array( 22, 25, 3306, 6379, 8080, self::$web->port ) as $port ) {
			$this->assertFailed( 'mxchat_fetch_refused', Fetcher::get( "http://shop.example.test:$port/" ) );
		}
		$this->assertFailed( 'mxchat_fetch_invalid_url', Fetcher::get( 'http://shop.example.test:0/' ) );
		$this->assertFailed( 'mxchat_fetch_invalid_url', Fetcher::get( 'http://shop.example.test:65536/' ) );
	}

	public function test_an_answer_is_at_most_so_large(): void {
		$this->exempt_the_web();
		self::$web->script( array( '/10' => array( 'bytes' => 1000 ), '/11' => array( 'bytes' => 1001 ), '/endless' => array( 'bytes' => 30_000_000 ) ) );
		$this->assertSame( 1000, strlen( Fetcher::get( self::$web->url( '/10' ), max_bytes: 1000 )->body ) );
		$this->assertFailed( 'mxchat_fetch_too_large', Fetcher::get( self::$web->url( '/11' ), max_bytes: 1000 ) );
		$this->assertFailed( 'mxchat_fetch_too_large', Fetcher::get( self::$web->url( '/endless' ) ) );
	}

	public function test_a_small_answer_does_not_become_large(): void {
		$this->exempt_the_web();
		$gzip = array( 'Content-Encoding' => 'gzip' );
		self::$web->script(
			array(
				'/text'    => array( 'gzip' => 'Zeppelins', 'headers' => $gzip ),
				'/bomb'    => array( 'gzip' => 200_000_000, 'headers' => $gzip ),
				'/file'    => array( 'gzip' => 'Zeppelins' ),
				'/damaged' => array( 'body' => 'not so', 'headers' => $gzip ),
				'/unknown' => array( 'body' => 'x', 'headers' => array( 'Content-Encoding' => 'br' ) ),
			)
		);
		$this->assertSame( 'Zeppelins', Fetcher::get( self::$web->url( '/text' ) )->body );
		$this->assertSame( gzencode( 'Zeppelins' )[0], Fetcher::get( self::$web->url( '/file' ) )->body[0], 'What no header names stays as it is.' );
		$before = memory_get_usage();
		foreach ( array( '/bomb', '/damaged', '/unknown' ) as $path ) {
			$this->assertFailed( 'mxchat_fetch_too_large', Fetcher::get( self::$web->url( $path ) ) );
		}
		$this->assertLessThan( $before + 5_000_000, memory_get_usage() );
		$this->assertLessThan( 150_000_000, memory_get_peak_usage() );
	}

	public function test_an_answer_takes_at_most_so_long(): void {
		$this->exempt_the_web();
		self::$web->script(
			array(
				'/never'  => array( 'hang' => true ),
				'/slowly' => array( 'bytes' => 1000, 'drip' => 50 ),
				'/loop'   => array( 'status' => 302, 'delay' => 300, 'headers' => array( 'Location' => '/loop' ) ),
			)
		);
		foreach ( array( '/never', '/slowly', '/loop' ) as $path ) {
			$begun_at = microtime( true );
			$this->assertFailed( 'mxchat_fetch_timeout', Fetcher::get( self::$web->url( $path ), max_seconds: 0.7 ) );
			$this->assertLessThan( 10.0, microtime( true ) - $begun_at );
		}
	}

	public function test_a_slow_lookup_uses_the_time_up(): void {
		$this->exempt_the_web();
		$this->dns = array( 'slow.example.test' => array( array( '127.0.0.1' ) ) );
		$slow      = static function ( array $addresses ): array {
			usleep( 300_000 );
			return $addresses;
		};
		add_filter( 'mxchat_host_addresses', $slow, 20 );
		$fetched = Fetcher::get( self::$web->url( '/', 'slow.example.test' ), max_seconds: 0.2 );
		remove_filter( 'mxchat_host_addresses', $slow, 20 );
		$this->assertFailed( 'mxchat_fetch_timeout', $fetched );
		$this->assertSame( array(), self::$web->requests() );
	}

	public function test_no_name_is_looked_up_when_the_time_is_over(): void {
		$this->assertFailed( 'mxchat_fetch_timeout', Fetcher::get( 'http://late.example.test/', max_seconds: 0.0 ) );
		$this->assertSame( array(), $this->resolved );
	}

	public function test_a_host_without_server_is_told_from_one_without_address(): void {
		$this->exemptions = array( '127.0.0.1:1' );
		$this->dns        = array( 'nobody.example.test' => array( array() ) );
		$this->assertFailed( 'mxchat_fetch_unreachable', Fetcher::get( 'http://127.0.0.1:1/' ) );
		$this->assertFailed( 'mxchat_fetch_unresolved', Fetcher::get( 'http://nobody.example.test/' ) );
	}

	public function test_the_next_address_is_tried_where_nobody_listens(): void {
		$this->dns        = array( 'shop.example.test' => array( array( '::1', '240.0.0.1', '127.0.0.2' ) ) );
		$port             = self::$web->port;
		$this->exemptions = array( "::1:$port", "240.0.0.1:$port", "127.0.0.2:$port" );
		$this->assertSame( 'secret', Fetcher::get( self::$web->url( '/', 'shop.example.test' ) )->body );
		$this->assertSame( array( '127.0.0.2' ), self::$web->connections(), 'IPv4 first, one connection.' );
	}

	public function test_a_site_that_may_ask_nobody_asks_nobody(): void {
		$this->dns        = array( 'example.org' => array( array( '127.0.0.2' ) ) );
		$this->exemptions = array( '127.0.0.2:' . self::$web->port );
		$this->assertFailed( 'mxchat_fetch_blocked', Fetcher::get( self::$web->url( '/', 'example.org' ) ) );
		$this->assertSame( array(), self::$web->connections() );
	}

	public function test_no_plugin_can_lead_the_connection_elsewhere(): void {
		$this->exemptions = array( '127.0.0.2:' . self::$web->port );
		self::$web->script( array( '/' => array( 'status' => 302, 'headers' => array( 'Location' => self::$web->url( '/secret' ) ) ), '/secret' => array( 'body' => 'secret' ) ) );
		$follow = static fn( array $arguments ) => array( 'redirection' => 5, '_redirection' => 5 ) + $arguments;
		add_filter( 'http_request_args', $follow );
		Fetcher::post( 'http://127.0.0.2:' . self::$web->port . '/', '', array() );
		remove_filter( 'http_request_args', $follow );
		$this->assertSame( array( '127.0.0.2' ), array_values( array_unique( self::$web->connections() ) ) );
	}

	public function test_a_certificate_is_checked_by_the_name_and_not_by_the_pinned_address(): void {
		$this->dns        = array( Web::HOST => array( array( '127.0.0.2' ) ), 'other.example.test' => array( array( '127.0.0.2' ) ) );
		$this->exemptions = array( '127.0.0.2:' . self::$web->secure_port );
		$port             = self::$web->secure_port;
		$this->assertFailed( 'mxchat_fetch_certificate', Fetcher::get( 'https://' . Web::HOST . ":$port/" ) );

		$authorities = (string) tempnam( sys_get_temp_dir(), 'mxchat-ca-' );
		file_put_contents( $authorities, self::$web->certificate );
		$trust    = static fn( array $arguments ) => array( 'sslcertificates' => $authorities ) + $arguments;
		$careless = static fn() => false;
		add_filter( 'http_request_args', $trust );
		$fetched = Fetcher::get( 'https://' . Web::HOST . ":$port/" );
		$other   = Fetcher::get( "https://other.example.test:$port/" );
		remove_filter( 'http_request_args', $trust );
		unlink( $authorities );
		add_filter( 'https_ssl_verify', $careless );
		$unchecked = Fetcher::get( 'https://' . Web::HOST . ":$port/" );
		remove_filter( 'https_ssl_verify', $careless );

		$this->assertSame( 'secret', $fetched->body );
		$this->assertSame( array( Web::HOST ), array_column( self::$web->requests(), 'servername' ) );
		$this->assertFailed( 'mxchat_fetch_certificate', $other );
		$this->assertFailed( 'mxchat_fetch_certificate', $unchecked );
	}

	public function test_without_curl_nothing_is_asked(): void {
		$this->exempt_the_web();
		$transports = new ReflectionProperty( WpOrg\Requests\Requests::class, 'transport' );
		$known      = new ReflectionProperty( WpOrg\Requests\Requests::class, 'transports' );
		[ $old, $old_known ] = array( $transports->getValue(), $known->getValue() );
		$transports->setValue( null, array() );
		$known->setValue( null, array( WpOrg\Requests\Transport\Fsockopen::class => WpOrg\Requests\Transport\Fsockopen::class ) );
		$fetched = Fetcher::get( self::$web->url( '/' ) );
		$transports->setValue( null, $old );
		$known->setValue( null, $old_known );
		$this->assertFailed( 'mxchat_fetch_needs_curl', $fetched );
		$this->assertSame( array(), self::$web->connections() );
	}

	public function test_who_asks_is_said(): void {
		$this->exempt_the_web();
		Fetcher::get( self::$web->url( '/' ) );
		$headers = self::$web->requests()[0]['headers'];
		$this->assertSame( 'MxChatBot/' . MxChat\VERSION . ' (+' . home_url( '/' ) . ')', $headers['user-agent'] );
		$this->assertSame( array( false, false ), array( isset( $headers['cookie'] ), isset( $headers['authorization'] ) ) );
	}

	public function test_the_hooks_of_one_request_are_gone_after_it(): void {
		$this->exempt_the_web();
		Fetcher::get( self::$web->url( '/' ) );
		$this->assertSame( array( false, false ), array( has_action( 'http_api_curl' ), has_action( 'requests-request.progress' ) ) );
	}

	public function test_nobody_else_speaks_http(): void {
		$folder = dirname( MxChat\PLUGIN_FILE ) . '/includes/';
		$files  = new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $folder, FilesystemIterator::SKIP_DOTS ) );
		$found  = array();
		foreach ( $files as $file ) {
			$code = implode( ' ', array_map( static fn( array|string $token ) => is_array( $token ) ? $token[1] : $token, array_filter( token_get_all( (string) file_get_contents( (string) $file ) ), static fn( array|string $token ) => ! is_array( $token ) || ! in_array( $token[0], array( T_COMMENT, T_DOC_COMMENT ), true ) ) ) );
			if ( preg_match( '/\b(?:wp_(?:safe_)?remote_(?:get|post|head|request)|curl_(?:exec|init|multi_init)|p?fsockopen|stream_socket_client|download_url)\s*\(/', $code ) ) {
				$found[] = substr( (string) $file, strlen( $folder ) );
			}
		}
		sort( $found );
		// The site itself; addresses that somebody typed; the provider; the owner's vector store.
		$this->assertSame( array( 'Health/Loopback_Client.php', 'Http/Pinned_Request.php', 'Http/Stream.php', 'Knowledge/Vectors/Client.php' ), $found );
	}

	/**
	 * @dataProvider public_addresses
	 */
	public function test_public_addresses_are_public( string $ip ): void {
		$this->assertTrue( Address::is_public( $ip ) );
	}

	public function public_addresses(): array {
		return array_map( static fn( string $ip ) => array( $ip ), array( '1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255', '2606:4700::1111', '2a00:1450:4001::1', '2001:4860:4860::8888', '2001:200::1', '2003::1' ) );
	}

	/**
	 * @dataProvider spellings
	 */
	public function test_an_address_has_one_spelling( string $written, string $text ): void {
		$this->assertSame( $text, Url::parse( $written )->text() );
	}

	public function spellings(): array {
		return array(
			'case'          => array( 'HTTPS://Shop.Example.COM/A', 'https://shop.example.com/A' ),
			'no path'       => array( 'http://example.com?q=1', 'http://example.com/?q=1' ),
			'own port'      => array( 'https://example.com:443/', 'https://example.com/' ),
			'other port'    => array( 'https://example.com:80/', 'https://example.com:80/' ),
			'fragment'      => array( 'http://example.com/a#b', 'http://example.com/a' ),
			'umlaut'        => array( 'http://bücher.example/ä', 'http://xn--bcher-kva.example/%C3%A4' ),
			'IPv6'          => array( 'http://[2606:4700:0:0::1111]/', 'http://[2606:4700::1111]/' ),
			'dots'          => array( 'http://example.com/a/./b/../../c/..?d/../e', 'http://example.com/?d/../e' ),
			'dots too many' => array( 'http://example.com/../../a', 'http://example.com/a' ),
			'at in a path'  => array( 'http://example.com/@me', 'http://example.com/@me' ),
		);
	}

	private function exempt_the_web(): void {
		$this->exemptions = array( '127.0.0.1:' . self::$web->port );
	}

	private function assertFailed( string $code, Fetched|WP_Error $fetched ): void {
		$this->assertInstanceOf( WP_Error::class, $fetched );
		$this->assertSame( $code, $fetched->get_error_code() );
	}
}
