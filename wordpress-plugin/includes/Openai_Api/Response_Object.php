<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Provider\Event;
use MxChat\Provider\Schema_Object;

/**
 * An answer as Responses shows it: the whole object, and the events in which it comes.
 */
final class Response_Object {

	private readonly string $message_id;
	private string $text   = '';
	private int $sequence  = 0;

	public function __construct(
		private readonly string $id,
		private readonly int $created_at,
		private readonly Response_Request $request,
	) {
		$this->message_id = 'msg_' . bin2hex( random_bytes( 16 ) );
	}

	/**
	 * @return array<string,mixed>
	 */
	public function whole( Exchange_Result $result ): array {
		$output = $result->text === '' ? array() : array( $this->message( 'completed', $result->text, $result->annotations() ) );
		foreach ( $result->calls as $call ) {
			$output[] = self::call( $call, 'completed' );
		}
		$status = match ( true ) {
			$result->failure !== null    => 'failed',
			$result->finish === 'length' => 'incomplete',
			default                      => 'completed',
		};
		return $this->head( $status, $output ) + array(
			'error'              => $result->failure === null ? null : array( 'code' => 'server_error', 'message' => $result->failure->visitor_text() ),
			'incomplete_details' => $status === 'incomplete' ? array( 'reason' => 'max_output_tokens' ) : null,
			'usage'              => array(
				'input_tokens'          => $result->input_tokens,
				'input_tokens_details'  => array( 'cached_tokens' => 0, 'cache_write_tokens' => 0 ),
				'output_tokens'         => $result->output_tokens,
				'output_tokens_details' => array( 'reasoning_tokens' => 0 ),
				'total_tokens'          => $result->input_tokens + $result->output_tokens,
			),
		);
	}

	/**
	 * @return \Generator<int,array<string,mixed>>
	 */
	public function begun(): \Generator {
		$response = $this->head( 'in_progress', array() ) + array( 'error' => null, 'incomplete_details' => null, 'usage' => null );
		yield $this->event( 'response.created', array( 'response' => $response ) );
		yield $this->event( 'response.in_progress', array( 'response' => $response ) );
	}

	/**
	 * @return \Generator<int,array<string,mixed>>
	 */
	public function text( string $delta ): \Generator {
		if ( $this->text === '' ) {
			yield $this->event( 'response.output_item.added', array( 'output_index' => 0, 'item' => array_replace( $this->message( 'in_progress', '', array() ), array( 'content' => array() ) ) ) );
			yield $this->event( 'response.content_part.added', $this->place() + array( 'part' => self::part( '', array() ) ) );
		}
		$this->text .= $delta;
		yield $this->event( 'response.output_text.delta', $this->place() + array( 'delta' => $delta, 'logprobs' => array() ) );
	}

	/**
	 * @param array<string,mixed> $whole
	 * @return \Generator<int,array<string,mixed>>
	 */
	public function ended( Exchange_Result $result, array $whole ): \Generator {
		if ( $this->text !== '' ) {
			$part = self::part( $this->text, $result->annotations() );
			foreach ( $result->annotations() as $number => $annotation ) {
				yield $this->event( 'response.output_text.annotation.added', $this->place() + array( 'annotation_index' => $number, 'annotation' => $annotation ) );
			}
			yield $this->event( 'response.output_text.done', $this->place() + array( 'text' => $this->text, 'logprobs' => array() ) );
			yield $this->event( 'response.content_part.done', $this->place() + array( 'part' => $part ) );
			yield $this->event( 'response.output_item.done', array( 'output_index' => 0, 'item' => $this->message( 'completed', $this->text, $result->annotations() ) ) );
		}
		foreach ( $result->calls as $number => $call ) {
			yield from $this->called( $call, $number + ( $this->text === '' ? 0 : 1 ) );
		}
		yield $this->event( 'response.' . $whole['status'], array( 'response' => $whole ) );
	}

	private function called( Event $call, int $place ): \Generator {
		$item = self::call( $call, 'completed' );
		yield $this->event( 'response.output_item.added', array( 'output_index' => $place, 'item' => array_replace( $item, array( 'arguments' => '', 'status' => 'in_progress' ) ) ) );
		yield $this->event( 'response.function_call_arguments.delta', array( 'item_id' => $item['id'], 'output_index' => $place, 'delta' => $call->arguments ) );
		yield $this->event( 'response.function_call_arguments.done', array( 'item_id' => $item['id'], 'output_index' => $place, 'name' => $call->name, 'arguments' => $call->arguments ) );
		yield $this->event( 'response.output_item.done', array( 'output_index' => $place, 'item' => $item ) );
	}

	private function event( string $type, array $data ): array {
		return array( 'type' => $type, 'sequence_number' => $this->sequence++ ) + $data;
	}

	private function place(): array {
		return array( 'item_id' => $this->message_id, 'output_index' => 0, 'content_index' => 0 );
	}

	private function head( string $status, array $output ): array {
		return array(
			'id'                   => $this->id,
			'object'               => 'response',
			'created_at'           => $this->created_at,
			'completed_at'         => $status === 'in_progress' ? null : time(),
			'status'               => $status,
			'background'           => false,
			'instructions'         => $this->request->instructions === '' ? null : $this->request->instructions,
			'max_output_tokens'    => null,
			'model'                => $this->request->call->target->model,
			'output'               => $output,
			'parallel_tool_calls'  => true,
			'previous_response_id' => $this->request->previous_id,
			'reasoning'            => array( 'effort' => null, 'summary' => null ),
			'store'                => $this->request->is_stored,
			'temperature'          => null,
			'text'                 => array( 'format' => array( 'type' => 'text' ) ),
			'tool_choice'          => 'auto',
			'tools'                => array_map( static fn( $tool ) => array( 'type' => 'function', 'name' => $tool->name, 'description' => $tool->description, 'parameters' => Schema_Object::of( $tool->parameters ), 'strict' => $tool->is_strict ), $this->request->call->tools ),
			'top_p'                => null,
			'truncation'           => 'disabled',
			'metadata'             => (object) $this->request->metadata,
		);
	}

	private function message( string $status, string $text, array $annotations ): array {
		return array(
			'id'      => $this->message_id,
			'type'    => 'message',
			'status'  => $status,
			'role'    => 'assistant',
			'content' => array( self::part( $text, $annotations ) ),
		);
	}

	private static function part( string $text, array $annotations ): array {
		return array( 'type' => 'output_text', 'text' => $text, 'annotations' => $annotations, 'logprobs' => array() );
	}

	private static function call( Event $call, string $status ): array {
		return array(
			'id'        => 'fc_' . substr( hash( 'sha256', $call->call_id ), 0, 32 ),
			'type'      => 'function_call',
			'status'    => $status,
			'call_id'   => $call->call_id,
			'name'      => $call->name,
			'arguments' => $call->arguments,
		);
	}
}
