<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Chat\Turn;
use MxChat\Rest\Context;
use MxChat\Provider\Tool_Spec;
use MxChat\Rest\Schema;

/**
 * What Chat Completions and Responses have in common: who is asked, with which tools, streamed or not.
 *
 * Other fields of the API, such as `temperature` or `store`, are the owner's to decide, and not read.
 */
final class Call_Request {

	/**
	 * @param Tool_Spec[] $tools Those that the program runs itself.
	 */
	private function __construct(
		public readonly Target $target,
		public readonly array $tools,
		public readonly bool $is_streamed,
		public readonly bool $has_usage_chunk,
		public readonly string $owner,
		public readonly string $spender,
		public readonly int $user_id,
		private readonly ?array $response_format,
	) {}

	public static function schema(): array {
		return array(
			'model'           => Schema::id( 64, true ),
			'tools'           => array( 'minItems' => 0 ) + Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 128 ),
			'stream'          => array( 'type' => array( 'boolean', 'null' ) ),
			'stream_options'  => array( 'type' => array( 'object', 'null' ), 'additionalProperties' => true ),
			'response_format' => array( 'type' => array( 'object', 'null' ), 'additionalProperties' => true ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$owner  = $context->limited_identity();
		$target = Target::of( $params['model'], $owner );
		$tools  = Program_Tools::read( $params['tools'] ?? array() );
		foreach ( array( $target, $tools ) as $part ) {
			if ( is_wp_error( $part ) ) {
				return $part;
			}
		}
		return new self(
			$target,
			$tools,
			(bool) ( $params['stream'] ?? false ),
			(bool) ( $params['stream_options']['include_usage'] ?? false ),
			$owner,
			$context->spender(),
			$context->token === null ? get_current_user_id() : 0,
			self::format( $params['response_format'] ?? null ),
		);
	}

	/**
	 * @return Exchange|\WP_Error An error if the site has no place for it just now.
	 */
	public function exchange( Conversation $conversation ): Exchange|\WP_Error {
		$place = Exchange::place( $this->target->record );
		if ( is_wp_error( $place ) ) {
			return $place;
		}
		$turn   = new Turn( Turn::id( '', '' ), '', '', $this->target->bot_id, $conversation->question(), '', '', 'openai', spender: $this->spender, user_id: $this->user_id );
		$record = $this->target->record;
		if ( $record !== null && $this->response_format !== null ) {
			$record = $record->with( array( 'response_format' => $this->response_format ) );
		}
		return new Exchange( $record, $turn, $conversation, $this->tools, place: $place );
	}

	/**
	 * Only the formats that every provider knows.
	 */
	private static function format( ?array $format ): ?array {
		return in_array( $format['type'] ?? '', array( 'json_object', 'json_schema' ), true ) ? $format : null;
	}
}
