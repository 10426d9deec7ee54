<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Http\Event_Stream;
use MxChat\Provider\Event;
use MxChat\Provider\Item;

/**
 * Responses: create one, streamed or whole; read and delete those that are kept.
 */
final class Responses_Controller {

	public static function create( Response_Request $request ): \WP_REST_Response|\WP_Error {
		$exchange = $request->call->exchange( $request->conversation );
		if ( is_wp_error( $exchange ) ) {
			return $exchange;
		}
		$response = new Response_Object( 'resp_' . bin2hex( random_bytes( 16 ) ), time(), $request );
		$events   = $exchange->events();
		if ( $request->call->is_streamed ) {
			return new Event_Stream( self::frames( $events, $response, $request ) );
		}
		foreach ( $events as $event ) {
			continue;
		}
		return new \WP_REST_Response( self::keep( $request, $response, $events->getReturn() ) );
	}

	public static function show( Object_Request $request ): \WP_REST_Response {
		// As text it keeps its empty objects.
		return new \WP_REST_Response( json_decode( $request->get( 'response' )->content['response'] ) );
	}

	public static function delete( Object_Request $request ): \WP_REST_Response {
		$response = $request->get( 'response' );
		Store::delete( $response );
		return new \WP_REST_Response( array( 'id' => $response->object_id, 'object' => 'response.deleted', 'deleted' => true ) );
	}

	/**
	 * @return array<string,mixed> The whole response.
	 */
	private static function keep( Response_Request $request, Response_Object $response, Exchange_Result $result ): array {
		$whole = $response->whole( $result );
		if ( $request->is_stored ) {
			Store::insert( 'response', $request->call->owner, $whole['id'], array( 'response' => wp_json_encode( $whole ), 'conversation' => self::conversation( $request->conversation->items, $result ) ) );
		}
		return $whole;
	}

	/**
	 * What a next response goes on from.
	 *
	 * @param Item[] $items
	 */
	private static function conversation( array $items, Exchange_Result $result ): array {
		$said = $result->text === '' ? array() : array( Item::message( 'assistant', $result->text ) );
		foreach ( $result->calls as $call ) {
			$said[] = Item::call( $call->call_id, $call->name, $call->arguments );
		}
		return array_map( array( self::class, 'input_item' ), array( ...$items, ...$said ) );
	}

	private static function input_item( Item $item ): array {
		return match ( $item->type ) {
			Item::CALL   => array( 'type' => 'function_call', 'call_id' => $item->call_id, 'name' => $item->name, 'arguments' => $item->arguments ),
			Item::OUTPUT => array( 'type' => 'function_call_output', 'call_id' => $item->call_id, 'output' => $item->output ),
			default      => array( 'role' => $item->role, 'content' => $item->text ),
		};
	}

	/**
	 * @return \Generator<int,string,?bool,void> Ends early when nobody listens any more: that stops the model, too.
	 */
	private static function frames( \Generator $events, Response_Object $response, Response_Request $request ): \Generator {
		yield from self::each( $response->begun() );
		foreach ( $events as $event ) {
			$is_text = $event instanceof Event && in_array( $event->type, array( Event::TEXT, Event::REFUSAL ), true );
			$is_gone = false;
			foreach ( $is_text ? $response->text( $event->text ) : array() as $data ) {
				$is_gone = yield self::frame( $data );
			}
			$is_gone = $is_text ? $is_gone : yield '';
			if ( $is_gone ) {
				return;
			}
		}
		$result = $events->getReturn();
		yield from self::each( $response->ended( $result, self::keep( $request, $response, $result ) ) );
	}

	/**
	 * @param iterable<array<string,mixed>> $events
	 */
	private static function each( iterable $events ): \Generator {
		foreach ( $events as $data ) {
			yield self::frame( $data );
		}
	}

	private static function frame( array $data ): string {
		return 'event: ' . $data['type'] . "\ndata: " . wp_json_encode( $data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE ) . "\n\n";
	}
}
