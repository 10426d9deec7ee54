<?php
declare( strict_types=1 );

namespace MxChat\Bots;

/**
 * A bot: who answers, from which knowledge, within which limits.
 *
 * Its own sources are those that were pushed to it. It reads those of other bots where the owner says so: the site's
 * pages are the default bot's.
 */
final class Bot {

	/** Of `assistant_id`: quotes of the site alone, never a model. */
	public const EXTRACTIVE = 'extractive';

	/** Of `actions`: every action of the site. */
	public const ALL_ACTIONS = array( '*' );

	/**
	 * @param string   $assistant_id        `asst_…`, `extractive`, or empty for the site's assistant.
	 * @param string[] $reads               Other bots whose sources it may use.
	 * @param string[] $content_types       Kinds of sources it may use, for example `page`; empty for all.
	 * @param ?float   $min_similarity      How close a source must be to count; null for the site's threshold.
	 * @param string[] $actions             Ids of the actions that it offers, or `*`.
	 * @param ?int     $messages_per_minute What one visitor may ask; null for the site's limit.
	 * @param bool     $is_test             Answers at no cost, and is all that a test token reaches.
	 * @param string[] $starters            Questions that an empty chat offers; none for the site's.
	 */
	public function __construct(
		public readonly string $bot_id,
		public readonly string $name,
		public readonly string $assistant_id = '',
		public readonly array $reads = array(),
		public readonly array $content_types = array(),
		public readonly ?float $min_similarity = null,
		public readonly array $actions = self::ALL_ACTIONS,
		public readonly ?int $messages_per_minute = null,
		public readonly bool $is_test = false,
		public readonly bool $is_enabled = true,
		public readonly string $heading = '',
		public readonly string $greeting = '',
		public readonly array $starters = array(),
	) {}

	/**
	 * The bots whose sources it may use: itself first.
	 *
	 * @return string[]
	 */
	public function readable_bot_ids(): array {
		return array_values( array_unique( array( $this->bot_id, ...$this->reads ) ) );
	}

	/**
	 * A bot in test mode does nothing in the world.
	 */
	public function allows_action( string $action_id ): bool {
		return ! $this->is_test && ( $this->actions === self::ALL_ACTIONS || in_array( $action_id, $this->actions, true ) );
	}

	/**
	 * The same bot with some fields changed.
	 *
	 * @param array<string,mixed> $changes By the names of the constructor's parameters.
	 */
	public function with( array $changes ): self {
		return new self( ...array_merge( get_object_vars( $this ), $changes ) );
	}
}
