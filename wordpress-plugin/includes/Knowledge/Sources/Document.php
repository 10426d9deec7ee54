<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Http\Fetched;
use MxChat\Http\Fetcher;
use MxChat\Http\Url;
use MxChat\Knowledge\Html_Text;

/**
 * A page as it is read: its title, its text, and what it says of itself to crawlers.
 */
final class Document {

	private const HTML = array( 'text/html', 'application/xhtml+xml' );

	/** A `main` element with less text than this is not where the text is. */
	private const MIN_MAIN_BYTES = 200;

	private function __construct(
		public readonly string $title,
		public readonly string $text,
		public readonly bool $is_noindex,
		public readonly ?Url $canonical,
	) {}

	/**
	 * @return self|null Null if it is no text.
	 */
	public static function read( Fetched $fetched ): ?self {
		$type = $fetched->content_type();
		if ( $type === 'text/plain' || $type === 'text/markdown' ) {
			return new self( '', self::utf8( $fetched->body, $fetched->charset() ), self::forbids( $fetched->header( 'X-Robots-Tag' ) ), null );
		}
		return in_array( $type, self::HTML, true ) ? self::read_html( $fetched ) : null;
	}

	private static function read_html( Fetched $fetched ): self {
		$html  = self::utf8( $fetched->body, $fetched->charset() ?: self::charset_of( $fetched->body ) );
		$title = '';
		$words = $fetched->header( 'X-Robots-Tag' );
		$link  = '';
		$tags  = new \WP_HTML_Tag_Processor( $html );
		while ( $tags->next_tag() && $tags->get_tag() !== 'BODY' ) {
			if ( $tags->get_tag() === 'TITLE' && $title === '' ) {
				$title = trim( (string) preg_replace( '/\s+/u', ' ', $tags->get_modifiable_text() ) );
			} elseif ( $tags->get_tag() === 'META' && in_array( strtolower( (string) $tags->get_attribute( 'name' ) ), array( 'robots', strtolower( Fetcher::PRODUCT ) ), true ) ) {
				$words .= ',' . $tags->get_attribute( 'content' );
			} elseif ( $tags->get_tag() === 'LINK' && strtolower( (string) $tags->get_attribute( 'rel' ) ) === 'canonical' ) {
				$link = (string) $tags->get_attribute( 'href' );
			}
		}
		return new self( $title, self::text( $html ), self::forbids( $words ), $link === '' ? null : self::canonical( $fetched->url, $link ) );
	}

	/**
	 * The text of the page's main part where it has one: menus and footers answer no question.
	 */
	private static function text( string $html ): string {
		$start = stripos( $html, '<main' );
		$end   = strripos( $html, '</main>' );
		$main  = $start !== false && $end !== false && $end > $start ? Html_Text::from( substr( $html, $start, $end - $start ) ) : '';
		return strlen( $main ) >= self::MIN_MAIN_BYTES ? $main : Html_Text::from( $html );
	}

	/**
	 * A page may say which of its own addresses is the right one; it may not speak for another host.
	 */
	private static function canonical( Url $url, string $link ): ?Url {
		$canonical = $url->resolve( $link );
		return $canonical !== null && $canonical->host === $url->host && $canonical->port === $url->port ? $canonical : null;
	}

	private static function forbids( string $words ): bool {
		return (bool) preg_match( '/(?:^|[\s,:])(?:noindex|none)(?:$|[\s,])/i', $words );
	}

	private static function charset_of( string $html ): string {
		return preg_match( '/<meta[^>]{0,200}charset\s*=\s*["\']?([A-Za-z0-9_:.-]{1,40})/i', substr( $html, 0, 4096 ), $match ) ? strtolower( $match[1] ) : '';
	}

	/**
	 * Without a word about it, what is no UTF-8 is taken for the web's old default.
	 */
	private static function utf8( string $bytes, string $charset ): string {
		if ( preg_match( '//u', $bytes ) && ! str_starts_with( $charset, 'utf-16' ) ) {
			return (string) preg_replace( '/^\xef\xbb\xbf|\x00/', '', $bytes );
		}
		$from      = $charset === '' || $charset === 'utf-8' || $charset === 'iso-8859-1' ? 'windows-1252' : $charset;
		$converted = function_exists( 'iconv' ) ? @iconv( $from, 'UTF-8//IGNORE', $bytes ) : false; // phpcs:ignore -- An unknown name is no mistake of ours.
		return $converted === false || $converted === '' ? wp_check_invalid_utf8( $bytes, true ) : str_replace( "\0", '', $converted );
	}
}
