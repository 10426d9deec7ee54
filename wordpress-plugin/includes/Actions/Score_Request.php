<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A message to be scored, by the stored phrases or by changed ones that are not saved yet.
 */
final class Score_Request {

	/**
	 * @param array<string,array{phrases:string[],counter_examples:string[]}> $drafts By action id.
	 */
	private function __construct( public readonly string $message, public readonly string $bot_id, public readonly array $drafts ) {}

	public static function schema(): array {
		return array(
			'message' => Schema::text( 8000, required: true ) + array( 'pattern' => '\S' ),
			'bot_id'  => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
			'drafts'  => self::drafts(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return Bots\Store::exists( $params['bot_id'] )
			? new self( $params['message'], $params['bot_id'], self::by_id( $params['drafts'] ?? array() ) )
			: Rest_Error::make( 'mxchat_bot_not_found' );
	}

	public static function drafts(): array {
		return Schema::list_of(
			array(
				'type'                 => 'object',
				'additionalProperties' => false,
				'properties'           => array(
					'action_id'        => Setting_Request::action_id(),
					'phrases'          => Setting_Request::phrases(),
					'counter_examples' => Setting_Request::phrases(),
				),
			),
			50
		);
	}

	/**
	 * @return array<string,array{phrases:string[],counter_examples:string[]}>
	 */
	public static function by_id( array $drafts ): array {
		$by_id = array();
		foreach ( $drafts as $draft ) {
			$by_id[ $draft['action_id'] ] = array(
				'phrases'          => Setting_Request::distinct( $draft['phrases'] ?? array() ),
				'counter_examples' => Setting_Request::distinct( $draft['counter_examples'] ?? array() ),
			);
		}
		return $by_id;
	}
}
