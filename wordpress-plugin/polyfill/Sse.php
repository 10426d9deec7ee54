<?php
/**
 * Server-sent events: the twin of the core's `sse`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;

/**
 * The bytes of an event stream in, its events out.
 *
 * Method: "Interpreting an event stream" of the HTML standard,
 * https://html.spec.whatwg.org/multipage/server-sent-events.html.
 */
final class Sse {

	/** Bytes of one line, and of the data of one event, at most. */
	private const MAX_LENGTH = 1048576;

	/** The first byte of a state. */
	private const VERSION         = 1;
	private const AFTER_CR        = 1;
	private const PAST_FIRST_LINE = 2;
	private const HEADER_LENGTH   = 14;

	private const BYTE_ORDER_MARK = "\xef\xbb\xbf";
	private const REPLACEMENT     = "\u{FFFD}";

	/** The byte before was a CR: an LF now belongs to it. */
	private bool $is_after_cr = false;

	private bool $is_past_first_line = false;

	private string $id = '';

	private string $event = '';

	/** Each line of data with its LF. */
	private string $data = '';

	/** The line that has not come to its end. */
	private string $line = '';

	/**
	 * See `MxChat\Core\decode_sse()`.
	 *
	 * @param string $state What the call before gave; empty at the stream's begin.
	 * @param string $bytes The next bytes of the stream.
	 * @return array{state: string, events: list<array{event: string, data: string, id: string}>}
	 * @throws Core_Exception `over_budget` or `invalid_record`.
	 */
	public static function decode_sse( string $state, string $bytes ): array {
		$decoder = self::restore( $state );
		$events  = $decoder->feed( $bytes );
		return [
			'state'  => $decoder->state(),
			'events' => $events,
		];
	}

	/** @return list<array{event: string, data: string, id: string}> */
	private function feed( string $bytes ): array {
		$events = [];
		$at     = 0;
		$length = strlen( $bytes );
		while ( $at < $length ) {
			if ( $this->is_after_cr ) {
				$this->is_after_cr = false;
				if ( "\n" === $bytes[ $at ] ) {
					++$at;
					continue;
				}
			}
			$end        = $at + strcspn( $bytes, "\r\n", $at );
			$this->line = self::appended( $this->line, substr( $bytes, $at, $end - $at ) );
			if ( $end === $length ) {
				break;
			}
			$this->is_after_cr = "\r" === $bytes[ $end ];
			$event             = $this->end_line();
			if ( null !== $event ) {
				$events[] = $event;
			}
			$at = $end + 1;
		}
		return $events;
	}

	/** @return array{event: string, data: string, id: string}|null */
	private function end_line(): ?array {
		$line       = $this->line;
		$this->line = '';
		if ( ! $this->is_past_first_line && str_starts_with( $line, self::BYTE_ORDER_MARK ) ) {
			$line = substr( $line, strlen( self::BYTE_ORDER_MARK ) );
		}
		$this->is_past_first_line = true;
		if ( '' === $line ) {
			return $this->dispatch();
		}
		$this->read_field( $line );
		return null;
	}

	/** @return array{event: string, data: string, id: string}|null */
	private function dispatch(): ?array {
		$event       = $this->event;
		$data        = $this->data;
		$this->event = '';
		$this->data  = '';
		if ( ! str_ends_with( $data, "\n" ) ) {
			return null;
		}
		return [
			'event' => '' === $event ? 'message' : self::text( $event ),
			'data'  => self::text( substr( $data, 0, -1 ) ),
			'id'    => self::text( $this->id ),
		];
	}

	private function read_field( string $line ): void {
		$colon = strpos( $line, ':' );
		$name  = false === $colon ? $line : substr( $line, 0, $colon );
		$value = false === $colon ? '' : substr( $line, $colon + 1 );
		if ( str_starts_with( $value, ' ' ) ) {
			$value = substr( $value, 1 );
		}
		if ( 'event' === $name ) {
			$this->event = $value;
		} elseif ( 'data' === $name ) {
			$this->data = self::appended( self::appended( $this->data, $value ), "\n" );
		} elseif ( 'id' === $name && ! str_contains( $value, "\0" ) ) {
			$this->id = $value;
		}
	}

	private function state(): string {
		$flags = ( $this->is_after_cr ? self::AFTER_CR : 0 ) + ( $this->is_past_first_line ? self::PAST_FIRST_LINE : 0 );
		$head  = pack( 'CCVVV', self::VERSION, $flags, strlen( $this->id ), strlen( $this->event ), strlen( $this->data ) );
		return bin2hex( $head . $this->id . $this->event . $this->data . $this->line );
	}

	/** @throws Core_Exception `invalid_record`. */
	private static function restore( string $state ): self {
		$decoder = new self();
		if ( '' === $state ) {
			return $decoder;
		}
		// Warns of what is no hex, and takes capitals.
		$bytes = (string) @hex2bin( $state ); // phpcs:ignore WordPress.PHP.NoSilencedErrors
		if ( strlen( $bytes ) < self::HEADER_LENGTH || bin2hex( $bytes ) !== $state ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		[ $version, $flags, $id, $event, $data ] = array_values( (array) unpack( 'Cversion/Cflags/Vid/Vevent/Vdata', $bytes ) );
		$line                              = strlen( $bytes ) - self::HEADER_LENGTH - $id - $event - $data;
		if ( self::VERSION !== $version || $flags > self::AFTER_CR + self::PAST_FIRST_LINE || $line < 0 || max( $id, $event, $data, $line ) > self::MAX_LENGTH ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$decoder->is_after_cr        = 0 !== ( $flags & self::AFTER_CR );
		$decoder->is_past_first_line = 0 !== ( $flags & self::PAST_FIRST_LINE );
		$decoder->id                 = substr( $bytes, self::HEADER_LENGTH, $id );
		$decoder->event              = substr( $bytes, self::HEADER_LENGTH + $id, $event );
		$decoder->data               = substr( $bytes, self::HEADER_LENGTH + $id + $event, $data );
		$decoder->line               = substr( $bytes, self::HEADER_LENGTH + $id + $event + $data );
		if ( strlen( $decoder->line ) !== strcspn( $decoder->line, "\r\n" ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $decoder;
	}

	/** @throws Core_Exception `over_budget`. */
	private static function appended( string $bytes, string $more ): string {
		if ( strlen( $bytes ) + strlen( $more ) > self::MAX_LENGTH ) {
			throw Core_Exception::of( 'over_budget' );
		}
		return $bytes . $more;
	}

	/**
	 * Bytes as UTF-8: what is none becomes U+FFFD, once for each part that could have begun a character.
	 */
	private static function text( string $bytes ): string {
		if ( 1 === preg_match( '//u', $bytes ) ) {
			return $bytes;
		}
		$text   = '';
		$at     = 0;
		$length = strlen( $bytes );
		while ( $at < $length ) {
			[ $size, $is_character ] = self::character( $bytes, $at );
			$text                   .= $is_character ? substr( $bytes, $at, $size ) : self::REPLACEMENT;
			$at                     += $size;
		}
		return $text;
	}

	/**
	 * How many bytes from here belong together, and whether they are a character.
	 *
	 * @return array{int, bool}
	 */
	private static function character( string $bytes, int $at ): array {
		$first = ord( $bytes[ $at ] );
		if ( $first < 0x80 ) {
			return [ 1, true ];
		}
		if ( $first < 0xC2 || $first > 0xF4 ) {
			return [ 1, false ];
		}
		$count = $first < 0xE0 ? 2 : ( $first < 0xF0 ? 3 : 4 );
		// Only the second byte's range depends on the first: no overlong form, no surrogate, nothing beyond U+10FFFF.
		$low  = [ 0xE0 => 0xA0, 0xF0 => 0x90 ][ $first ] ?? 0x80;
		$high = [ 0xED => 0x9F, 0xF4 => 0x8F ][ $first ] ?? 0xBF;
		for ( $size = 1; $size < $count; $size++ ) {
			$byte = ord( $bytes[ $at + $size ] ?? "\0" );
			if ( $byte < $low || $byte > $high ) {
				return [ $size, false ];
			}
			$low  = 0x80;
			$high = 0xBF;
		}
		return [ $count, true ];
	}
}
