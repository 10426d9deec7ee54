<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Bots;
use MxChat\Tools\Tool_Context;

/**
 * Our actions as abilities of WordPress, for whoever works with those.
 */
final class Abilities {

	public const NAMESPACE = 'mxchat';

	public static function register_category(): void {
		wp_register_ability_category(
			self::NAMESPACE,
			array(
				'label'       => __( 'Chat', 'mxchat-engine' ),
				'description' => __( 'What the chat can do for a visitor.', 'mxchat-engine' ),
			)
		);
	}

	public static function register(): void {
		foreach ( Built_In::actions() as $action ) {
			wp_register_ability(
				self::NAMESPACE . '/' . str_replace( '_', '-', $action->id() ),
				array(
					'label'               => $action->label(),
					'description'         => $action->description(),
					'category'            => self::NAMESPACE,
					'input_schema'        => $action->input_schema(),
					'output_schema'       => $action->output_schema(),
					'execute_callback'    => static fn( mixed $input = null ) => self::execute( $action, is_array( $input ) ? $input : array() ),
					'permission_callback' => static fn(): bool => self::is_permitted( $action ),
					'meta'                => array(
						'annotations' => array(
							'readonly'    => $action->is_readonly(),
							'destructive' => $action->is_destructive(),
							'idempotent'  => $action->is_idempotent(),
						),
					),
				)
			);
		}
	}

	/**
	 * Outside a chat there is no thread's owner: only a person who is signed in runs it, for themselves.
	 */
	private static function is_permitted( Action $action ): bool {
		$settings = Registry::settings();
		return is_user_logged_in()
			&& isset( Registry::enabled()[ $action->id() ] )
			&& $settings[ $action->id() ]->admits( get_current_user_id() )
			&& ( $action->capability() === '' || current_user_can( $action->capability() ) );
	}

	private static function execute( Action $action, array $arguments ): array|\WP_Error {
		$user_id = get_current_user_id();
		$result  = $action->run( $arguments, new Tool_Context( '', '', '', Bots\Store::DEFAULT_ID, $user_id, '', 'user:' . $user_id ) );
		return $result instanceof Result ? $result->jsonSerialize() : $result;
	}
}
