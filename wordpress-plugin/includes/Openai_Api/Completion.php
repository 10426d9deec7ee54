<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Provider\Event;

/**
 * An answer as Chat Completions shows it, whole and in pieces.
 */
final class Completion {

	public function __construct(
		private readonly string $id,
		private readonly int $created,
		private readonly string $model,
	) {}

	public function whole( Exchange_Result $result ): array {
		$message = array(
			'role'        => 'assistant',
			'content'     => $result->text === '' && $result->calls ? null : $result->text,
			'refusal'     => null,
			'annotations' => array_map( array( self::class, 'annotation' ), $result->annotations() ),
		);
		if ( $result->calls ) {
			$message['tool_calls'] = array_map( array( self::class, 'call' ), $result->calls );
		}
		return $this->head( 'chat.completion' ) + array(
			'choices' => array(
				array(
					'index'         => 0,
					'message'       => $message,
					'logprobs'      => null,
					'finish_reason' => $this->finish( $result ),
				),
			),
			'usage'   => self::usage( $result ),
		);
	}

	public function chunk( array $delta, ?string $finish = null ): array {
		return $this->head( 'chat.completion.chunk' ) + array(
			'choices' => array(
				array(
					'index'         => 0,
					'delta'         => $delta ? $delta : new \stdClass(),
					'logprobs'      => null,
					'finish_reason' => $finish,
				),
			),
		);
	}

	public function usage_chunk( Exchange_Result $result ): array {
		return $this->head( 'chat.completion.chunk' ) + array( 'choices' => array(), 'usage' => self::usage( $result ) );
	}

	public function finish( Exchange_Result $result ): string {
		return match ( true ) {
			$result->calls !== array()      => 'tool_calls',
			$result->finish === 'length'    => 'length',
			$result->finish === 'refused'   => 'content_filter',
			default                         => 'stop',
		};
	}

	public static function call( Event $call ): array {
		return array(
			'id'       => $call->call_id,
			'type'     => 'function',
			'function' => array(
				'name'      => $call->name,
				'arguments' => $call->arguments,
			),
		);
	}

	/**
	 * Chat Completions puts what is cited under its type.
	 */
	public static function annotation( array $annotation ): array {
		return array( 'type' => 'url_citation', 'url_citation' => array_diff_key( $annotation, array( 'type' => 0 ) ) );
	}

	private function head( string $object ): array {
		return array(
			'id'                 => $this->id,
			'object'             => $object,
			'created'            => $this->created,
			'model'              => $this->model,
			'system_fingerprint' => null,
		);
	}

	private static function usage( Exchange_Result $result ): array {
		return array(
			'prompt_tokens'     => $result->input_tokens,
			'completion_tokens' => $result->output_tokens,
			'total_tokens'      => $result->input_tokens + $result->output_tokens,
		);
	}
}
