<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Spend;

/**
 * The owner's settings: one option, every key with its default.
 */
final class Store {

	public const OPTION = 'mxchat_settings';

	private const DEFAULTS = array(
		'heading'                   => '',
		'greeting'                  => '',
		'starters'                  => array(),
		'contact_url'               => '',
		'is_on_every_page'          => false,
		'button_side'               => 'end',
		'accent'                    => '',
		'post_types'                => array( 'post', 'page' ),
		'health_for_strangers'      => 'full',
		'sessions_per_hour'         => 60,
		'messages_per_minute'       => 20,
		'session_ttl_days'          => 30,
		'transcript_retention_days' => 0,
		'trusted_proxies'           => array(),
		'accepts_openai_key'        => false,
		'min_similarity'            => '0',
		'max_streams'               => 8,
		'stream_grace_seconds'      => 15,
		'contact_retention_days'    => 0,
		'assistant_enabled'         => false,
		'assistant_id'              => '',
		'vector_store'              => array( 'kind' => 'local' ),
		'vector_candidate'          => array(),
		'action_strictness'         => 0.5,
		'learns_from_messages'      => false,
		'suggests_actions'          => true,
		'allowed_abilities'         => array(),
		'image_model'               => '',
		'image_max_tokens'          => 10000,
		'spend_budget'              => Spend\Budget::DEFAULTS,
	);

	public static function get( string $key ): mixed {
		$stored = get_option( self::OPTION, array() );
		$value  = is_array( $stored ) && isset( $stored[ $key ] ) ? $stored[ $key ] : self::DEFAULTS[ $key ];
		/**
		 * One setting of the plugin, as it is used.
		 *
		 * @param mixed  $value The stored value or the default.
		 * @param string $key   The setting's name.
		 */
		return apply_filters( 'mxchat_setting', $value, $key );
	}

	public static function set( string $key, mixed $value ): void {
		self::set_all( array( $key => $value ) );
	}

	/**
	 * @param array<string,mixed> $values By key; the other settings stay.
	 */
	public static function set_all( array $values ): void {
		Option_Store::change( self::OPTION, static fn( array $stored ) => $values + $stored, true );
	}

	/**
	 * @return array<string,mixed>
	 */
	public static function defaults(): array {
		return self::DEFAULTS;
	}
}
