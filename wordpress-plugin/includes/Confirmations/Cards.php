<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

/**
 * What a visitor was shown, as it stands now: a question that was answered since must not be asked again.
 */
final class Cards {

	/**
	 * @param array<int,mixed> $actions As they were stored with an answer.
	 * @return array<int,mixed>
	 */
	public static function current( array $actions, string $session_id ): array {
		return array_map( static fn( mixed $action ) => self::is_question( $action ) ? self::now( $action, $session_id ) : $action, $actions );
	}

	private static function is_question( mixed $action ): bool {
		return is_array( $action ) && ( $action['status'] ?? '' ) === 'confirmation_required' && is_string( $action['id'] ?? null );
	}

	private static function now( array $action, string $session_id ): array {
		return Store::find( $action['id'], $session_id, get_current_user_id() )?->card() ?? array( 'status' => Confirmation::EXPIRED ) + $action;
	}
}
