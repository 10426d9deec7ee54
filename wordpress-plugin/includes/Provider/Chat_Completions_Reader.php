<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * Makes our events of the chunks of the Chat Completions API.
 */
final class Chat_Completions_Reader {

	private bool $has_begun = false;
	private string $finish  = '';
	private mixed $usage    = null;
	/** @var array<int,array{id:string,name:string,arguments:string}> */
	private array $calls = array();

	/**
	 * Whether the host has begun to answer: then nothing is tried again.
	 */
	public function has_begun(): bool {
		return $this->has_begun;
	}

	public function has_finished(): bool {
		return $this->finish !== '';
	}

	/**
	 * @return \Generator<int,Event,mixed,?Failure> Returns a failure that has not been told.
	 */
	public function read( array $json ): \Generator {
		if ( isset( $json['error'] ) || ( $json['type'] ?? '' ) === 'error' ) {
			return Error_Reader::of_event( $json );
		}
		$this->has_begun = true;
		$this->usage     = $json['usage'] ?? $this->usage;
		$choice          = is_array( $json['choices'][0] ?? null ) ? $json['choices'][0] : array();
		yield from $this->message( is_array( $choice['delta'] ?? null ) ? $choice['delta'] : array() );
		$this->finish = is_string( $choice['finish_reason'] ?? null ) ? $choice['finish_reason'] : $this->finish;
		return null;
	}

	/**
	 * A completion that came in one piece.
	 *
	 * @return \Generator<int,Event,mixed,?Failure>
	 */
	public function whole( array $json ): \Generator {
		if ( ! is_array( $json['choices'][0]['message'] ?? null ) ) {
			return isset( $json['error'] ) ? Error_Reader::of_event( $json ) : Failure::of( 'garbled', detail: 'The answer is no completion.' );
		}
		$this->has_begun = true;
		$this->usage     = $json['usage'] ?? null;
		$this->finish    = (string) ( $json['choices'][0]['finish_reason'] ?? 'stop' );
		yield from $this->message( $json['choices'][0]['message'] );
		return yield from $this->end( true );
	}

	/**
	 * The calls, the count of tokens and the last event.
	 *
	 * @param bool $is_told Whether the host has said that this is the end.
	 * @return \Generator<int,Event,mixed,?Failure>
	 */
	public function end( bool $is_told ): \Generator {
		if ( $this->finish === '' && ( ! $is_told || ! $this->has_begun ) ) {
			return Failure::of( 'cut', detail: 'The stream ended without its last event.' );
		}
		$finish = match ( $this->finish ) {
			'length'         => 'length',
			'content_filter' => 'filter',
			default          => $this->calls ? 'calls' : 'stop',
		};
		if ( $finish === 'calls' ) {
			foreach ( $this->calls as $call ) {
				yield Event::call( $call['id'] ?: 'call_' . bin2hex( random_bytes( 12 ) ), $call['name'], $call['arguments'] ?: '{}' );
			}
		}
		yield Event::usage( Usage::read( $this->usage ) );
		yield Event::done( $finish );
		return null;
	}

	/**
	 * A message, or the next piece of one.
	 */
	private function message( array $message ): \Generator {
		$text = self::text( $message['content'] ?? null );
		if ( $text !== '' ) {
			yield Event::text( $text );
		}
		if ( is_string( $message['refusal'] ?? null ) && $message['refusal'] !== '' ) {
			yield Event::refusal( $message['refusal'] );
		}
		foreach ( is_array( $message['tool_calls'] ?? null ) ? $message['tool_calls'] : array() as $position => $call ) {
			if ( is_array( $call ) ) {
				$this->add_call( $call, is_int( $call['index'] ?? null ) ? $call['index'] : (int) $position );
			}
		}
	}

	/**
	 * Some hosts send a list of parts, and what the model thought among them.
	 */
	private static function text( mixed $content ): string {
		$parts = is_array( $content ) ? $content : array( array( 'type' => 'text', 'text' => $content ) );
		$texts = array_map( static fn( mixed $part ) => is_array( $part ) && ( $part['type'] ?? '' ) === 'text' && is_string( $part['text'] ?? null ) ? $part['text'] : '', $parts );
		return implode( '', $texts );
	}

	/**
	 * Id and name come with the first piece, the arguments in pieces. Some hosts number every call 0.
	 */
	private function add_call( array $piece, int $index ): void {
		$id = is_string( $piece['id'] ?? null ) ? $piece['id'] : '';
		if ( $id !== '' && isset( $this->calls[ $index ] ) && $this->calls[ $index ]['id'] !== $id ) {
			$index = max( array_keys( $this->calls ) ) + 1;
		} elseif ( $id === '' && $this->calls && ! isset( $this->calls[ $index ] ) && ! isset( $piece['function']['name'] ) ) {
			$index = max( array_keys( $this->calls ) );
		}
		$call      = $this->calls[ $index ] ?? array( 'id' => $id, 'name' => '', 'arguments' => '' );
		$arguments = $piece['function']['arguments'] ?? '';
		$call['name']        = $call['name'] ?: (string) ( $piece['function']['name'] ?? '' );
		$call['arguments']  .= is_string( $arguments ) ? $arguments : (string) wp_json_encode( $arguments ?: new \stdClass() );
		$this->calls[ $index ] = $call;
	}
}
