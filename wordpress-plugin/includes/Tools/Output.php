<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Utf8;

/**
 * What a tool gave, as the JSON text that a model reads: of bounded size and depth, without what an object hides.
 */
final class Output {

	private const MAX_BYTES = 32_768;
	private const MAX_DEPTH = 16;
	private const MAX_ITEMS = 10_000;

	public static function of( mixed $value ): string {
		if ( is_wp_error( $value ) ) {
			return self::error( (string) $value->get_error_code(), $value->get_error_message() );
		}
		$items_left = self::MAX_ITEMS;
		return self::cut( self::json( $value === null ? array( 'ok' => true ) : self::plain( $value, self::MAX_DEPTH, $items_left ) ) );
	}

	public static function error( string $code, string $message ): string {
		return self::cut( self::json( array( 'error' => array( 'code' => $code, 'message' => $message ) ) ) );
	}

	/**
	 * Whether an output tells of an error.
	 */
	public static function is_error( string $output ): bool {
		return str_starts_with( $output, '{"error":{' );
	}

	/**
	 * Only what a value means to show: public properties, or what it says of itself for JSON.
	 */
	private static function plain( mixed $value, int $depth, int &$items_left ): mixed {
		if ( $depth === 0 || --$items_left < 0 ) {
			return null;
		}
		return match ( true ) {
			is_float( $value )                    => is_finite( $value ) ? $value : null,
			is_scalar( $value )                   => $value,
			is_array( $value )                    => self::all_plain( $value, $depth, $items_left ),
			$value instanceof \DateTimeInterface  => $value->format( DATE_RFC3339 ),
			$value instanceof \BackedEnum         => $value->value,
			$value instanceof \UnitEnum           => $value->name,
			$value instanceof \WP_Error           => array( 'code' => $value->get_error_code(), 'message' => $value->get_error_message() ),
			$value instanceof \JsonSerializable   => self::plain( $value->jsonSerialize(), $depth - 1, $items_left ),
			$value instanceof \Traversable        => self::all_plain( self::first_items( $value, $items_left ), $depth, $items_left ),
			is_object( $value )                   => self::shown( $value, $depth, $items_left ),
			default                               => null,
		};
	}

	private static function all_plain( array $values, int $depth, int &$items_left ): array {
		$plain = array();
		foreach ( $values as $key => $value ) {
			if ( $items_left <= 0 ) {
				break;
			}
			$plain[ $key ] = self::plain( $value, $depth - 1, $items_left );
		}
		return $plain;
	}

	private static function first_items( \Traversable $values, int $limit ): array {
		$first = array();
		foreach ( $values as $value ) {
			if ( count( $first ) >= $limit ) {
				break;
			}
			$first[] = $value;
		}
		return $first;
	}

	private static function shown( object $value, int $depth, int &$items_left ): mixed {
		$default = $value instanceof \WC_Order ? self::order( $value ) : get_object_vars( $value );
		/**
		 * What a model is told of an object that a tool returns.
		 *
		 * @param array<string,mixed> $shown Its public properties; of an order its number, status, day, total and items.
		 * @param object              $value The object.
		 */
		$shown = apply_filters( 'mxchat_tool_object', $default, $value );
		if ( $shown === array() && ! $value instanceof \stdClass ) {
			_doing_it_wrong( esc_html( $value::class ), 'A function for an assistant must return arrays, or objects that say by JsonSerializable what they show.', '0.1.0' );
			return null;
		}
		return is_array( $shown ) ? (object) self::all_plain( $shown, $depth, $items_left ) : null;
	}

	/**
	 * An order of WooCommerce without the addresses and notes that it also holds.
	 */
	private static function order( object $order ): array {
		return array(
			'number'   => $order->get_order_number(),
			'status'   => $order->get_status(),
			'ordered'  => $order->get_date_created(),
			'total'    => $order->get_total(),
			'currency' => $order->get_currency(),
			'items'    => array_values(
				array_map(
					static fn( object $item ) => array(
						'name'     => $item->get_name(),
						'quantity' => $item->get_quantity(),
					),
					$order->get_items()
				)
			),
		);
	}

	private static function json( mixed $value ): string {
		return (string) json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR ); // phpcs:ignore
	}

	private static function cut( string $json ): string {
		if ( strlen( $json ) <= self::MAX_BYTES ) {
			return $json;
		}
		// Quoting makes it longer again: less is taken until it fits.
		for ( $bytes = self::MAX_BYTES - 256; ; $bytes = intdiv( $bytes * 3, 4 ) ) {
			$cut = self::json( array( 'truncated' => true, 'beginning' => Utf8::cut( $json, $bytes ) ) );
			if ( strlen( $cut ) <= self::MAX_BYTES ) {
				return $cut;
			}
		}
	}
}
