<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

/**
 * An object of a program, as it is stored.
 */
final class Stored {

	/**
	 * @param string              $active_id Of a thread: the run that has it.
	 * @param array<string,mixed> $content
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $object_id,
		public readonly string $kind,
		public readonly string $owner,
		public readonly string $parent_id,
		public readonly string $session_id,
		public readonly string $active_id,
		public readonly int $created_at,
		public readonly array $content,
	) {}

	/**
	 * @param array<string,mixed> $content
	 */
	public function with( array $content ): self {
		return new self( $this->id, $this->object_id, $this->kind, $this->owner, $this->parent_id, $this->session_id, $this->active_id, $this->created_at, $content );
	}
}
