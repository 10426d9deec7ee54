<?php
declare( strict_types=1 );

use MxChat\Provider\Chat_Completions;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Event;
use MxChat\Provider\Failure;
use MxChat\Provider\Item;
use MxChat\Provider\Model_Request;
use MxChat\Provider\Provider;
use MxChat\Provider\Responses;
use MxChat\Settings\Secret;

require_once __DIR__ . '/Upstream.php';

/**
 * A provider at the other end of a real connection.
 */
abstract class Provider_Test_Case extends PHPUnit\Framework\TestCase {

	protected const KEY = 'sk-key-of-the-test';

	/** What must stand in no log and no sentence. */
	protected const QUESTION = 'Where is my violet umbrella?';

	protected Upstream $upstream;
	private string $log;
	private string $log_before;

	protected function setUp(): void {
		Clock::set_right();
		$this->upstream   = Upstream::start( array( 'key' => self::KEY ) );
		$this->log        = (string) tempnam( sys_get_temp_dir(), 'mxchat-log-' );
		$this->log_before = (string) ini_set( 'error_log', $this->log );
		$this->forget_hosts();
	}

	protected function tearDown(): void {
		$this->forget_hosts();
		ini_set( 'error_log', $this->log_before );
		unlink( $this->log );
	}

	protected function forget_hosts(): void {
		global $wpdb;
		array_map( 'delete_option', $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'mxchat\\_breaker\\_%' OR option_name LIKE '%mxchat\\_refused\\_%'" ) );
		wp_cache_flush();
	}

	protected function connection( string $mode = 'responses', array $headers = array() ): Connection {
		return new Connection( $this->upstream->url, $mode, new Secret( self::KEY ), $headers );
	}

	protected function provider( string $mode ): Provider {
		return $mode === 'chat' ? new Chat_Completions( $this->connection( 'chat' ) ) : new Responses( $this->connection( $mode ) );
	}

	protected function request( mixed ...$more ): Model_Request {
		return new Model_Request( ...( $more + array( 'model' => 'scripted-small', 'instructions' => 'Be kind.', 'items' => array( Item::message( 'user', self::QUESTION ) ) ) ) );
	}

	/**
	 * What a provider tells, without the ticks; its pieces of text joined.
	 *
	 * @return array{text:string,refusal:string,calls:array,items:array,usage:?MxChat\Provider\Usage,state:?string,end:string,failure:?Failure}
	 */
	protected function told( Provider $provider, ?Model_Request $request = null, float $seconds = 20.0 ): array {
		$told = array( 'text' => '', 'refusal' => '', 'calls' => array(), 'items' => array(), 'usage' => null, 'state' => null, 'end' => '', 'failure' => null );
		foreach ( $provider->stream( $request ?? $this->request(), Deadline::after( $seconds ) ) as $event ) {
			$this->assertSame( '', $told['end'], 'Something comes after the last event.' );
			match ( $event->type ) {
				Event::TEXT    => $told['text'] .= $event->text,
				Event::REFUSAL => $told['refusal'] .= $event->text,
				Event::CALL    => $told['calls'][] = array( $event->call_id, $event->name, $event->arguments ),
				Event::ITEM    => $told['items'][] = $event->item,
				Event::USAGE   => $told['usage'] = $event->usage,
				Event::STATE   => $told['state'] = $event->host_state,
				Event::DONE    => $told['end'] = $event->finish,
				Event::FAILED  => list( $told['end'], $told['failure'] ) = array( 'failed', $event->failure ),
				Event::TICK    => null,
			};
		}
		return $told;
	}

	/**
	 * What a failure writes into the log.
	 */
	protected function logged( Failure $failure ): string {
		file_put_contents( $this->log, '' );
		$failure->log();
		return (string) file_get_contents( $this->log );
	}

	/**
	 * Nothing of what is secret shows anywhere.
	 */
	protected function assertDiscreet( Failure $failure ): void {
		$shown = $failure->owner_text() . $failure->visitor_text() . $this->logged( $failure ) . print_r( $failure, true );
		foreach ( array( self::KEY, 'umbrella', 'secret sentence', 'Be kind' ) as $secret ) {
			$this->assertStringNotContainsString( $secret, $shown );
		}
		$this->assertStringContainsString( $failure->error_id, $failure->visitor_text() );
		$this->assertStringContainsString( $failure->error_id, $this->logged( $failure ) );
	}
}
