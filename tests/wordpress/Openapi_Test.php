<?php
declare( strict_types=1 );

use MxChat\Rest\Routes;

final class Openapi_Test extends Site_Test_Case {

	public function test_anybody_may_read_and_keep_the_document(): void {
		$response = $this->request( 'GET', '/openapi.json' );
		$this->assertSame( 200, $response->get_status() );
		$this->assertSame( 'public, max-age=300', $response->get_headers()['Cache-Control'] );
		$this->assertSame( '3.1.0', $response->get_data()['openapi'] );
		$this->assertSame( untrailingslashit( rest_url() ), $response->get_data()['servers'][0]['url'] );
	}

	public function test_every_route_is_in_it_once(): void {
		$operations = array();
		foreach ( $this->document()['paths'] as $path => $methods ) {
			foreach ( $methods as $method => $operation ) {
				$operations[ strtoupper( $method ) . ' ' . $path ] = $operation['operationId'];
			}
		}
		$this->assertCount( count( Routes::table() ), $operations );
		$this->assertSame( array_unique( $operations ), $operations );
		$this->assertArrayHasKey( 'DELETE /mxchat/v1/transcripts', $operations );
		$this->assertArrayHasKey( 'GET /mxchat/v1/sessions/{session_id}/messages', $operations );
		$this->assertArrayHasKey( 'GET /mxchat/v1/openapi.json', $operations );
	}

	public function test_it_says_who_may_come_in(): void {
		$paths = $this->document()['paths'];
		$this->assertSame( array(), $paths['/mxchat/v1/health']['get']['security'] );
		$this->assertSame( array( array( 'token' => array( 'transcripts:read' ) ) ), $paths['/mxchat/v1/transcripts']['get']['security'] );
		$this->assertSame( array( array( 'session' => array() ) ), $paths['/mxchat/v1/chat']['post']['security'] );
		$this->assertSame( array( array( 'owner' => array() ) ), $paths['/mxchat/v1/tokens']['get']['security'] );
	}

	public function test_it_says_where_all_places_may_be_taken(): void {
		$paths = $this->document()['paths'];
		foreach ( array( '/mxchat/v1/chat', '/mxchat/v1/bot/{bot_id}', '/twxchat/v1/query-chatbot', '/mxchat/v1/openai/responses' ) as $path ) {
			$this->assertArrayHasKey( '503', $paths[ $path ]['post']['responses'], $path );
		}
		$this->assertArrayNotHasKey( '503', $paths['/mxchat/v1/sessions']['post']['responses'] );
	}

	public function test_it_says_what_a_route_takes(): void {
		$paths = $this->document()['paths'];
		$limit = array_column( $paths['/mxchat/v1/transcripts']['get']['parameters'], null, 'name' )['limit'];
		$this->assertEquals( array( 'name' => 'limit', 'in' => 'query', 'required' => false, 'schema' => array( 'type' => 'integer', 'minimum' => 1, 'maximum' => 1000, 'default' => 100 ) ), $limit );
		$body = $paths['/mxchat/v1/transcripts']['delete']['requestBody']['content']['application/json']['schema'];
		$this->assertSame( array( 'session_ids' ), $body['required'] );
		$this->assertSame( array( 1, 1000 ), array( $body['properties']['session_ids']['minItems'], $body['properties']['session_ids']['maxItems'] ) );
		$path = $paths['/mxchat/v1/sessions/{session_id}']['delete']['parameters'][0];
		$this->assertSame( array( 'session_id', 'path', true ), array( $path['name'], $path['in'], $path['required'] ) );
	}

	public function test_nothing_of_the_inside_stands_in_it(): void {
		$json = (string) wp_json_encode( $this->document() );
		foreach ( array( 'callback', 'MxChat\\\\', '?P<', '"mxchat":' ) as $inside ) {
			$this->assertStringNotContainsString( $inside, $json );
		}
	}

	private function document(): array {
		return json_decode( (string) wp_json_encode( $this->request( 'GET', '/openapi.json' )->get_data() ), true );
	}
}
