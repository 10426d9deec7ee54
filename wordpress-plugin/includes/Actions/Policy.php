<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Tools\Tool_Context;

/**
 * What has to hold before an action runs, whoever asked for it: it is on, the visitor may, the arguments fit.
 */
final class Policy {

	public static function admits( Action $action, int $user_id ): bool {
		$setting = Registry::settings()[ $action->id() ] ?? null;
		return $setting !== null && $setting->is_enabled && $setting->admits( $user_id )
			&& ( $action->capability() === '' || ( $user_id > 0 && user_can( $user_id, $action->capability() ) ) );
	}

	public static function run( Action $action, array $arguments, Tool_Context $context ): Result|\WP_Error {
		if ( ! self::admits( $action, $context->user_id ) ) {
			return new \WP_Error( 'mxchat_action_refused', 'This visitor may not do that.' );
		}
		$valid = rest_validate_value_from_schema( $arguments, $action->input_schema(), 'arguments' );
		if ( is_wp_error( $valid ) ) {
			return new \WP_Error( 'mxchat_action_refused', 'The arguments do not fit.' );
		}
		try {
			$result = $action->run( $arguments, $context );
		} catch ( \Throwable $error ) {
			error_log( sprintf( 'MxChat action %s: %s in %s:%d', $action->id(), $error::class, basename( $error->getFile() ), $error->getLine() ) ); // phpcs:ignore
			return new \WP_Error( 'mxchat_action_failed', 'The action failed.' );
		}
		if ( $result instanceof Result ) {
			do_action( 'mxchat_event', 'action.executed', array( 'action' => $action->id(), 'session_id' => $context->session_id, 'turn_id' => $context->turn_id, 'bot_id' => $context->bot_id ) );
		}
		return $result;
	}

	/**
	 * What a person is asked before it runs: the owner's words, or the action's.
	 */
	public static function question( Action $action, array $arguments ): string {
		$own = Registry::settings()[ $action->id() ]->confirmation ?? '';
		return $own !== '' ? $own : $action->summary( $arguments );
	}
}
