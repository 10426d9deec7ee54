<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * One document that the site knows: one of its own posts, or pushed content.
 */
final class Source {

	/**
	 * @param int  $post_id   The site's own post that stands at this address; 0 if there is none.
	 * @param bool $is_pushed Whether a program gave the text; otherwise it was read from the post.
	 */
	public function __construct(
		public readonly string $bot_id,
		public readonly string $source_url,
		public readonly int $post_id,
		public readonly string $title,
		public readonly string $content_type,
		public readonly string $text,
		public readonly bool $is_pushed = false,
	) {}

	/**
	 * What the source is replaced by: a post keeps its id when its address changes, pushed content is its address.
	 */
	public function key(): string {
		return $this->is_pushed ? self::pushed_key( $this->source_url ) : self::post_key( $this->post_id );
	}

	public static function pushed_key( string $source_url ): string {
		return hash( 'sha256', $source_url );
	}

	public static function post_key( int $post_id ): string {
		return 'post:' . $post_id;
	}

	public function content_hash(): string {
		return hash( 'sha256', implode( "\0", array( $this->source_url, $this->post_id, $this->title, $this->content_type, $this->text ) ) );
	}
}
