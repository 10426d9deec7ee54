<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * Who may have an action done, asked when it is done.
 */
final class Policy {

	public static function admits( Action $action, int $user_id ): bool {
		$setting = Registry::settings()[ $action->id() ] ?? null;
		return $setting !== null && $setting->is_enabled && $setting->admits( $user_id )
			&& ( $action->capability() === '' || ( $user_id > 0 && user_can( $user_id, $action->capability() ) ) );
	}
}
