<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Http\Fetched;
use MxChat\Http\Fetcher;
use MxChat\Http\Inflate;
use MxChat\Http\Url;

/**
 * The addresses in a sitemap or in an index of sitemaps. It is not parsed as XML: nothing in it can lead anywhere else.
 *
 * @see https://www.sitemaps.org/protocol.html
 */
final class Sitemap {

	/**
	 * @param string[] $urls
	 * @param bool     $is_index Whether the addresses are those of further sitemaps.
	 */
	private function __construct( public readonly array $urls, public readonly bool $is_index ) {}

	/**
	 * @return self|null Null if this is no sitemap.
	 */
	public static function read( Fetched $fetched, int $max_urls ): ?self {
		$text = Inflate::is_gzip( $fetched->body ) ? Inflate::gzip( $fetched->body, Fetcher::MAX_BYTES ) : $fetched->body;
		if ( $text === null ) {
			return null;
		}
		$is_index = (bool) preg_match( '/<sitemapindex[\s>]/', $text );
		if ( $is_index || preg_match( '/<urlset[\s>]/', $text ) ) {
			return new self( self::same_host( $fetched->url, self::locations( $text ), $max_urls ), $is_index );
		}
		return preg_match( '~^(?:\xef\xbb\xbf)?\s*https?://\S+\s*$~mD', $text ) && ! str_contains( $text, '<' )
			? new self( self::same_host( $fetched->url, preg_split( '/\s+/', trim( $text, "\xef\xbb\xbf \t\r\n" ) ), $max_urls ), false )
			: null;
	}

	/**
	 * @return string[]
	 */
	private static function locations( string $text ): array {
		preg_match_all( '~<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,4000}?)\s*(?:\]\]>)?\s*</loc>~', $text, $match );
		return array_map( static fn( string $location ) => html_entity_decode( $location, ENT_QUOTES | ENT_XML1, 'UTF-8' ), $match[1] );
	}

	/**
	 * A sitemap speaks for its own host alone.
	 *
	 * @param string[] $locations
	 * @return string[]
	 */
	private static function same_host( Url $sitemap, array $locations, int $max_urls ): array {
		$urls = array();
		foreach ( $locations as $location ) {
			$url = $sitemap->resolve( $location );
			if ( $url !== null && $url->host === $sitemap->host && $url->port === $sitemap->port ) {
				$urls[ $url->text() ] = true;
			}
			if ( count( $urls ) === $max_urls ) {
				break;
			}
		}
		return array_map( 'strval', array_keys( $urls ) );
	}
}
