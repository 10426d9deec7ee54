<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * Makes our events of those of the Responses API.
 *
 * Hosts differ: events may lack their name, number or id, deltas may be missing, the last event may be called completed
 * when its response is not. What the response says of itself counts.
 */
final class Responses_Reader {

	private const LAST = array( 'response.completed', 'response.incomplete', 'response.failed', 'response.cancelled' );

	private string $response_id = '';
	private string $text        = '';
	/** What the model said to itself aloud; shown only if it says nothing else. */
	private string $commentary = '';
	private string $text_item  = '';
	private bool $has_refused  = false;
	private bool $has_begun    = false;
	private bool $is_over      = false;
	/** @var array<string,string> Of each item of text. */
	private array $phases = array();
	/** @var array<string,string> Of each item that is a call. */
	private array $arguments = array();
	/** @var array<string,true> */
	private array $call_ids = array();

	/**
	 * @param ?string $host_state What the conversation's last STATE event said.
	 */
	public function __construct( private readonly bool $is_stateful, private readonly ?string $host_state = null ) {}

	/**
	 * Whether the host has begun to answer: then nothing is tried again.
	 */
	public function has_begun(): bool {
		return $this->has_begun;
	}

	public function is_over(): bool {
		return $this->is_over;
	}

	/**
	 * @return \Generator<int,Event,mixed,?Failure> Returns a failure that has not been told.
	 */
	public function read( array $json ): \Generator {
		$type = is_string( $json['type'] ?? null ) ? $json['type'] : '';
		if ( $type === 'error' || ( ! str_starts_with( $type, 'response.' ) && isset( $json['error'] ) ) ) {
			return Error_Reader::of_event( $json );
		}
		$this->has_begun = $this->has_begun || str_starts_with( $type, 'response.' );
		$id              = is_string( $json['item_id'] ?? null ) ? $json['item_id'] : '';
		switch ( $type ) {
			case 'response.created':
			case 'response.in_progress':
			case 'response.queued':
				yield from $this->opened( $json['response']['id'] ?? null );
				break;
			case 'response.output_item.added':
				$this->phases[ (string) ( $json['item']['id'] ?? '' ) ] = (string) ( $json['item']['phase'] ?? '' );
				break;
			case 'response.output_text.delta':
				yield from $this->said( $id, $json['delta'] ?? null );
				break;
			case 'response.refusal.delta':
				yield from $this->refused( $json['delta'] ?? null );
				break;
			case 'response.function_call_arguments.delta':
				$this->arguments[ $id ] = ( $this->arguments[ $id ] ?? '' ) . ( is_string( $json['delta'] ?? null ) ? $json['delta'] : '' );
				break;
			case 'response.output_item.done':
				yield from $this->item( is_array( $json['item'] ?? null ) ? $json['item'] : array() );
				break;
			default:
				if ( in_array( $type, self::LAST, true ) ) {
					return yield from $this->last( is_array( $json['response'] ?? null ) ? $json['response'] : array(), substr( $type, 9 ) );
				}
		}
		return null;
	}

	/**
	 * A response that came in one piece.
	 *
	 * @return \Generator<int,Event,mixed,?Failure>
	 */
	public function whole( array $json ): \Generator {
		if ( ! is_array( $json['output'] ?? null ) && ! is_string( $json['status'] ?? null ) ) {
			return isset( $json['error'] ) ? Error_Reader::of_event( $json ) : Failure::of( 'garbled', detail: 'The answer is no response.' );
		}
		$this->has_begun = true;
		foreach ( (array) ( $json['output'] ?? array() ) as $item ) {
			if ( is_array( $item ) ) {
				$this->phases[ (string) ( $item['id'] ?? '' ) ] = (string) ( $item['phase'] ?? '' );
				yield from $this->item( $item );
			}
		}
		return yield from $this->last( $json, 'completed' );
	}

	private function opened( mixed $response_id ): \Generator {
		if ( $this->is_stateful && $this->response_id === '' && is_string( $response_id ) ) {
			$this->response_id = $response_id;
			yield Event::state( Responses_State::write_open( $response_id, $this->host_state ) );
		}
	}

	private function said( string $item_id, mixed $text ): \Generator {
		if ( ! is_string( $text ) || $text === '' ) {
			return;
		}
		if ( ( $this->phases[ $item_id ] ?? '' ) === 'commentary' ) {
			$this->commentary .= $text;
			return;
		}
		$is_next_message = $this->text !== '' && $item_id !== $this->text_item;
		$this->text_item = $item_id;
		$this->text     .= ( $is_next_message ? "\n\n" : '' ) . $text;
		yield Event::text( ( $is_next_message ? "\n\n" : '' ) . $text );
	}

	private function refused( mixed $text ): \Generator {
		if ( is_string( $text ) && $text !== '' ) {
			$this->has_refused = true;
			yield Event::refusal( $text );
		}
	}

	/**
	 * A whole item. Its text counts only where no deltas came.
	 */
	private function item( array $item ): \Generator {
		$id = (string) ( $item['id'] ?? '' );
		switch ( $item['type'] ?? '' ) {
			case 'function_call':
				yield from $this->call( $item, $id );
				break;
			case 'reasoning':
				if ( ! $this->is_stateful ) {
					yield Event::item( $item );
				}
				break;
			case 'message':
				if ( $this->text === '' && $this->commentary === '' && ! $this->has_refused ) {
					yield from $this->parts( $id, $item['content'] ?? null );
				}
		}
	}

	private function parts( string $item_id, mixed $parts ): \Generator {
		foreach ( is_array( $parts ) ? $parts : array() as $part ) {
			yield from match ( $part['type'] ?? '' ) {
				'output_text', 'text' => $this->said( $item_id, $part['text'] ?? null ),
				'refusal'             => $this->refused( $part['refusal'] ?? null ),
				default               => array(),
			};
		}
	}

	/**
	 * A call that was cut off at the limit of tokens is none.
	 */
	private function call( array $item, string $id ): \Generator {
		$call_id = (string) ( $item['call_id'] ?? $id );
		if ( isset( $this->call_ids[ $call_id ] ) || ( $item['status'] ?? '' ) === 'incomplete' || ! is_string( $item['name'] ?? null ) ) {
			return;
		}
		$this->call_ids[ $call_id ] = true;
		$arguments                  = $item['arguments'] ?? '';
		$arguments                  = is_string( $arguments ) ? $arguments : (string) wp_json_encode( $arguments );
		yield Event::call( $call_id, $item['name'], $arguments !== '' ? $arguments : ( $this->arguments[ $id ] ?? '{}' ) );
	}

	/**
	 * @return \Generator<int,Event,mixed,?Failure>
	 */
	private function last( array $response, string $status ): \Generator {
		$status = is_string( $response['status'] ?? null ) ? $response['status'] : $status;
		foreach ( (array) ( $response['output'] ?? array() ) as $item ) {
			if ( is_array( $item ) && ( $item['type'] ?? '' ) !== 'reasoning' ) {
				yield from $this->item( $item );
			}
		}
		if ( $this->text === '' && $this->commentary !== '' && ! $this->call_ids ) {
			$this->text = $this->commentary;
			yield Event::text( $this->commentary );
		}
		$usage = Usage::read( $response['usage'] ?? null );
		if ( $status === 'failed' || $status === 'cancelled' ) {
			if ( $usage->is_known ) {
				yield Event::usage( $usage );
			}
			return $status === 'failed' ? Error_Reader::of_event( $response ) : Failure::of( 'cut', detail: 'The response was cancelled.' );
		}
		yield Event::usage( $usage );
		yield from $this->kept( $response['id'] ?? null );
		$this->is_over = true;
		yield Event::done( $this->finish( $status, $response['incomplete_details']['reason'] ?? '' ) );
		return null;
	}

	private function kept( mixed $response_id ): \Generator {
		if ( $this->is_stateful && is_string( $response_id ) && $response_id !== '' ) {
			$last_call_id = array_key_last( $this->call_ids );
			yield Event::state( Responses_State::write( $response_id, $last_call_id === null ? null : (string) $last_call_id, $this->text ) );
		}
	}

	private function finish( string $status, mixed $reason ): string {
		return match ( true ) {
			$reason === 'content_filter' => 'filter',
			$status === 'incomplete'     => 'length',
			$this->call_ids !== array()  => 'calls',
			default                      => 'stop',
		};
	}
}
