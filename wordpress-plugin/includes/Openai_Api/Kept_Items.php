<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Provider\Item;

/**
 * The conversation of a run that waits for outputs, as it is stored.
 */
final class Kept_Items {

	/**
	 * @param Item[] $items
	 * @return array<int,array<string,mixed>>
	 */
	public static function pack( array $items ): array {
		return array_map( static fn( Item $item ) => array_filter( get_object_vars( $item ), static fn( mixed $value ) => $value !== '' && $value !== array() ), $items );
	}

	/**
	 * @param array<int,array<string,mixed>> $packed
	 * @return Item[]
	 */
	public static function unpack( array $packed ): array {
		return array_map(
			static fn( array $item ) => match ( $item['type'] ) {
				Item::CALL   => Item::call( $item['call_id'], $item['name'], $item['arguments'] ?? '' ),
				Item::OUTPUT => Item::output( $item['call_id'], $item['output'] ?? '' ),
				Item::RAW    => Item::raw( $item['raw'] ?? array(), $item['engine'] ?? '' ),
				default      => Item::message( $item['role'], $item['text'] ?? '' ),
			},
			$packed
		);
	}
}
