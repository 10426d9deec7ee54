<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Assistant;
use MxChat\Core\Core_Exception;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use function MxChat\Core\parse_threshold;

/**
 * The fields of a bot that an owner sets, and what each may be.
 */
final class Fields {

	private const MAX_READS                = 50;
	private const MAX_CONTENT_TYPES        = 50;
	private const MAX_ACTIONS              = 200;
	private const MAX_MESSAGES_PER_MINUTE  = 10000;

	public static function schema(): array {
		return array(
			'name'                => Schema::text( 100 ) + array( 'pattern' => '\S' ),
			'assistant_id'        => array( 'type' => 'string', 'pattern' => '^[A-Za-z0-9_-]{0,64}$' ),
			'reads'               => self::list_of( Schema::id(), self::MAX_READS ),
			'content_types'       => self::list_of( Schema::text( 64 ) + array( 'pattern' => '\S' ), self::MAX_CONTENT_TYPES ),
			'min_similarity'      => Schema::text( 32, 0 ),
			'actions'             => self::list_of( array( 'type' => 'string', 'pattern' => '^(\*|[A-Za-z0-9_./:-]{1,100})$' ), self::MAX_ACTIONS ),
			'messages_per_minute' => Schema::integer( 0, self::MAX_MESSAGES_PER_MINUTE ),
			'is_test'             => array( 'type' => 'boolean' ),
			'is_enabled'          => array( 'type' => 'boolean' ),
			'heading'             => Schema::text( 100, 0 ),
			'greeting'            => Schema::text( 500, 0 ),
			'starters'            => Starters::schema(),
		);
	}

	/**
	 * A bot with the fields that were sent.
	 *
	 * @param array<string,mixed> $params Validated by the schema.
	 */
	public static function change( Bot $bot, array $params ): Bot|\WP_Error {
		$changes = array_intersect_key( $params, self::schema() );
		$problem = self::problem( $bot, $changes );
		if ( $problem !== null ) {
			return $problem;
		}
		if ( isset( $changes['min_similarity'] ) ) {
			$changes['min_similarity'] = self::threshold( $changes['min_similarity'] );
		}
		if ( isset( $changes['messages_per_minute'] ) ) {
			// Nought is the site's own limit.
			$changes['messages_per_minute'] = $changes['messages_per_minute'] === 0 ? null : $changes['messages_per_minute'];
		}
		foreach ( array( 'reads', 'content_types', 'actions', 'starters' ) as $list ) {
			if ( isset( $changes[ $list ] ) ) {
				$changes[ $list ] = array_values( array_unique( $changes[ $list ] ) );
			}
		}
		if ( in_array( '*', $changes['actions'] ?? array(), true ) ) {
			$changes['actions'] = Bot::ALL_ACTIONS;
		}
		return $bot->with( $changes );
	}

	private static function problem( Bot $bot, array $changes ): ?\WP_Error {
		$assistant_id = $changes['assistant_id'] ?? '';
		if ( $assistant_id !== '' && $assistant_id !== Bot::EXTRACTIVE && Assistant\Store::find( $assistant_id ) === null ) {
			return Rest_Error::invalid_param( 'assistant_id', __( 'must be an assistant of this site.', 'mxchat-engine' ) );
		}
		foreach ( $changes['reads'] ?? array() as $other_id ) {
			if ( Store::find( $other_id ) === null || $other_id === $bot->bot_id ) {
				return Rest_Error::invalid_param( 'reads', __( 'must be other bots of this site.', 'mxchat-engine' ) );
			}
		}
		if ( ( $changes['min_similarity'] ?? '' ) !== '' && self::threshold( $changes['min_similarity'] ) === null ) {
			return Rest_Error::invalid_param( 'min_similarity', __( 'must be a percentage like "75" or "75%", or a number from 0 to 1.', 'mxchat-engine' ) );
		}
		return null;
	}

	private static function threshold( string $text ): ?float {
		try {
			return parse_threshold( $text );
		} catch ( Core_Exception ) {
			return null;
		}
	}

	/**
	 * An empty list is one, too.
	 */
	private static function list_of( array $item, int $max_items ): array {
		return array( 'minItems' => 0 ) + Schema::list_of( $item, $max_items );
	}
}
