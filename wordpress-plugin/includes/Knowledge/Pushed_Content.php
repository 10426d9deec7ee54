<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * What a program pushes, as a source.
 *
 * At the address of one of the site's own public posts it speaks in the post's place, and it is quoted only as long as
 * strangers may read that post. An address with a fragment stands for itself.
 */
final class Pushed_Content {

	private const TITLE_CHARACTERS = 160;

	/** An element that prose about HTML rarely closes. */
	private const HTML = '~</(?:a|article|b|blockquote|body|code|div|em|h[1-6]|html|li|main|ol|p|pre|section|span|strong|table|td|ul)>|<!doctype html|<br ?/?>~i';

	public static function source( string $bot_id, string $source_url, string $content_type, string $title, string $content ): Source {
		$is_html = (bool) preg_match( self::HTML, $content );
		$text    = $is_html ? Html_Text::from( $content ) : $content;
		return new Source(
			$bot_id,
			$source_url,
			self::post_id( $source_url ),
			$title !== '' ? $title : self::title( $content, $text, $is_html ),
			$content_type,
			$text,
			true,
		);
	}

	public static function post_id( string $source_url ): int {
		return str_contains( $source_url, '#' ) ? 0 : url_to_postid( $source_url );
	}

	/**
	 * The title of a document, or its first line without what marks a heading or a question.
	 */
	private static function title( string $content, string $text, bool $is_html ): string {
		if ( $is_html && preg_match( '~<title[^>]*>([^<]+)</title>~i', $content, $match ) && trim( $match[1] ) !== '' ) {
			return self::shorten( Html_Text::from( $match[1] ) );
		}
		$first_line = (string) strtok( ltrim( $text ), "\r\n" );
		return self::shorten( trim( (string) preg_replace( '/^(?:#{1,6}|Q:)\s+|\s+#+$/', '', $first_line ) ) );
	}

	private static function shorten( string $line ): string {
		$short = wp_html_excerpt( esc_html( $line ), self::TITLE_CHARACTERS, '…' );
		return html_entity_decode( $short, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	}
}
