<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * What the owner changes about an action; what is not named stays.
 */
final class Setting_Request {

	public const MAX_PHRASES    = 100;
	public const MAX_CHARACTERS = 300;

	/**
	 * @param Setting             $untouched What it is set to while nothing is stored.
	 * @param array<string,mixed> $params
	 */
	private function __construct( public readonly Setting $untouched, private readonly array $params ) {}

	public static function schema(): array {
		return array(
			'action_id'        => self::action_id(),
			'is_enabled'       => array( 'type' => 'boolean' ),
			'phrases'          => self::phrases(),
			'counter_examples' => self::phrases(),
			'strictness'       => array( 'type' => array( 'number', 'null' ), 'minimum' => 0, 'maximum' => 1 ),
			'who'              => Schema::id( 64 ),
			'confirmation'     => Schema::text( 500, 0 ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$now = Registry::settings()[ $params['action_id'] ] ?? null;
		if ( $now === null ) {
			return Rest_Error::make( 'mxchat_action_not_found' );
		}
		return new self( $now, $params );
	}

	public function change( Setting $now ): Setting {
		return new Setting(
			$now->action_id,
			$this->params['is_enabled'] ?? $now->is_enabled,
			$now->position,
			self::distinct( $this->params['phrases'] ?? $now->phrases ),
			self::distinct( $this->params['counter_examples'] ?? $now->counter_examples ),
			array_key_exists( 'strictness', $this->params ) ? self::number( $this->params['strictness'] ) : $now->strictness,
			$this->params['who'] ?? $now->who,
			$this->params['confirmation'] ?? $now->confirmation,
		);
	}

	public static function action_id(): array {
		return array(
			'type'     => 'string',
			'pattern'  => '^[a-z0-9_-]{1,64}(/[a-z0-9-]{1,64})?$',
			'required' => true,
		);
	}

	/** Zero phrases are a list too: then only the label triggers. */
	public static function phrases(): array {
		return array( 'minItems' => 0 ) + Schema::list_of( Schema::text( self::MAX_CHARACTERS ), self::MAX_PHRASES );
	}

	/**
	 * @param string[] $phrases
	 * @return string[]
	 */
	public static function distinct( array $phrases ): array {
		return array_values( array_unique( array_filter( array_map( 'trim', $phrases ), static fn( string $phrase ) => $phrase !== '' ) ) );
	}

	private static function number( int|float|null $value ): ?float {
		return $value === null ? null : (float) $value;
	}
}
