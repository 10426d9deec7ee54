<?php
declare( strict_types=1 );

use MxChat\Embeddings\Question_Cache;
use MxChat\Embeddings\Space;
use MxChat\Embeddings\State_Store;
use MxChat\Jobs\Runner;
use MxChat\Knowledge\Found;
use MxChat\Knowledge\Retriever;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Provider\Breaker_Store;
use MxChat\Provider\Connection;

require_once __DIR__ . '/Upstream.php';

/**
 * A site whose provider is the scripted upstream, and whose vectors are searched in the table.
 */
abstract class Embedding_Test_Case extends Site_Test_Case {

	protected const MODEL = 'embed-a';

	protected Upstream $upstream;

	/** @var callable */
	private $connect;

	protected function setUp(): void {
		parent::setUp();
		$this->upstream = Upstream::start( array( 'embedding_dimensions' => array( 'embed-a' => 64, 'embed-b' => 32 ) ) );
		$this->connect  = fn() => new Connection( base_url: $this->upstream->url, mode: 'chat' );
		add_filter( 'mxchat_connection', $this->connect );
		update_option( 'mxchat_settings', array( 'vector_store' => array( 'kind' => 'table' ) ) );
		$this->forget();
		ini_set( 'error_log', '/dev/null' );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_connection', $this->connect );
		$this->forget();
		ini_restore( 'error_log' );
		parent::tearDown();
	}

	/**
	 * Embeds all that is known, as the owner's choice and the job do.
	 */
	protected function embed_with( string $model = self::MODEL, ?int $dimensions = null ): WP_REST_Response {
		$response = $this->choose( $model, $dimensions );
		$this->assertSame( 202, $response->get_status() );
		Runner::run( 10 );
		$this->assertSame( $model, State_Store::serving()?->model );
		$this->upstream->clear_journal();
		return $response;
	}

	protected function choose( string $model, ?int $dimensions = null ): WP_REST_Response {
		return $this->as_owner( 'POST', '/embeddings/model', array( 'model' => $model, 'dimensions' => $dimensions ) );
	}

	protected function as_owner( string $method, string $path, array $params = array() ): WP_REST_Response {
		wp_set_current_user( 1 );
		$response = $this->request( $method, $path, $params );
		wp_set_current_user( 0 );
		return $response;
	}

	protected function find( string $question ): Found {
		Question_Cache::forget();
		return Retriever::find( $question, 'default', spender: 'ip:test' );
	}

	/**
	 * The texts that were sent to be embedded, by request.
	 *
	 * @return array<int,string[]>
	 */
	protected function sent(): array {
		return array_map( static fn( array $entry ) => $entry['body']['input'], $this->upstream->journal( '^/embeddings$' ) );
	}

	protected function count_vectors( ?Space $space = null ): int {
		$space ??= State_Store::serving();
		return Store::count( $space->collection() );
	}

	protected function collections(): int {
		return count( array_filter( Store::collections(), static fn( Collection $collection ) => Store::count( $collection ) > 0 ) );
	}

	/**
	 * The host is called again, although it has failed.
	 */
	protected function close_breaker(): void {
		Breaker_Store::forget( ( new Connection( base_url: $this->upstream->url ) )->host_key() );
	}

	private function forget(): void {
		State_Store::switch_off();
		Question_Cache::forget();
		$this->close_breaker();
	}
}
