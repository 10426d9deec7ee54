<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The routes of an Assistants server, version 2.
 */
final class Legacy_Server {

	private const VERSION_HEADER = array( 'OpenAI-Beta' => 'assistants=v2' );

	private readonly Connection $connection;

	/** @var array{0:string,1:string}|null Thread and id of the run that was started last. */
	private ?array $last_run = null;

	public function __construct( Connection $connection ) {
		$this->connection = self::versioned( $connection );
	}

	/**
	 * The connection with the header that every call to such a server needs.
	 */
	public static function versioned( Connection $connection ): Connection {
		return new Connection( $connection->base_url, 'assistants', $connection->key, self::VERSION_HEADER + $connection->headers );
	}

	/**
	 * @param Item[] $items
	 */
	public function create_thread( array $items, Deadline $deadline ): string|Failure {
		$messages = array_map( array( self::class, 'message' ), self::said( $items ) );
		return self::id_of( $this->post( '/threads', array( 'messages' => $messages ), $deadline ) );
	}

	/**
	 * @param Item[] $items
	 */
	public function add_messages( string $thread_id, array $items, Deadline $deadline ): ?Failure {
		foreach ( self::said( $items ) as $item ) {
			$added = $this->post( self::thread( $thread_id ) . '/messages', self::message( $item ), $deadline );
			if ( $added instanceof Failure ) {
				return $added;
			}
		}
		return null;
	}

	public function start_run( string $thread_id, Model_Request $request, Deadline $deadline ): array|Failure {
		$assistant_id = $this->assistant( $request->model, $deadline, false );
		if ( $assistant_id instanceof Failure ) {
			return $assistant_id;
		}
		$run = $this->post( self::thread( $thread_id ) . '/runs', self::run_body( $assistant_id, $request ), $deadline );
		if ( $run instanceof Failure && $run->kind === 'not_found' && ! self::is_assistant( $request->model ) ) {
			// The assistant that was made there is gone: another one takes its place.
			$assistant_id = $this->assistant( $request->model, $deadline, true );
			$run          = $assistant_id instanceof Failure ? $assistant_id : $this->post( self::thread( $thread_id ) . '/runs', self::run_body( $assistant_id, $request ), $deadline );
		}
		return $this->noted( $run, $thread_id );
	}

	/**
	 * @param Item[] $outputs All of the round.
	 */
	public function submit( string $thread_id, string $run_id, array $outputs, Deadline $deadline ): array|Failure {
		$body = array(
			'tool_outputs' => array_map( static fn( Item $item ) => array( 'tool_call_id' => $item->call_id, 'output' => $item->output ), $outputs ),
		);
		return $this->noted( $this->post( self::run_path( $thread_id, $run_id ) . '/submit_tool_outputs', $body, $deadline ), $thread_id );
	}

	public function run( string $thread_id, string $run_id, Deadline $deadline ): array|Failure {
		$reply = Client::get( $this->connection, self::run_path( $thread_id, $run_id ), $deadline );
		return $reply instanceof Failure ? $reply : $reply->json;
	}

	public function cancel( string $thread_id, string $run_id, Deadline $deadline ): void {
		$this->post( self::run_path( $thread_id, $run_id ) . '/cancel', array(), $deadline );
	}

	public function cancel_last_run( Deadline $deadline ): void {
		if ( $this->last_run !== null ) {
			$this->cancel( ...array( ...$this->last_run, $deadline ) );
		}
	}

	/**
	 * What the run has said, in one text.
	 */
	public function answer( string $thread_id, string $run_id, Deadline $deadline ): string|Failure {
		$reply = Client::get( $this->connection, self::thread( $thread_id ) . '/messages?order=asc&limit=100&run_id=' . rawurlencode( $run_id ), $deadline );
		if ( $reply instanceof Failure ) {
			return $reply;
		}
		$texts = array();
		foreach ( (array) ( $reply->json['data'] ?? array() ) as $message ) {
			// Some servers do not know the filter by run.
			if ( ( $message['role'] ?? '' ) === 'assistant' && ( $message['run_id'] ?? $run_id ) === $run_id ) {
				foreach ( (array) ( $message['content'] ?? array() ) as $part ) {
					$texts[] = (string) ( $part['text']['value'] ?? '' );
				}
			}
		}
		return implode( "\n\n", array_filter( $texts, static fn( string $text ) => $text !== '' ) );
	}

	private function assistant( string $model, Deadline $deadline, bool $is_new ): string|Failure {
		if ( self::is_assistant( $model ) ) {
			return $model;
		}
		$known = $is_new ? null : Legacy_Assistant_Store::find( $this->connection->base_url );
		if ( $known !== null ) {
			return $known;
		}
		$id = self::id_of( $this->post( '/assistants', array( 'model' => $model, 'name' => 'MxChat' ), $deadline ) );
		if ( is_string( $id ) ) {
			Legacy_Assistant_Store::save( $this->connection->base_url, $id );
		}
		return $id;
	}

	private static function is_assistant( string $model ): bool {
		return str_starts_with( $model, 'asst_' );
	}

	private static function run_body( string $assistant_id, Model_Request $request ): array {
		$is_own = self::is_assistant( $request->model );
		$body   = array(
			'assistant_id'            => $assistant_id,
			'model'                   => $is_own ? null : $request->model,
			'instructions'            => $request->instructions === '' ? null : $request->instructions,
			'additional_instructions' => self::context( $request->items ) ?: null,
			'max_completion_tokens'   => $request->max_output_tokens,
			'temperature'             => $request->temperature,
			'tools'                   => array_map( array( self::class, 'tool' ), $request->tools ) ?: null,
			'tool_choice'             => $request->tools ? self::tool_choice( $request->tool_choice ) : null,
			'parallel_tool_calls'     => $request->tools ? $request->has_parallel_calls : null,
			'response_format'         => self::response_format( $request->response_format ),
		);
		return array_filter( $body, static fn( mixed $value ) => $value !== null );
	}

	/**
	 * What is told to the assistant beside the conversation goes with the run, so that it does not pile up in the thread.
	 *
	 * @param Item[] $items
	 */
	private static function context( array $items ): string {
		$told = array_filter( $items, static fn( Item $item ) => $item->type === Item::MESSAGE && $item->role === 'developer' );
		return implode( "\n\n", array_map( static fn( Item $item ) => $item->text, $told ) );
	}

	/**
	 * @param Item[] $items
	 * @return list<Item>
	 */
	private static function said( array $items ): array {
		return array_values( array_filter( $items, static fn( Item $item ) => $item->type === Item::MESSAGE && $item->role !== 'developer' ) );
	}

	private static function message( Item $item ): array {
		return array( 'role' => $item->role, 'content' => $item->text );
	}

	private static function tool( Tool_Spec $tool ): array {
		return array(
			'type'     => 'function',
			'function' => array(
				'name'        => $tool->name,
				'description' => $tool->description,
				'parameters'  => Schema_Object::of( $tool->parameters ),
				'strict'      => $tool->is_strict,
			),
		);
	}

	private static function tool_choice( string $choice ): string|array {
		return in_array( $choice, array( 'auto', 'none', 'required' ), true ) ? $choice : array( 'type' => 'function', 'function' => array( 'name' => $choice ) );
	}

	private static function response_format( ?array $format ): ?array {
		return ( $format['type'] ?? '' ) === 'json_schema'
			? array( 'type' => 'json_schema', 'json_schema' => array_diff_key( $format, array( 'type' => 0 ) ) )
			: $format;
	}

	private function noted( array|Failure $run, string $thread_id ): array|Failure {
		if ( $run instanceof Failure ) {
			return $run;
		}
		if ( ! is_string( $run['id'] ?? null ) ) {
			return Failure::of( 'garbled', detail: 'The run has no id.' );
		}
		$this->last_run = array( $thread_id, $run['id'] );
		return array( 'thread_id' => $thread_id ) + $run;
	}

	private static function id_of( array|Failure $made ): string|Failure {
		if ( $made instanceof Failure ) {
			return $made;
		}
		return is_string( $made['id'] ?? null ) ? $made['id'] : Failure::of( 'garbled', detail: 'What was made has no id.' );
	}

	private function post( string $path, array $body, Deadline $deadline ): array|Failure {
		$reply = Client::post( $this->connection, $path, $body, $deadline );
		return $reply instanceof Failure ? $reply : $reply->json;
	}

	private static function thread( string $thread_id ): string {
		return '/threads/' . rawurlencode( $thread_id );
	}

	private static function run_path( string $thread_id, string $run_id ): string {
		return self::thread( $thread_id ) . '/runs/' . rawurlencode( $run_id );
	}
}
