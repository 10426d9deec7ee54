<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * A chunk that was found, with the page it comes from.
 */
final class Passage {

	/**
	 * @param int    $position   The chunk's place in its source.
	 * @param ?float $similarity Cosine similarity to the question; null if it was found by its words alone.
	 */
	public function __construct(
		public readonly int $chunk_id,
		public readonly int $source_id,
		public readonly int $position,
		public readonly string $source_url,
		public readonly string $title,
		public readonly string $content_type,
		public readonly string $text,
		public readonly ?float $similarity,
	) {}

	/**
	 * @return array{title:string,text:string}
	 */
	public function for_core(): array {
		return array(
			'title' => $this->title,
			'text'  => $this->text,
		);
	}
}
