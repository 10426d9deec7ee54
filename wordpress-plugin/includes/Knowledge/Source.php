<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * One document that the site knows: a page, a post, or pushed content.
 */
final class Source {

	public function __construct(
		public readonly string $bot_id,
		public readonly string $source_url,
		public readonly int $post_id,
		public readonly string $title,
		public readonly string $content_type,
		public readonly string $text,
	) {}

	public function url_hash(): string {
		return hash( 'sha256', $this->source_url );
	}

	public function content_hash(): string {
		return hash( 'sha256', $this->title . "\0" . $this->content_type . "\0" . $this->text );
	}
}
