<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * A chunk that was found, with the page it comes from.
 */
final class Passage {

	public function __construct(
		public readonly int $chunk_id,
		public readonly int $source_id,
		public readonly string $source_url,
		public readonly string $title,
		public readonly string $content_type,
		public readonly string $text,
		public readonly float $score,
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
