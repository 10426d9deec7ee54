<?php
declare( strict_types=1 );

use MxChat\Api_Access\Site_Health;

final class Site_Health_Test extends Site_Test_Case {

	/** @var array<int,array{url:string,arguments:array}> */
	private array $asked = array();

	/** @var array|WP_Error */
	private mixed $answer;

	protected function setUp(): void {
		parent::setUp();
		add_filter( 'pre_http_request', array( $this, 'answer' ), 10, 3 );
	}

	protected function tearDown(): void {
		remove_filter( 'pre_http_request', array( $this, 'answer' ) );
		parent::tearDown();
	}

	public function answer( mixed $response, array $arguments, string $url ): mixed {
		$this->asked[] = compact( 'url', 'arguments' );
		return $this->answer;
	}

	public function test_the_header_is_sent_through_the_web_server(): void {
		$this->answer = $this->body( '{"received":true}' );
		$this->assertSame( 'good', Site_Health::result()['status'] );
		$this->assertSame( array( rest_url( 'mxchat/v1/authorization' ) ), array_column( $this->asked, 'url' ) );
		$this->assertStringStartsWith( 'Bearer ', $this->asked[0]['arguments']['headers']['Authorization'] );
	}

	public function test_a_stripped_header_is_critical_where_a_token_waits_for_it(): void {
		$this->answer = $this->body( '{"received":false}' );
		$this->assertSame( 'recommended', Site_Health::result()['status'] );
		$this->mint_token( array( 'chat:write' ) );
		$this->assertSame( 'critical', Site_Health::result()['status'] );
	}

	public function test_a_site_that_does_not_answer_is_not_called_broken(): void {
		foreach ( array( new WP_Error( 'timeout' ), $this->body( '<html>', 403 ), $this->body( '{"received":"yes"}' ) ) as $this->answer ) {
			$this->assertStringContainsString( 'could not be checked', Site_Health::result()['label'] );
		}
	}

	public function test_wordpress_lists_the_test(): void {
		$test = apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) )['async']['mxchat_authorization'];
		$this->assertSame( rest_url( 'mxchat/v1/authorization/test' ), $test['test'] );
		$this->answer = $this->body( '{"received":true}' );
		wp_set_current_user( 1 );
		$this->assertSame( 'good', $this->request( 'GET', '/authorization/test' )->get_data()['status'] );
	}

	public function test_the_route_sees_the_header_and_nothing_more(): void {
		$this->assertSame( array( 'received' => false ), $this->request( 'GET', '/authorization' )->get_data() );
		$this->assertSame( array( 'received' => true ), $this->request( 'GET', '/authorization', array(), array( 'Authorization' => 'Bearer x' ) )->get_data() );
	}

	private function body( string $body, int $status = 200 ): array {
		return array(
			'headers'  => array(),
			'body'     => $body,
			'response' => array( 'code' => $status, 'message' => '' ),
			'cookies'  => array(),
		);
	}
}
