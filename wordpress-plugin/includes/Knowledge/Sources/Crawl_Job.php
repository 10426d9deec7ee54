<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Http\Fetched;
use MxChat\Http\Fetcher;
use MxChat\Http\Url;
use MxChat\Jobs;
use MxChat\Knowledge\Segment_Builder;

/**
 * Reads an address and the pages that it lists, one request in a step, and never faster than the host likes.
 *
 * A round notes what it has seen. What earlier rounds knew and this one has not seen is gone, but only where the lists
 * could be read to their end.
 */
final class Crawl_Job implements Jobs\Handler {

	private const PAUSE_MILLISECONDS = 1000;
	private const MAX_SITEMAPS       = 50;
	private const MAX_DEPTH          = 2;
	private const MAX_PAGES          = 5000;
	private const MAX_FAILURES       = 3;
	private const BATCH              = 50;
	private const ACCEPT             = 'application/xml,text/xml,text/plain,*/*;q=0.1';

	/**
	 * @return string The job's id, or an empty string if it could not be stored.
	 */
	public static function start( Web_Source $source ): string {
		Jobs\Store::supersede( self::lane( $source ) );
		$round    = Store::begin_round( $source );
		$sitemaps = $source->kind === Web_Source::SITEMAP ? array( array( $source->url, 0 ) ) : array();
		if ( ! $sitemaps ) {
			Page_Store::see( Store::find_row( $source->row ), array( $source->url ) );
		}
		return self::add( $source, array( 'round' => $round, 'sitemaps' => $sitemaps, 'lists' => 0, 'error' => '' ) );
	}

	/**
	 * Forgets an address with all that was read from it.
	 */
	public static function delete( Web_Source $source ): string {
		Store::note_deleting( $source );
		Jobs\Store::supersede( self::lane( $source ) );
		return self::add( $source, array() );
	}

	public static function open( Web_Source $source ): ?Jobs\Job {
		return Jobs\Store::find_open( self::lane( $source ) );
	}

	public function step( array $state ): Jobs\Step {
		$source = Store::find_row( (int) $state['source'] );
		if ( $source === null ) {
			return Jobs\Step::last( 0 );
		}
		if ( $source->status === Web_Source::DELETING ) {
			return self::delete_some( $source, $state );
		}
		if ( $source->round !== ( $state['round'] ?? 0 ) ) {
			return Jobs\Step::last( 0 );
		}
		if ( $state['sitemaps'] ) {
			return self::read_sitemap( $source, $state );
		}
		$page = Page_Store::next( $source );
		return $page !== null ? self::read_page( $source, $page, $state ) : self::end( $source, $state );
	}

	private static function read_sitemap( Web_Source $source, array $state ): Jobs\Step {
		[ $address, $depth ] = $state['sitemaps'][0];
		$wait                = self::wait_for_host( $address );
		if ( $wait > 0 ) {
			return self::wait( $source, $state, $wait );
		}
		$left    = max( 0, self::max_pages() - Page_Store::progress( $source )['seen'] );
		$fetched = Fetcher::get( $address, array( 'Accept' => self::ACCEPT ), array( Robots_Gate::class, 'check' ) );
		$sitemap = $fetched instanceof Fetched && $fetched->status === 200 ? Sitemap::read( $fetched, $left + 1 ) : null;

		array_shift( $state['sitemaps'] );
		++$state['lists'];
		if ( $sitemap === null ) {
			$state['error'] = is_wp_error( $fetched ) ? (string) $fetched->get_error_code() : 'mxchat_sitemap_unreadable';
		} elseif ( $sitemap->is_index ) {
			$state = self::with_further_sitemaps( $state, $sitemap, $depth + 1 );
		} else {
			Page_Store::see( $source, array_slice( $sitemap->urls, 0, $left ) );
			$state['error'] = count( $sitemap->urls ) > $left ? 'mxchat_sitemap_too_long' : $state['error'];
		}
		return self::more( $source, $state );
	}

	/**
	 * An index that leads too deep leads nowhere.
	 */
	private static function with_further_sitemaps( array $state, Sitemap $index, int $depth ): array {
		if ( $depth > self::MAX_DEPTH ) {
			return $state;
		}
		$room    = max( 0, self::MAX_SITEMAPS - $state['lists'] - count( $state['sitemaps'] ) );
		$further = array_map( static fn( string $url ) => array( $url, $depth ), array_slice( $index->urls, 0, $room ) );
		return array(
			'sitemaps' => array_merge( $state['sitemaps'], $further ),
			'error'    => count( $further ) < count( $index->urls ) ? 'mxchat_sitemap_too_long' : $state['error'],
		) + $state;
	}

	private static function read_page( Web_Source $source, Web_Page $page, array $state ): Jobs\Step {
		$wait = self::wait_for_host( $page->url );
		if ( $wait > 0 ) {
			return self::wait( $source, $state, $wait );
		}
		$result = Reader::read( $page );
		if ( $result->wait_seconds !== null && $page->failures + 1 < self::MAX_FAILURES ) {
			Page_Store::note_try( $page );
			Host_Store::hold( Url::parse( $page->url ), $result->wait_seconds );
			return self::wait( $source, $state, 1000 * $result->wait_seconds );
		}
		Page_Store::note_read( $page, $source->round, $result->fields );
		if ( $source->kind === Web_Source::PAGE ) {
			$state['error'] = $result->error_code;
		}
		return self::more( $source, $state );
	}

	private static function end( Web_Source $source, array $state ): Jobs\Step {
		$gone = $state['error'] === '' ? Page_Store::unseen( $source, self::BATCH ) : array();
		if ( $gone ) {
			self::forget( $source, $gone );
			return self::more( $source, $state );
		}
		[ 'read' => $read, 'seen' => $seen ] = Page_Store::progress( $source );
		Store::end_round( $source, $state['error'] === '' && $seen === 0 ? 'mxchat_sitemap_unreadable' : $state['error'] );
		Recrawl::plan();
		return Jobs\Step::last( $read, array( 'pages' => Page_Store::counts( array( $source->row ) )[ $source->row ] ?? array() ) );
	}

	private static function delete_some( Web_Source $source, array $state ): Jobs\Step {
		$pages = Page_Store::some( $source, self::BATCH );
		$done  = ( $state['done'] ?? 0 ) + count( $pages );
		if ( $pages ) {
			self::forget( $source, $pages );
			return Jobs\Step::more( array( 'done' => $done ) + $state, $done, $done + Page_Store::count( $source ) );
		}
		Store::delete( $source );
		return Jobs\Step::last( $done );
	}

	/**
	 * @param Web_Page[] $pages
	 */
	private static function forget( Web_Source $source, array $pages ): void {
		foreach ( $pages as $page ) {
			Reader::forget( $page );
			Page_Store::delete( array( $page ) );
		}
		Segment_Builder::bring_up_to_date( $source->bot_id );
	}

	private static function more( Web_Source $source, array $state ): Jobs\Step {
		[ 'read' => $read, 'seen' => $seen ] = Page_Store::progress( $source );
		return Jobs\Step::more( $state, $read, $seen );
	}

	private static function wait( Web_Source $source, array $state, int $milliseconds ): Jobs\Step {
		[ 'read' => $read, 'seen' => $seen ] = Page_Store::progress( $source );
		return Jobs\Step::wait( $state, $read, $seen, (int) ceil( microtime( true ) + $milliseconds / 1000 ) );
	}

	/**
	 * @return int Milliseconds; 0 if it is our turn.
	 */
	private static function wait_for_host( string $address ): int {
		$url = Url::parse( $address );
		return $url === null ? 0 : Host_Store::take_turn( $url, self::pause( $url ) );
	}

	private static function pause( Url $url ): int {
		/**
		 * The pause between two requests to a host, in milliseconds; a longer one in its robots.txt goes before.
		 *
		 * @param int    $milliseconds One second.
		 * @param string $host         The host.
		 */
		$pause = (int) apply_filters( 'mxchat_crawl_pause', self::PAUSE_MILLISECONDS, $url->host );
		return max( $pause, 1000 * Robots_Gate::delay_seconds( $url ) );
	}

	private static function max_pages(): int {
		/**
		 * How many pages one sitemap may bring.
		 *
		 * @param int $pages 5,000.
		 */
		return max( 1, (int) apply_filters( 'mxchat_crawl_max_pages', self::MAX_PAGES ) );
	}

	private static function add( Web_Source $source, array $state ): string {
		return Jobs\Queue::add( Jobs\Kinds::CRAWL, array( 'source' => $source->row ) + $state, self::lane( $source ) );
	}

	private static function lane( Web_Source $source ): string {
		return 'crawl:' . $source->row;
	}
}
