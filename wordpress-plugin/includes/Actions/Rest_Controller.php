<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\State_Store;
use MxChat\Rest\Rest_Error;
use MxChat\Settings;
use MxChat\Storage_Exception;

/**
 * The owner's actions: which are on, what triggers them, and how a message scores.
 */
final class Rest_Controller {

	public static function list_actions(): \WP_REST_Response {
		$settings = Registry::settings();
		return new \WP_REST_Response(
			array(
				'items' => array_map( static fn( Action $action ) => self::item( $action, $settings[ $action->id() ] ), array_values( Registry::all() ) ),
				'site'  => self::site(),
			)
		);
	}

	public static function save_action( Setting_Request $request ): \WP_REST_Response|\WP_Error {
		try {
			$setting = Store::change( $request->untouched, array( $request, 'change' ) );
		} catch ( Storage_Exception ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		if ( State_Store::serving() !== null ) {
			Model_Job::add();
		}
		return new \WP_REST_Response( self::item( Registry::all()[ $setting->action_id ], $setting ) );
	}

	public static function order_actions( Order_Request $request ): \WP_REST_Response {
		$settings = Registry::settings();
		foreach ( array_diff( array_intersect( $request->action_ids, array_keys( $settings ) ), array_keys( Store::all() ) ) as $action_id ) {
			Store::change( $settings[ $action_id ], static fn( Setting $now ) => $now );
		}
		Store::set_order( $request->action_ids );
		Registry::forget();
		return self::list_actions();
	}

	public static function save_site( Site_Request $request ): \WP_REST_Response {
		if ( isset( $request->changes['image_search_key'] ) ) {
			Image_Search_Key::set( $request->changes['image_search_key'] );
		}
		Settings\Store::set_all( array_diff_key( $request->changes, array( 'image_search_key' => 0 ) ) );
		if ( isset( $request->changes['learns_from_messages'] ) ) {
			Background::learns() ? Background_Job::add() : Background::forget_own();
		}
		Registry::forget();
		return self::list_actions();
	}

	public static function score( Score_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::scored( $request->message, Scorer::decide( $request->message, $request->bot_id, $request->drafts ) ) );
	}

	public static function show_model( Model_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Public_Model::of_bot( $request->bot_id ) );
	}

	/**
	 * @return array<string,mixed>
	 */
	public static function scored( string $message, Decision $decision ): array {
		return array(
			'message' => $message,
			'scoring' => $decision->scoring,
			'action'  => $decision->sure(),
			'items'   => array_map( static fn( array $score, int $place ) => $score + array( 'rank' => $place + 1 ), $decision->scores, array_keys( $decision->scores ) ),
		);
	}

	private static function site(): array {
		$abilities = function_exists( 'wp_get_abilities' ) ? wp_get_abilities() : array();
		return array(
			'action_strictness'       => (float) Settings\Store::get( 'action_strictness' ),
			'learns_from_messages'    => (bool) Settings\Store::get( 'learns_from_messages' ),
			'suggests_actions'        => (bool) Settings\Store::get( 'suggests_actions' ),
			'allowed_abilities'       => array_values( (array) Settings\Store::get( 'allowed_abilities' ) ),
			'abilities'               => array_values( array_map( array( self::class, 'ability' ), array_filter( $abilities, static fn( \WP_Ability $ability ) => ! str_starts_with( $ability->get_name(), Abilities::NAMESPACE . '/' ) ) ) ),
			'image_model'             => (string) Settings\Store::get( 'image_model' ),
			'image_max_tokens'        => (int) Settings\Store::get( 'image_max_tokens' ),
			'has_image_search_key'    => Image_Search_Key::get() !== null,
			'is_image_search_key_fixed' => Image_Search_Key::is_fixed(),
		);
	}

	private static function ability( \WP_Ability $ability ): array {
		return array(
			'name'        => $ability->get_name(),
			'label'       => $ability->get_label(),
			'description' => $ability->get_description(),
		);
	}

	private static function item( Action $action, Setting $setting ): array {
		return array(
			'id'               => $action->id(),
			'label'            => $action->label(),
			'description'      => $action->description(),
			'input_schema'     => $action->input_schema(),
			'capability'       => $action->capability(),
			'readonly'         => $action->is_readonly(),
			'destructive'      => $action->is_destructive(),
			'idempotent'       => $action->is_idempotent(),
			'missing'          => $action->missing(),
			'default_phrases'  => $action->phrases(),
			'is_enabled'       => $setting->is_enabled,
			'position'         => $setting->position,
			'phrases'          => $setting->phrases,
			'counter_examples' => $setting->counter_examples,
			'strictness'       => $setting->strictness,
			'who'              => $setting->who,
			'confirmation'     => $setting->confirmation,
		);
	}
}
