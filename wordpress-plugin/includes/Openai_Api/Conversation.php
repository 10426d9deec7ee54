<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant\Prompt;
use MxChat\Provider\Item;
use MxChat\Rest\Rest_Error;

/**
 * What a program sends as the conversation of one call: messages, its own tools' calls and outputs, and texts for the
 * assistant, which stand below the owner's instructions and never instead of them.
 */
final class Conversation {

	private const MAX_GUIDANCE = 20_000;

	/**
	 * @param Item[] $items    In their order.
	 * @param string $guidance Texts of the program for the assistant.
	 */
	private function __construct( public readonly array $items, public readonly string $guidance ) {}

	/**
	 * Of Chat Completions.
	 *
	 * @param array<int,mixed> $messages
	 */
	public static function of_messages( array $messages ): self|\WP_Error {
		$items    = array();
		$guidance = array();
		foreach ( $messages as $place => $message ) {
			$role = is_array( $message ) ? $message['role'] ?? null : null;
			$text = is_array( $message ) ? self::text( $message['content'] ?? null ) : null;
			switch ( true ) {
				case in_array( $role, array( 'system', 'developer' ), true ) && $text !== null:
					$guidance[] = $text;
					break;
				case $role === 'user' && $text !== null && $text !== '':
					$items[] = Item::message( 'user', Prompt::plain( $text ) );
					break;
				case $role === 'assistant':
					array_push( $items, ...self::of_assistant( $message, $text ) );
					break;
				case in_array( $role, array( 'tool', 'function' ), true ) && is_string( $message['tool_call_id'] ?? null ) && $text !== null:
					$items[] = Item::output( $message['tool_call_id'], Prompt::plain( $text ) );
					break;
				default:
					/* translators: %d: position in a list. */
					return Rest_Error::invalid_param( 'messages', sprintf( __( 'has an entry that cannot be read, at %d.', 'mxchat-engine' ), $place ) );
			}
		}
		return self::checked( $items, $guidance, 'messages' );
	}

	/**
	 * Of Responses.
	 *
	 * @param string|array<int,mixed> $input
	 */
	public static function of_input( string|array $input, string $instructions ): self|\WP_Error {
		$items    = array();
		$guidance = array( $instructions );
		foreach ( is_string( $input ) ? array( array( 'role' => 'user', 'content' => $input ) ) : $input as $place => $item ) {
			$read = is_array( $item ) ? self::of_item( $item ) : null;
			if ( $read === null ) {
				/* translators: %d: position in a list. */
				return Rest_Error::invalid_param( 'input', sprintf( __( 'has an entry that cannot be read, at %d.', 'mxchat-engine' ), $place ) );
			}
			if ( $read instanceof Item ) {
				$items[] = $read;
			} else {
				$guidance[] = $read;
			}
		}
		return self::checked( $items, $guidance, 'input' );
	}

	/**
	 * Of a thread of the API, which this site keeps.
	 *
	 * @param Item[] $items
	 */
	public static function of_thread( array $items, string $guidance ): self {
		return new self( $items, mb_substr( trim( $guidance ), 0, self::MAX_GUIDANCE ) );
	}

	/**
	 * The last thing that the user said; empty if nothing.
	 */
	public function question(): string {
		$place = $this->place_of_question();
		return $place === null ? '' : $this->items[ $place ]->text;
	}

	/**
	 * The items with another one in the place of the question.
	 *
	 * @return Item[]
	 */
	public function with_question( Item $question ): array {
		$place = $this->place_of_question();
		return $place === null ? $this->items : array_replace( $this->items, array( $place => $question ) );
	}

	/**
	 * The text of a content: a string, or parts of which the texts count.
	 */
	public static function text( mixed $content ): ?string {
		if ( is_string( $content ) ) {
			return $content;
		}
		if ( ! is_array( $content ) || ! array_is_list( $content ) ) {
			return null;
		}
		$text = '';
		foreach ( $content as $part ) {
			$piece = is_string( $part ) ? $part : ( is_array( $part ) ? $part['text'] ?? null : null );
			$piece = is_array( $piece ) ? $piece['value'] ?? null : $piece;
			if ( ! is_string( $piece ) ) {
				return null;
			}
			$text .= $piece;
		}
		return $text;
	}

	private function place_of_question(): ?int {
		foreach ( array_reverse( $this->items, true ) as $place => $item ) {
			if ( $item->type === Item::MESSAGE && $item->role === 'user' ) {
				return $place;
			}
		}
		return null;
	}

	/**
	 * @return Item[]
	 */
	private static function of_assistant( array $message, ?string $text ): array {
		$items = $text === null || $text === '' ? array() : array( Item::message( 'assistant', Prompt::plain( $text ) ) );
		foreach ( is_array( $message['tool_calls'] ?? null ) ? $message['tool_calls'] : array() as $call ) {
			$function = is_array( $call ) ? $call['function'] ?? null : null;
			if ( is_array( $function ) && is_string( $call['id'] ?? null ) && is_string( $function['name'] ?? null ) ) {
				$items[] = Item::call( $call['id'], $function['name'], (string) ( is_string( $function['arguments'] ?? null ) ? $function['arguments'] : '{}' ) );
			}
		}
		return $items;
	}

	/**
	 * @return Item|string|null A piece of the conversation, a text for the assistant, or nothing that can be read.
	 */
	private static function of_item( array $item ): Item|string|null {
		$text = self::text( $item['content'] ?? null );
		$role = $item['role'] ?? null;
		return match ( true ) {
			( $item['type'] ?? '' ) === 'function_call' && is_string( $item['call_id'] ?? null ) && is_string( $item['name'] ?? null )
				=> Item::call( $item['call_id'], $item['name'], is_string( $item['arguments'] ?? null ) ? $item['arguments'] : '{}' ),
			( $item['type'] ?? '' ) === 'function_call_output' && is_string( $item['call_id'] ?? null ) && self::text( $item['output'] ?? null ) !== null
				=> Item::output( $item['call_id'], Prompt::plain( (string) self::text( $item['output'] ) ) ),
			$text === null => null,
			in_array( $role, array( 'system', 'developer' ), true ) => $text,
			in_array( $role, array( 'user', 'assistant' ), true )   => Item::message( $role, Prompt::plain( $text ) ),
			default => null,
		};
	}

	/**
	 * Every output belongs to a call before it: a provider refuses a conversation in which it does not.
	 *
	 * @param Item[]   $items
	 * @param string[] $guidance
	 */
	private static function checked( array $items, array $guidance, string $param ): self|\WP_Error {
		$called   = array();
		$answered = array();
		foreach ( $items as $item ) {
			if ( $item->type === Item::CALL ) {
				$called[ $item->call_id ] = true;
			} elseif ( $item->type === Item::OUTPUT ) {
				if ( ! isset( $called[ $item->call_id ] ) ) {
					return Rest_Error::invalid_param( $param, __( 'has an output without its call.', 'mxchat-engine' ) );
				}
				$answered[ $item->call_id ] = true;
			}
		}
		if ( array_diff_key( $called, $answered ) !== array() ) {
			return Rest_Error::invalid_param( $param, __( 'has a call without its output.', 'mxchat-engine' ) );
		}
		$self = new self( $items, mb_substr( trim( implode( "\n\n", $guidance ) ), 0, self::MAX_GUIDANCE ) );
		return trim( $self->question() ) === '' ? Rest_Error::invalid_param( $param, __( 'must have a message of the user.', 'mxchat-engine' ) ) : $self;
	}
}
