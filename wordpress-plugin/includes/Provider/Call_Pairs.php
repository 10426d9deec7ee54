<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * Sees to it that each call is answered exactly once, right after the model made it.
 *
 * A host refuses a conversation with a call that has no output, or an output that has no call, and would do so for ever.
 */
final class Call_Pairs {

	private const NO_RESULT = '{"error":{"code":"no_result","message":"The tool gave no result."}}';

	/**
	 * @param Item[] $items
	 * @return Item[]
	 */
	public static function complete( array $items ): array {
		$outputs = self::outputs( $items );
		$whole   = array();
		$open    = array();
		foreach ( $items as $item ) {
			if ( $item->type === Item::MESSAGE ) {
				array_push( $whole, ...self::answers( $open, $outputs ) );
				$open = array();
			}
			if ( $item->type === Item::OUTPUT ) {
				array_push( $whole, ...self::answers( $open, $outputs ) );
				$open = array();
				continue;
			}
			if ( $item->type === Item::CALL ) {
				$open[] = $item->call_id;
			}
			$whole[] = $item;
		}
		return array( ...$whole, ...self::answers( $open, $outputs ) );
	}

	/**
	 * @param Item[] $items
	 * @return array<string,Item[]> Some hosts use an id again in the next round.
	 */
	private static function outputs( array $items ): array {
		$outputs = array();
		foreach ( $items as $item ) {
			if ( $item->type === Item::OUTPUT ) {
				$outputs[ $item->call_id ][] = $item;
			}
		}
		return $outputs;
	}

	/**
	 * @param string[]             $call_ids
	 * @param array<string,Item[]> $outputs
	 * @return Item[]
	 */
	private static function answers( array $call_ids, array &$outputs ): array {
		$answers = array();
		foreach ( $call_ids as $call_id ) {
			$answers[] = isset( $outputs[ $call_id ][0] ) ? array_shift( $outputs[ $call_id ] ) : Item::output( $call_id, self::NO_RESULT );
		}
		return $answers;
	}
}
