<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Bots;
use MxChat\Chat\Accent;
use MxChat\Knowledge\Vectors\Store_Kind;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * The settings on the owner's page, and what each of them may be. Settings of one feature alone are on that one's page.
 */
final class Fields {

	private const MAX_ADDRESS = 500;

	/** Kinds of stores that are reached over the web. */
	private const AT_AN_ADDRESS = array( 'qdrant', 'pinecone' );

	public static function schema(): array {
		return array_intersect_key( self::all(), Store::defaults() );
	}

	/**
	 * What a schema cannot say.
	 */
	public static function problem( array $values ): ?\WP_Error {
		if ( isset( $values['contact_url'] ) && $values['contact_url'] !== '' && ! self::is_contact( $values['contact_url'] ) ) {
			return Rest_Error::invalid_param( 'contact_url', __( 'must be a web address, or mailto: and an e-mail address.', 'mxchat-engine' ) );
		}
		foreach ( $values['post_types'] ?? array() as $post_type ) {
			if ( ! in_array( $post_type, self::post_types(), true ) ) {
				/* translators: %s: name of a type of content. */
				return Rest_Error::invalid_param( 'post_types', sprintf( __( 'must be types of public content; %s is none.', 'mxchat-engine' ), $post_type ) );
			}
		}
		foreach ( $values['trusted_proxies'] ?? array() as $address ) {
			if ( filter_var( $address, FILTER_VALIDATE_IP ) === false ) {
				return Rest_Error::invalid_param( 'trusted_proxies', __( 'must be IP addresses, each written out.', 'mxchat-engine' ) );
			}
		}
		return self::store_problem( 'vector_store', $values['vector_store'] ?? null )
			?? self::store_problem( 'vector_candidate', ( $values['vector_candidate'] ?? null ) ?: null );
	}

	/**
	 * Types of content that every visitor can read.
	 *
	 * @return string[]
	 */
	public static function post_types(): array {
		return array_values( array_diff( array_filter( get_post_types(), 'is_post_type_viewable' ), array( 'attachment' ) ) );
	}

	private static function all(): array {
		return array(
			'heading'                   => Schema::text( 200, 0 ),
			'greeting'                  => Schema::text( 1000, 0 ),
			'starters'                  => Bots\Starters::schema(),
			'contact_url'               => Schema::text( self::MAX_ADDRESS, 0 ),
			'is_on_every_page'          => array( 'type' => 'boolean' ),
			'button_side'               => array( 'type' => 'string', 'enum' => array( 'end', 'start' ) ),
			'accent'                    => array( 'type' => 'string', 'pattern' => Accent::PATTERN ),
			'post_types'                => self::list_of( Schema::id( 20 ), 50 ),
			'min_similarity'            => Schema::threshold(),
			'health_for_strangers'      => array( 'type' => 'string', 'enum' => array( 'full', 'minimal' ) ),
			'sessions_per_hour'         => Schema::integer( 1, 100_000 ),
			'messages_per_minute'       => Schema::integer( 1, 10_000 ),
			'session_ttl_days'          => Schema::integer( 1, 3650 ),
			'transcript_retention_days' => Schema::integer( 0, 3650 ),
			'stream_grace_seconds'      => Schema::integer( 0, 60 ),
			'max_streams'               => Schema::integer( 1, 1000 ),
			'trusted_proxies'           => self::list_of( Schema::text( 45 ), 100 ),
			'vector_store'              => self::store( false ),
			'vector_candidate'          => self::store( true ),
		);
	}

	private static function list_of( array $item, int $max_items ): array {
		return array( 'minItems' => 0 ) + Schema::list_of( $item, $max_items );
	}

	private static function store( bool $can_be_none ): array {
		return array(
			'type'                 => $can_be_none ? array( 'object', 'null' ) : 'object',
			'additionalProperties' => false,
			'properties'           => array(
				'kind' => array( 'type' => 'string', 'enum' => array_column( Store_Kind::cases(), 'value' ), 'required' => true ),
				'url'  => array( 'type' => 'string', 'maxLength' => self::MAX_ADDRESS ),
				'user' => array( 'type' => 'string', 'maxLength' => 191 ),
			),
		);
	}

	private static function store_problem( string $name, ?array $store ): ?\WP_Error {
		if ( $store === null ) {
			return null;
		}
		$url = $store['url'] ?? '';
		if ( $url !== '' && ! self::may_name_hosts() && $store !== Store::get( $name ) ) {
			return Rest_Error::invalid_param( $name, __( 'must be set by the network’s administrator: the key of the whole server is sent to this address.', 'mxchat-engine' ) );
		}
		if ( in_array( $store['kind'], self::AT_AN_ADDRESS, true ) && ! preg_match( '#^https?://[^\s/?\#"<>\\\\]+(/[^\s"<>\\\\]*)?$#D', $url ) ) {
			return Rest_Error::invalid_param( $name, __( 'must have the web address of the store.', 'mxchat-engine' ) );
		}
		if ( $store['kind'] === 'pgvector' && ! str_starts_with( $url, 'pgsql:' ) ) {
			return Rest_Error::invalid_param( $name, __( 'must have the address of the database, such as pgsql:host=127.0.0.1;dbname=vectors.', 'mxchat-engine' ) );
		}
		if ( $store['kind'] === 'mariadb' && $url !== '' && ! str_starts_with( $url, 'mysql:' ) ) {
			return Rest_Error::invalid_param( $name, __( 'must have the address of the database, such as mysql:host=127.0.0.1;dbname=vectors, or none for this site’s own.', 'mxchat-engine' ) );
		}
		return null;
	}

	/**
	 * The key of a store comes from the environment, which the sites of a network share.
	 */
	private static function may_name_hosts(): bool {
		return ! is_multisite() || current_user_can( 'manage_network_options' );
	}

	private static function is_contact( string $text ): bool {
		return (bool) preg_match( '#^(https?://[^\s/?\#"<>\\\\]+([/?\#][^\s"<>\\\\]*)?|mailto:[^\s@"<>]+@[^\s@"<>]+)$#D', $text );
	}
}
