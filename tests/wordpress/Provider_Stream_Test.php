<?php
declare( strict_types=1 );

use MxChat\Http\Stream;
use MxChat\Provider\Deadline;

require_once __DIR__ . '/Provider_Test_Case.php';

/**
 * A request whose answer is read as it comes, through WordPress.
 */
final class Provider_Stream_Test extends Provider_Test_Case {

	private function stream( array $step, string $marker = '', float $seconds = 10.0 ): Stream {
		$this->upstream->script( $step + array( 'contains' => $marker ) );
		$body = array( 'model' => 'm', 'stream' => true, 'input' => "x$marker" );
		return new Stream(
			$this->upstream->url . '/responses',
			array( 'method' => 'POST', 'timeout' => $seconds, 'redirection' => 0, 'body' => wp_json_encode( $body ), 'headers' => array( 'Content-Type' => 'application/json', 'Authorization' => 'Bearer ' . self::KEY ) ),
			Deadline::after( $seconds )
		);
	}

	public function test_bytes_come_when_they_are_sent_and_the_status_is_known_with_them(): void {
		$stream = $this->stream( array( 'text' => str_repeat( 'word ', 200 ), 'delay_ms' => 50 ) );
		foreach ( $stream->chunks() as $bytes ) {
			if ( str_contains( $bytes, 'output_text.delta' ) ) {
				$this->assertSame( 200, $stream->status() );
				$this->assertNull( $this->upstream->journal()[0]['ended_at'], 'The model still speaks.' );
				return;
			}
		}
		$this->fail( 'No word has come.' );
	}

	public function test_two_streams_and_other_requests_go_on_side_by_side(): void {
		$texts   = array( 'a' => '', 'b' => '' );
		$running = array();
		foreach ( $texts as $name => $text ) {
			$running[ $name ] = $this->stream( array( 'text' => "$name one $name two $name three", 'delay_ms' => 30 ), "-$name-" )->chunks();
		}
		$filters = $GLOBALS['wp_current_filter'];
		while ( $running ) {
			foreach ( $running as $name => $chunks ) {
				$texts[ $name ] .= $chunks->current();
				$chunks->next();
				if ( ! $chunks->valid() ) {
					unset( $running[ $name ] );
				}
			}
			$this->assertSame( 200, wp_remote_retrieve_response_code( wp_remote_get( $this->upstream->url . '/models', array( 'headers' => array( 'Authorization' => 'Bearer ' . self::KEY ) ) ) ) );
			$this->assertSame( $filters, $GLOBALS['wp_current_filter'] );
		}
		foreach ( $texts as $name => $text ) {
			$this->assertSame( 6, substr_count( $text, '"response.output_text.delta",' ) );
			$this->assertStringContainsString( "$name one $name two $name three", $text );
		}
		$this->assertFalse( has_action( 'requests-requests.before_request' ) );
	}

	public function test_without_curl_bytes_come_too_and_leaving_closes_the_connection(): void {
		$plain = static function ( $url, $headers, $data, $type, &$options ): void {
			$options['transport']        = WpOrg\Requests\Transport\Fsockopen::class;
			$options['protocol_version'] = 1.0;
		};
		add_action( 'requests-requests.before_request', $plain, 10, 5 );
		$chunks = $this->stream( array( 'text' => 'one two three four five', 'delay_ms' => 300 ) )->chunks();
		$text   = '';
		foreach ( $chunks as $bytes ) {
			$text .= $bytes;
			if ( str_contains( $text, 'two' ) ) {
				break;
			}
		}
		unset( $chunks );
		remove_action( 'requests-requests.before_request', $plain );
		$this->assertStringNotContainsString( 'four', $text );
		$this->assertTrue( $this->upstream->wait_until( static fn( array $journal ) => $journal[0]['client_gone_at'] !== null ) );
	}

	public function test_an_answer_that_cannot_be_decoded_is_not_asked_for_twice(): void {
		$chunks = $this->stream( array( 'garbage' => 'no gzip', 'headers' => array( 'Content-Encoding' => 'gzip' ) ) )->chunks();
		$this->assertStringContainsString( 'no gzip', implode( '', iterator_to_array( $chunks, false ) ) );
		$this->assertCount( 1, $this->upstream->journal() );
	}

	public function test_no_filter_switches_the_check_of_certificates_off(): void {
		$seen = array();
		$look = static function ( $url, $headers, $data, $type, &$options ) use ( &$seen ): void {
			$options['verify']     = false;
			$options['verifyname'] = false;
			$options['hooks']->register( 'curl.after_send', static function () use ( &$seen, &$options ): void {
				$seen[] = array( $options['verify'] !== false, $options['verifyname'] );
			} );
		};
		add_action( 'requests-requests.before_request', $look, 10, 5 );
		iterator_to_array( $this->stream( array( 'text' => 'x' ) )->chunks(), false );
		remove_action( 'requests-requests.before_request', $look );
		$this->assertSame( array( array( true, true ) ), $seen );
	}

	public function test_an_error_within_the_reader_closes_the_connection(): void {
		try {
			foreach ( $this->stream( array( 'text' => str_repeat( 'word ', 200 ), 'delay_ms' => 50 ) )->chunks() as $bytes ) {
				if ( $bytes !== '' ) {
					throw new DomainException( 'The reader failed.' );
				}
			}
		} catch ( DomainException ) {
			$this->assertTrue( $this->upstream->wait_until( static fn( array $journal ) => $journal[0]['client_gone_at'] !== null ) );
		}
	}
}
