<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Bots;

/**
 * Every action that the site could offer, and those that the owner has switched on.
 */
final class Registry {

	/** @var array<int,array<string,Action>> By site of a network. */
	private static array $actions = array();

	/**
	 * @return array<string,Action> By id, in the owner's order.
	 */
	public static function all(): array {
		return self::$actions[ get_current_blog_id() ] ??= self::ordered( self::registered() );
	}

	public static function find( string $action_id ): ?Action {
		return self::all()[ $action_id ] ?? null;
	}

	/**
	 * The settings of every action, also of those that the owner has not touched yet.
	 *
	 * @return array<string,Setting>
	 */
	public static function settings(): array {
		$stored   = Store::all();
		$settings = array();
		foreach ( array_values( self::all() ) as $position => $action ) {
			$settings[ $action->id() ] = $stored[ $action->id() ] ?? Setting::of( $action, $position );
		}
		return $settings;
	}

	/**
	 * What is on and can run.
	 *
	 * @return array<string,Action> By id.
	 */
	public static function enabled(): array {
		$settings = self::settings();
		return array_filter( self::all(), static fn( Action $action ) => $settings[ $action->id() ]->is_enabled && $action->missing() === '' );
	}

	/**
	 * What a bot may do of what is on.
	 *
	 * @return array<string,Action> By id.
	 */
	public static function for_bot( string $bot_id ): array {
		$bot = Bots\Store::find( $bot_id );
		return array_filter( self::enabled(), static fn( Action $action ) => $bot !== null && $bot->allows_action( $action->id() ) );
	}

	public static function forget(): void {
		self::$actions = array();
		Store::forget();
	}

	/**
	 * @return Action[]
	 */
	private static function registered(): array {
		/**
		 * The actions of the site: add your own.
		 *
		 * @param Action[] $actions Those of the plugin.
		 */
		$actions = (array) apply_filters( 'mxchat_actions', Built_In::actions() );
		return array_merge(
			array_filter( $actions, static fn( mixed $action ) => $action instanceof Action ),
			Callback_Action::registered(),
			Ability_Action::allowed(),
		);
	}

	/**
	 * @param Action[] $actions
	 * @return array<string,Action> The first of an id stays.
	 */
	private static function ordered( array $actions ): array {
		$by_id = array();
		foreach ( $actions as $action ) {
			$by_id[ $action->id() ] ??= $action;
		}
		$positions = array_map( static fn( Setting $setting ) => $setting->position, Store::all() );
		$places    = array_flip( array_keys( $by_id ) );
		uksort( $by_id, static fn( string $a, string $b ) => array( $positions[ $a ] ?? PHP_INT_MAX, $places[ $a ] ) <=> array( $positions[ $b ] ?? PHP_INT_MAX, $places[ $b ] ) );
		return $by_id;
	}
}
