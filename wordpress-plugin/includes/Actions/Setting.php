<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * What the owner has decided about one action.
 */
final class Setting {

	public const ANYONE    = 'anyone';
	public const SIGNED_IN = 'signed_in';

	/**
	 * @param string[] $phrases          What triggers it.
	 * @param string[] $counter_examples What must not.
	 * @param ?float   $strictness       Instead of the site's, 0 (eager) to 1 (strict).
	 * @param string   $who              ANYONE, SIGNED_IN, or a WordPress capability.
	 * @param string   $confirmation     The owner's wording of the question before it runs; empty for the action's own.
	 */
	public function __construct(
		public readonly string $action_id,
		public readonly bool $is_enabled,
		public readonly int $position,
		public readonly array $phrases,
		public readonly array $counter_examples = array(),
		public readonly ?float $strictness = null,
		public readonly string $who = self::ANYONE,
		public readonly string $confirmation = '',
	) {}

	public static function of( Action $action, int $position ): self {
		return new self( $action->id(), false, $position, $action->phrases() );
	}

	/**
	 * Whether the visitor who is asking now may trigger it.
	 */
	public function admits( int $user_id ): bool {
		return match ( $this->who ) {
			self::ANYONE    => true,
			self::SIGNED_IN => $user_id > 0,
			default         => $user_id > 0 && user_can( $user_id, $this->who ),
		};
	}
}
