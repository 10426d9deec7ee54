<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Core\Core_Exception;
use function MxChat\Core\decode_sse;

/**
 * A streamed answer as the JSON of its events.
 *
 * A host that does not stream, or that reports an error with status 200, sends one JSON object instead: it comes alone,
 * and is_whole() is true.
 */
final class Json_Stream {

	private const MAX_DEPTH = 64;

	/** A long line comes in many small pieces: decoded one by one, each would be copied with all before it. */
	private const MOST_WAITING = 65536;

	private string $state = '';
	private string $begin = '';
	private string $waiting = '';
	private bool $has_events = false;
	private bool $is_whole = false;
	private bool $has_ended = false;

	/**
	 * @return \Generator<int,?array,mixed,?Failure> Null is a tick. Returns why the stream broke off.
	 */
	public function events( Connection $connection, string $path, array $body, Deadline $deadline ): \Generator {
		$bytes = Client::stream( $connection, $path, $body, $deadline );
		foreach ( $bytes as $chunk ) {
			if ( $chunk === '' ) {
				yield null;
				continue;
			}
			if ( ! $this->has_events ) {
				$this->begin .= $chunk;
			}
			$this->waiting .= $chunk;
			if ( strpbrk( $chunk, "\r\n" ) === false && strlen( $this->waiting ) < self::MOST_WAITING ) {
				continue;
			}
			$failure = yield from $this->decode( '', false );
			if ( $failure !== null ) {
				return $failure;
			}
		}
		return $bytes->getReturn() ?? yield from $this->end();
	}

	/**
	 * Whether the one object that came was no event.
	 */
	public function is_whole(): bool {
		return $this->is_whole;
	}

	/**
	 * Whether `[DONE]` has come.
	 */
	public function has_ended(): bool {
		return $this->has_ended;
	}

	/**
	 * @param bool $is_last Then what is no JSON was cut off, and is left out.
	 */
	private function decode( string $more, bool $is_last ): \Generator {
		try {
			$decoded = decode_sse( $this->state, $this->waiting . $more );
		} catch ( Core_Exception $error ) {
			return Failure::of( 'garbled', detail: 'An event is too large.' );
		}
		$this->state   = $decoded['state'];
		$this->waiting = '';
		foreach ( $decoded['events'] as $event ) {
			$data = trim( $event['data'] );
			if ( $data === '' ) {
				continue;
			}
			$this->has_events = true;
			$this->begin      = '';
			if ( $data === '[DONE]' ) {
				$this->has_ended = true;
				// So that the reader looks.
				yield null;
				continue;
			}
			$json = json_decode( $data, true, self::MAX_DEPTH );
			if ( ! is_array( $json ) ) {
				return $is_last ? null : Failure::of( 'garbled', detail: 'An event is not JSON.' );
			}
			yield $json + array( 'type' => $event['event'] === 'message' ? '' : $event['event'] );
		}
		return null;
	}

	/**
	 * Some hosts leave out the blank line after their last event.
	 */
	private function end(): \Generator {
		$failure = yield from $this->decode( "\n\n", true );
		if ( $this->has_events || $failure !== null ) {
			return $failure;
		}
		$json = json_decode( $this->begin, true, self::MAX_DEPTH );
		if ( is_array( $json ) ) {
			$this->is_whole = true;
			yield $json;
			return null;
		}
		return trim( $this->begin ) === '' ? Failure::of( 'cut', detail: 'The answer is empty.' ) : Failure::of( 'garbled', detail: 'The answer is no event stream.' );
	}
}
