<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * Where a host's own copy of a conversation stands: the last response, and which items of ours it knows.
 */
final class Responses_State {

	/**
	 * @param Item[] $new_items What the host has not seen.
	 */
	private function __construct( public readonly string $response_id, public readonly array $new_items ) {}

	/**
	 * Null if the host's copy does not end where ours goes on: then it is told everything again.
	 *
	 * @param Item[] $items The whole conversation.
	 */
	public static function read( ?string $host_state, array $items ): ?self {
		$state = json_decode( (string) $host_state, true );
		$id    = $state['previous_response_id'] ?? null;
		$ends  = $state['ends_with'] ?? null;
		if ( ! is_string( $id ) || $id === '' || ! is_string( $ends ) ) {
			return null;
		}
		for ( $place = count( $items ) - 1; $place >= 0; $place-- ) {
			if ( self::mark( $items[ $place ] ) === $ends ) {
				$new = array_slice( $items, $place + 1 );
				return $new ? new self( $id, $new ) : null;
			}
		}
		return null;
	}

	/**
	 * @param ?string $last_call_id Of the last call that the model made, if it made one.
	 * @param string  $text         What it said otherwise.
	 */
	public static function write( string $response_id, ?string $last_call_id, string $text ): string {
		$last = $last_call_id === null ? Item::message( 'assistant', $text ) : Item::call( $last_call_id, '', '' );
		return (string) wp_json_encode( array( 'previous_response_id' => $response_id, 'ends_with' => self::mark( $last ) ) );
	}

	/**
	 * While the response is made: where to go on if it fails, and what to delete one day.
	 */
	public static function write_open( string $response_id, ?string $previous_state ): string {
		$previous = json_decode( (string) $previous_state, true );
		return (string) wp_json_encode( array( 'response_id' => $response_id ) + ( is_array( $previous ) ? $previous : array() ) );
	}

	/**
	 * No text of the conversation stands in a state.
	 */
	private static function mark( Item $item ): string {
		return match ( true ) {
			$item->type === Item::CALL                                        => 'call ' . $item->call_id,
			$item->type === Item::MESSAGE && $item->role === 'assistant'      => 'text ' . substr( hash( 'sha256', trim( $item->text ) ), 0, 32 ),
			default                                                           => '',
		};
	}
}
