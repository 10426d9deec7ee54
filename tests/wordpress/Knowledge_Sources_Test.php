<?php
declare( strict_types=1 );

use MxChat\Jobs;
use MxChat\Knowledge\Retriever;
use MxChat\Knowledge\Sources\Host_Store;
use MxChat\Knowledge\Sources\Recrawl;
use MxChat\Knowledge\Sources\Robots;
use MxChat\Knowledge\Sources\Sitemap;
use MxChat\Http\Fetched;
use MxChat\Http\Url;
use MxChat\Schema;

require_once __DIR__ . '/Web.php';

final class Knowledge_Sources_Test extends Site_Test_Case {

	private const HTML = array( 'Content-Type' => 'text/html; charset=utf-8' );

	private static ?Web $web = null;

	private string $token = '';

	public static function setUpBeforeClass(): void {
		self::$web = new Web();
	}

	public static function tearDownAfterClass(): void {
		self::$web = null;
		parent::tearDownAfterClass();
	}

	protected function setUp(): void {
		parent::setUp();
		$this->token = $this->mint_token( array( 'knowledge:read', 'knowledge:write' ) );
		add_filter( 'mxchat_fetch_exemptions', array( $this, 'exempt' ) );
		add_filter( 'mxchat_crawl_pause', '__return_zero' );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_fetch_exemptions', array( $this, 'exempt' ) );
		remove_filter( 'mxchat_crawl_pause', '__return_zero' );
		wp_clear_scheduled_hook( Jobs\Queue::HOOK );
		wp_clear_scheduled_hook( Recrawl::HOOK );
		parent::tearDown();
	}

	public function exempt(): array {
		return array( '127.0.0.1:' . self::$web->port, '127.0.0.2:' . self::$web->port );
	}

	public function test_a_page_is_read_and_known(): void {
		self::$web->script( array( '/zeppelin' => self::page( 'Zeppelin tickets', '<p>Zeppelin tickets are sold at the kiosk – täglich.</p><script>evil()</script>' ) ) );
		$added = $this->call( 'POST', '', array( 'url' => self::$web->url( '/zeppelin#top' ), 'recrawl_hours' => 12 ) );
		$this->assertSame( array( 202, 'reading', 'page', 'default', 12, 'crawl' ), array( $added->get_status(), $added->get_data()['status'], $added->get_data()['kind'], $added->get_data()['bot_id'], $added->get_data()['recrawl_hours'], $added->get_data()['job']['kind'] ) );
		$this->assertSame( array(), self::$web->requests(), 'Not while the owner waits.' );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( '/robots.txt', '/zeppelin' ), $this->paths() );
		$source = $this->source( $added );
		$this->assertSame( array( 'ready', null, 1 ), array( $source['status'], $source['error'], $source['pages']['known'] ) );
		$this->assertEqualsWithDelta( time() + 12 * HOUR_IN_SECONDS, strtotime( $source['next_read_at'] ), 30 );
		$this->assertSame( array( 'Zeppelin tickets are sold at the kiosk – täglich.' ), $this->texts( 'zeppelin tickets' ) );
		$known = $this->known()[0];
		$this->assertSame( array( self::$web->url( '/zeppelin' ), 'Zeppelin tickets', 'web', 'push' ), array( $known['source_url'], $known['title'], $known['content_type'], $known['origin'] ) );
	}

	public function test_a_sitemap_brings_its_pages_and_takes_them_away(): void {
		$this->three_pages( array( '/1', '/2', '/3' ) );
		$source = $this->read( '/sitemap.xml', 'sitemap' );
		$this->assertSame( array( 'ready', 3 ), array( $source['status'], $source['pages']['known'] ) );
		$this->assertSame( array( '/1', '/2', '/3' ), $this->known_paths() );

		$this->three_pages( array( '/1', '/3' ) );
		$this->read_again( $source );
		$this->assertSame( array( '/1', '/3' ), $this->known_paths() );
		$this->assertNotContains( 'Shelf 2 holds quartz2stone lamps.', $this->texts( 'quartz2stone' ) );
	}

	public function test_a_list_that_cannot_be_read_costs_nothing(): void {
		$this->three_pages( array( '/1', '/2', '/3' ) );
		$source = $this->read( '/sitemap.xml', 'sitemap' );
		foreach ( array( array( 'status' => 500 ), array( 'status' => 200, 'body' => '<html>Maintenance</html>' ), array( 'status' => 404 ) ) as $answer ) {
			self::$web->script( array( '/sitemap.xml' => $answer ) );
			$again = $this->read_again( $source );
			$this->assertSame( array( 'failed', 'mxchat_sitemap_unreadable' ), array( $again['status'], $again['error']['code'] ) );
			$this->assertSame( array( '/1', '/2', '/3' ), $this->known_paths() );
		}
	}

	public function test_an_index_of_sitemaps_is_followed_for_its_own_host(): void {
		$gzip = array( 'gzip' => self::sitemap( array( '/2' ) ), 'headers' => array( 'Content-Type' => 'application/gzip' ) );
		self::$web->script(
			array(
				'/index.xml' => array( 'body' => self::index( array( '/a.xml', '/b.xml.gz', 'http://127.0.0.2:' . self::$web->port . '/c.xml', '/index.xml' ) ) ),
				'/a.xml'     => array( 'body' => self::sitemap( array( '/1', 'http://127.0.0.2:' . self::$web->port . '/elsewhere', 'file:///etc/passwd', '/1#again' ) ) ),
				'/b.xml.gz'  => $gzip,
				'/1'         => self::page( 'One', 'The first page.' ),
				'/2'         => self::page( 'Two', 'The second page.' ),
			)
		);
		$source = $this->read( '/index.xml', 'sitemap' );
		$this->assertSame( array( '/1', '/2' ), $this->known_paths() );
		$this->assertNotContains( '127.0.0.2', self::$web->connections() );
		// The index names itself: two levels down that ends.
		$this->assertLessThan( 40, count( self::$web->requests() ) );
		$this->assertSame( 'ready', $source['status'] );
	}

	public function test_a_sitemap_brings_no_more_pages_than_are_wanted(): void {
		$two = static fn() => 2;
		add_filter( 'mxchat_crawl_max_pages', $two );
		$this->three_pages( array( '/1', '/2', '/3' ) );
		$source = $this->read( '/sitemap.xml', 'sitemap' );
		remove_filter( 'mxchat_crawl_max_pages', $two );
		$this->assertSame( array( 'mxchat_sitemap_too_long', array( '/1', '/2' ) ), array( $source['error']['code'], $this->known_paths() ) );
	}

	public function test_what_has_not_changed_is_not_read_again(): void {
		$page = self::page( 'Zeppelins', 'Zeppelins fly.' );
		self::$web->script( array( '/' => array( 'headers' => array( 'ETag' => '"v1"', 'Last-Modified' => 'Sat, 21 Nov 2026 05:00:00 GMT' ) + self::HTML ) + $page ) );
		$source = $this->read( '/' );
		self::$web->script( array( '/' => array( 'status' => 304 ) ) );
		$again   = $this->read_again( $source );
		$headers = self::$web->requests()[0]['headers'];
		$this->assertSame( array( '"v1"', 'Sat, 21 Nov 2026 05:00:00 GMT' ), array( $headers['if-none-match'], $headers['if-modified-since'] ) );
		$this->assertSame( array( 'ready', 1, array( '/' ) ), array( $again['status'], $again['pages']['known'], $this->known_paths() ) );
	}

	public function test_a_change_replaces_what_was_known(): void {
		self::$web->script( array( '/' => self::page( 'Zeppelins', 'Zeppelin tickets, the old price list.' ) ) );
		$source = $this->read( '/' );
		self::$web->script( array( '/' => self::page( 'Zeppelins', 'Zeppelin tickets, the new price list.' ) ) );
		$this->read_again( $source );
		$this->assertSame( array( 1, 1 ), array( count( $this->known() ), $this->count_rows( 'chunks' ) ) );
		$this->assertSame( array( 'Zeppelin tickets, the new price list.' ), $this->texts( 'zeppelin tickets' ) );
	}

	/**
	 * @dataProvider endings
	 */
	public function test_a_page_that_may_not_be_known_any_more_is_forgotten( array $answers, string $status, string $code ): void {
		self::$web->script( array( '/a' => self::page( 'Zeppelins', 'Zeppelin tickets are sold here.' ) ) );
		$source = $this->read( '/a' );
		$this->assertCount( 1, $this->known() );
		self::$web->script( $answers );
		$this->forget_robots();
		$this->read_again( $source );
		$this->assertSame( array(), $this->known() );
		$page = $this->call( 'GET', "/{$source['id']}/pages" )->get_data()['items'][0];
		$this->assertSame( array( $status, $code, null ), array( $page['status'], $page['error']['code'], $page['known_url'] ) );
	}

	public function endings(): array {
		return array(
			'404'      => array( array(), 'failed', 'mxchat_page_gone' ),
			'410'      => array( array( '/a' => array( 'status' => 410 ) ), 'failed', 'mxchat_page_gone' ),
			'noindex'  => array( array( '/a' => array( 'body' => '<html><head><meta name="ROBOTS" content="noindex, follow"></head><body>Tickets</body></html>', 'headers' => self::HTML ) ), 'left_out', 'mxchat_page_noindex' ),
			'header'   => array( array( '/a' => array( 'body' => '<p>Tickets</p>', 'headers' => array( 'X-Robots-Tag' => 'none' ) + self::HTML ) ), 'left_out', 'mxchat_page_noindex' ),
			'for us'   => array( array( '/a' => array( 'body' => '<meta name="mxchatbot" content="noindex"><p>Tickets</p>', 'headers' => self::HTML ) ), 'left_out', 'mxchat_page_noindex' ),
			'empty'    => array( array( '/a' => array( 'body' => '<script>render()</script>', 'headers' => self::HTML ) ), 'left_out', 'mxchat_page_empty' ),
			'an image' => array( array( '/a' => array( 'body' => 'x', 'headers' => array( 'Content-Type' => 'image/png' ) ) ), 'left_out', 'mxchat_page_no_text' ),
			'robots'   => array( array( '/a' => self::page( 'Zeppelins', 'Still here.' ), '/robots.txt' => array( 'body' => "User-agent: *\nDisallow: /" ) ), 'left_out', 'mxchat_robots_disallow' ),
		);
	}

	/**
	 * @dataProvider troubles
	 */
	public function test_a_page_in_trouble_stays_known( array $answers, string $code ): void {
		self::$web->script( array( '/a' => self::page( 'Zeppelins', 'Zeppelin tickets are sold here.' ) ) );
		$source = $this->read( '/a' );
		self::$web->script( $answers );
		$this->forget_robots();
		$again = $this->read_again( $source );
		$this->assertSame( array( 'failed', $code, 1 ), array( $again['status'], $again['error']['code'], count( $this->known() ) ) );
	}

	public function troubles(): array {
		return array(
			'500'              => array( array( '/a' => array( 'status' => 500 ) ), 'mxchat_page_status' ),
			'403'              => array( array( '/a' => array( 'status' => 403 ) ), 'mxchat_page_status' ),
			'503'              => array( array( '/a' => array( 'status' => 503, 'headers' => array( 'Retry-After' => '60' ) ) ), 'mxchat_page_status' ),
			'too many hops'    => array( array( '/a' => array( 'status' => 302, 'headers' => array( 'Location' => '/a' ) ) ), 'mxchat_fetch_redirects' ),
			'a hop inside'     => array( array( '/a' => array( 'status' => 302, 'headers' => array( 'Location' => 'http://10.0.0.1/' ) ) ), 'mxchat_fetch_refused' ),
			'robots is broken' => array( array( '/a' => self::page( 'Zeppelins', 'Still here.' ), '/robots.txt' => array( 'status' => 500 ) ), 'mxchat_robots_unreachable' ),
		);
	}

	public function test_robots_txt_is_asked_before_anything_else_and_once_a_day(): void {
		$this->three_pages( array( '/1', '/2', '/private/3' ), array( '/robots.txt' => array( 'body' => "User-agent: other\nDisallow: /\n\nUser-agent: MxChatBot\nDisallow: /private/\n" ) ) );
		$source = $this->read( '/sitemap.xml', 'sitemap' );
		$this->assertSame( array( '/robots.txt', '/sitemap.xml', '/1', '/2' ), $this->paths() );
		$this->assertSame( array( 2, 1 ), array( $source['pages']['known'], $source['pages']['left_out'] ) );
		$this->read_again( $source );
		$this->assertCount( 1, array_keys( $this->paths(), '/robots.txt', true ) );
	}

	public function test_a_redirect_does_not_lead_past_robots_txt(): void {
		self::$web->script(
			array(
				'/robots.txt' => array( 'body' => "User-agent: *\nDisallow: /private" ),
				'/a'          => array( 'status' => 301, 'headers' => array( 'Location' => '/private/b' ) ),
				'/private/b'  => self::page( 'Secret', 'Secret zeppelins.' ),
			)
		);
		$source = $this->read( '/a' );
		$this->assertSame( array( 'mxchat_robots_disallow', array( '/robots.txt', '/a' ) ), array( $source['error']['code'], $this->paths() ) );
	}

	public function test_a_host_is_asked_slowly(): void {
		$pause = static fn( int $none, string $host ) => $host === '127.0.0.1' ? 400 : 0;
		add_filter( 'mxchat_crawl_pause', $pause, 20, 2 );
		$this->three_pages( array( '/1', '/2' ) );
		$this->read( '/sitemap.xml', 'sitemap' );
		remove_filter( 'mxchat_crawl_pause', $pause, 20 );
		$times = array_map( static fn( array $request ) => $request['time'], array_slice( self::$web->requests(), 1 ) );
		$this->assertCount( 3, $times );
		$this->assertGreaterThanOrEqual( 250, $times[1] - $times[0] );
		$this->assertGreaterThanOrEqual( 250, $times[2] - $times[1] );
		$this->assertSame( 0, Host_Store::take_turn( Url::parse( 'http://127.0.0.2/' ), 100_000 ), 'Another host is another matter.' );
		$this->assertGreaterThan( 50_000, Host_Store::take_turn( Url::parse( 'http://127.0.0.2/' ), 100_000 ) );
	}

	public function test_a_host_that_asks_for_peace_gets_it(): void {
		self::$web->script( array( '/a' => array( array( 'status' => 429, 'headers' => array( 'Retry-After' => '100' ) ), self::page( 'Zeppelins', 'Zeppelins fly.' ) ) ) );
		$added = $this->call( 'POST', '', array( 'url' => self::$web->url( '/a' ) ) );
		Jobs\Runner::run( 60 );
		$this->assertSame( array( '/robots.txt', '/a' ), $this->paths() );
		$this->assertEqualsWithDelta( time() + 100, Jobs\Store::next_due_at(), 30 );
		$this->let_time_pass();
		Jobs\Runner::run( 60 );
		$this->assertSame( 'ready', $this->source( $added )['status'] );
	}

	public function test_the_canonical_address_of_the_same_host_is_the_one_that_is_known(): void {
		$with = static fn( string $link ) => array( 'body' => "<html><head><title>Zeppelins</title><link rel='canonical' href='$link'></head><body>Zeppelins fly.</body></html>", 'headers' => self::HTML );
		self::$web->script( array( '/a?utm=1' => $with( '/a' ), '/b' => $with( 'https://example.com/b' ), '/c' => array( 'status' => 301, 'headers' => array( 'Location' => '/d' ) ), '/d' => self::page( 'D', 'Ballooons fly.' ) ) );
		foreach ( array( '/a?utm=1', '/b', '/c' ) as $path ) {
			$this->read( $path );
		}
		$this->assertSame( array( '/a', '/b', '/d' ), $this->known_paths() );
	}

	public function test_the_main_part_of_a_page_is_its_text(): void {
		$main = str_repeat( 'Zeppelins fly on Sundays. ', 20 );
		self::$web->script( array( '/' => array( 'body' => "<body><header>Buy now!</header><main id='x'><h1>Flights</h1><p>$main</p></main><footer>All rights reserved</footer></body>", 'headers' => self::HTML ) ) );
		$this->read( '/' );
		global $wpdb;
		$content = implode( ' ', $wpdb->get_col( 'SELECT content FROM ' . Schema::table( 'chunks' ) ) );
		$this->assertStringContainsString( 'Zeppelins fly on Sundays', $content );
		$this->assertStringNotContainsString( 'Buy now', $content );
		$this->assertStringNotContainsString( 'rights reserved', $content );
	}

	/**
	 * @dataProvider charsets
	 */
	public function test_other_charsets_are_understood( string $type, string $html ): void {
		self::$web->script( array( '/' => array( 'base64' => base64_encode( $html ), 'headers' => array( 'Content-Type' => $type ) ) ) );
		$this->read( '/' );
		$this->assertSame( array( 'Grüße an Zeppeline' ), $this->texts( 'zeppeline' ) );
	}

	public function charsets(): array {
		return array(
			'header'      => array( 'text/html; charset=ISO-8859-1', "<p>Gr\xfc\xdfe an Zeppeline</p>" ),
			'meta'        => array( 'text/html', "<meta charset='windows-1252'><p>Gr\xfc\xdfe an Zeppeline</p>" ),
			'nothing'     => array( 'text/html', "<p>Gr\xfc\xdfe an Zeppeline</p>" ),
			'byte order'  => array( 'text/plain', "\xef\xbb\xbfGrüße an Zeppeline" ),
			'UTF-16'      => array( 'text/plain; charset=utf-16le', "G\0r\0\xfc\0\xdf\0e\0 \0a\0n\0 \0Z\0e\0p\0p\0e\0l\0i\0n\0e\0" ),
		);
	}

	public function test_the_sites_own_pages_are_known_already(): void {
		$this->publish( 'Zeppelins', '<p>Zeppelins fly.</p>' );
		$own = static fn( string $url ) => str_contains( $url, '/own' ) ? home_url( '/zeppelins/' ) : $url;
		add_filter( 'url_to_postid', $own );
		self::$web->script( array( '/own' => self::page( 'Zeppelins', 'Zeppelins fly.' ) ) );
		$source = $this->read( '/own' );
		remove_filter( 'url_to_postid', $own );
		$this->assertSame( 'mxchat_page_own', $source['error']['code'] );
	}

	public function test_an_address_is_removed_with_all_that_it_brought(): void {
		$this->three_pages( array( '/1', '/2' ) );
		$sitemap = $this->read( '/sitemap.xml', 'sitemap' );
		$page    = $this->read( '/1' );
		$deleted = $this->call( 'DELETE', '/' . $sitemap['id'] );
		$this->assertSame( array( 202, 'deleting' ), array( $deleted->get_status(), $deleted->get_data()['status'] ) );
		$this->assertRefused( 404, 'mxchat_source_not_found', $this->call( 'GET', '/' . $sitemap['id'] ) );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( '/1' ), $this->known_paths(), 'The page was added on its own as well.' );
		$this->call( 'DELETE', '/' . $page['id'] );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( array(), 0, 0, 0 ), array( $this->known_paths(), $this->count_rows( 'web_sources' ), $this->count_rows( 'web_pages' ), $this->count_rows( 'chunks' ) ) );
	}

	public function test_the_same_address_is_added_once(): void {
		self::$web->script( array( '/' => self::page( 'Zeppelins', 'Zeppelins fly.' ) ) );
		$first  = $this->read( '/' );
		$second = $this->call( 'POST', '', array( 'url' => self::$web->url( '/' ), 'recrawl_hours' => 0 ) )->get_data();
		$this->assertSame( array( $first['id'], 0, 1 ), array( $second['id'], $second['recrawl_hours'], $this->count_rows( 'web_sources' ) ) );
		Jobs\Runner::run( 10 );
		$this->assertNull( $this->call( 'GET', '/' . $first['id'] )->get_data()['next_read_at'] );
		$this->assertFalse( wp_next_scheduled( Recrawl::HOOK ) );
	}

	public function test_an_address_is_read_again_when_its_time_has_come(): void {
		global $wpdb;
		self::$web->script( array( '/' => self::page( 'Zeppelins', 'Zeppelins fly on Sundays.' ) ) );
		$source = $this->read( '/' );
		$this->assertEqualsWithDelta( time() + DAY_IN_SECONDS, wp_next_scheduled( Recrawl::HOOK ), 30 );
		$wpdb->query( 'UPDATE ' . Schema::table( 'web_sources' ) . ' SET next_crawl_at = 1' );
		self::$web->script( array( '/' => self::page( 'Zeppelins', 'Zeppelins fly on Mondays.' ) ) );
		do_action( Recrawl::HOOK );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( 'Zeppelins fly on Mondays.' ), $this->texts( 'zeppelins' ) );
	}

	public function test_a_reading_that_is_begun_anew_ends_the_one_before_it(): void {
		$this->three_pages( array( '/1', '/2', '/3' ) );
		$added = $this->call( 'POST', '', array( 'url' => self::$web->url( '/sitemap.xml' ), 'kind' => 'sitemap' ) );
		$first = Jobs\Store::claim();
		( new MxChat\Knowledge\Sources\Crawl_Job() )->step( $first->state );
		$this->call( 'POST', '/' . $added->get_data()['id'] . '/read' );
		$this->assertTrue( ( new MxChat\Knowledge\Sources\Crawl_Job() )->step( $first->state )->is_last );
		Jobs\Store::finish( $first );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( 'ready', 3 ), array( $this->source( $added )['status'], $this->source( $added )['pages']['known'] ) );
	}

	/**
	 * @dataProvider refused_addresses
	 */
	public function test_an_address_that_is_not_on_the_web_is_refused( string $url ): void {
		$this->assertRefused( 400, 'rest_invalid_param', $this->call( 'POST', '', array( 'url' => $url ) ) );
	}

	public function refused_addresses(): array {
		$urls = array( 'http://10.0.0.1/', 'http://2130706433/', 'http://[::1]/', 'https://user:password@example.com/', 'http://example.com:6379/', 'file:///etc/passwd', 'example.com', 'http://0x7f.1/' );
		return array_combine( $urls, array_map( static fn( string $url ) => array( $url ), $urls ) );
	}

	public function test_changes_are_reported_in_few_events(): void {
		$events = array();
		$note   = static function ( string $type, array $data ) use ( &$events ): void {
			$events[] = array( $type, $data );
		};
		MxChat\Webhooks\Store::insert( 'https://example.com/', '', array( 'knowledge.updated' ), true, MxChat\Webhooks\Signature::new_secret() );
		add_action( 'mxchat_event', $note, 10, 2 );
		$this->three_pages( array( '/1', '/2', '/3' ) );
		$source = $this->read( '/sitemap.xml', 'sitemap' );
		MxChat\Webhooks\Knowledge_Updates::report();
		$this->call( 'DELETE', '/' . $source['id'] );
		Jobs\Runner::run( 10 );
		MxChat\Webhooks\Knowledge_Updates::report();
		MxChat\Webhooks\Knowledge_Updates::report();
		remove_action( 'mxchat_event', $note );
		$this->assertSame( array( 'knowledge.updated', 'knowledge.updated' ), array_column( $events, 0 ) );
		$this->assertSame( array( 'stored', 'stored', 'stored' ), array_column( $events[0][1]['sources'], 'change' ) );
		$this->assertSame( array( 'deleted', 'deleted', 'deleted' ), array_column( $events[1][1]['sources'], 'change' ) );
		$this->assertSame( self::$web->url( '/1' ), $events[0][1]['sources'][0]['source_url'] );
	}

	/**
	 * @dataProvider robots_cases
	 */
	public function test_robots_txt_is_read_as_the_rfc_says( string $text, string $path, bool $is_allowed ): void {
		$this->assertSame( $is_allowed, Robots::parse( $text, 'MxChatBot' )->allows( $path ) );
	}

	public function robots_cases(): array {
		$example = "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\nUser-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\nUser-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n";
		return array(
			'empty'                    => array( '', '/x', true ),
			'all'                      => array( "User-agent: *\nDisallow: /", '/', false ),
			'robots.txt itself'        => array( "User-agent: *\nDisallow: /", '/robots.txt', true ),
			'empty disallow'           => array( "User-agent: *\nDisallow:", '/x', true ),
			'rfc: gif'                 => array( $example, '/a/b.gif', false ),
			'rfc: gif with a query'    => array( $example, '/a/b.gif?x', true ),
			'rfc: directory'           => array( $example, '/example/x', false ),
			'rfc: publications'        => array( $example, '/publications/x', true ),
			'ours goes before all'     => array( "User-agent: *\nDisallow: /\nUser-agent: mxchatbot\nDisallow: /b", '/a', true ),
			'ours, any case, version'  => array( "User-agent: MXCHATBOT/2.0\nDisallow: /a", '/a', false ),
			'not a longer name'        => array( "User-agent: MxChatBotNews\nDisallow: /a", '/a', true ),
			'two groups are one'       => array( "User-agent: mxchatbot\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: MxChatBot\nDisallow: /b", '/b', false ),
			'several names'            => array( "User-agent: x\nUser-agent: mxchatbot\nDisallow: /a", '/a', false ),
			'sitemap between names'    => array( "User-agent: mxchatbot\nSitemap: https://x/\nDisallow: /a", '/a', false ),
			'the longest decides'      => array( "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", '/a/b/d', true ),
			'the longest forbids'      => array( "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", '/a/b/cd', false ),
			'a tie allows'             => array( "User-agent: *\nDisallow: /page\nAllow: /page", '/page', true ),
			'prefix'                   => array( "User-agent: *\nDisallow: /fish", '/fishheads/yummy.html', false ),
			'case of paths'            => array( "User-agent: *\nDisallow: /fish", '/Fish', true ),
			'folder'                   => array( "User-agent: *\nDisallow: /fish/", '/fish', true ),
			'asterisk'                 => array( "User-agent: *\nDisallow: /*.php", '/folder/filename.php?parameters', false ),
			'end'                      => array( "User-agent: *\nDisallow: /*.php$", '/filename.php/', true ),
			'end matches'              => array( "User-agent: *\nDisallow: /*.php$", '/a.php/b.php', false ),
			'end without asterisk'     => array( "User-agent: *\nDisallow: /a$", '/ab', true ),
			'end exactly'              => array( "User-agent: *\nDisallow: /a$", '/a', false ),
			'asterisk at the end'      => array( "User-agent: *\nDisallow: /a*$", '/abc', false ),
			'overlap'                  => array( "User-agent: *\nDisallow: /ab*ba$", '/aba', true ),
			'query'                    => array( "User-agent: *\nDisallow: /*?", '/a?b', false ),
			'encoded'                  => array( "User-agent: *\nDisallow: /a%3cd.html", '/a%3Cd.html', false ),
			'encoded letter'           => array( "User-agent: *\nDisallow: /%61b", '/ab', false ),
			'encoded slash is other'   => array( "User-agent: *\nDisallow: /a/b", '/a%2Fb', true ),
			'umlaut'                   => array( "User-agent: *\nDisallow: /ä", '/%C3%A4', false ),
			'comment, CR, byte order'  => array( "\xef\xbb\xbfUser-agent: * # all\rDisallow: /a # not\r", '/a', false ),
			'rules before any name'    => array( "Disallow: /a\nUser-agent: *\nDisallow: /b", '/a', true ),
			'many asterisks'           => array( "User-agent: *\nDisallow: /" . str_repeat( 'a*', 5000 ) . 'b', '/' . str_repeat( 'a', 50000 ), true ),
		);
	}

	/**
	 * @dataProvider sitemaps
	 */
	public function test_a_sitemap_is_read( string $body, ?array $urls ): void {
		$read = Sitemap::read( new Fetched( Url::parse( 'https://example.com/s/sitemap.xml' ), 200, array(), $body, 0.1 ), 100 );
		$this->assertSame( $urls, $read?->urls );
	}

	public function sitemaps(): array {
		return array(
			'plain'         => array( '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.com/a?x=1&amp;y=2</loc></url><url><loc> https://example.com/b </loc></url></urlset>', array( 'https://example.com/a?x=1&y=2', 'https://example.com/b' ) ),
			'CDATA'         => array( '<urlset ><url><loc><![CDATA[https://example.com/a]]></loc></url></urlset>', array( 'https://example.com/a' ) ),
			'images'        => array( '<urlset><url><loc>https://example.com/a</loc><image:image><image:loc>https://example.com/i.png</image:loc></image:image></url></urlset>', array( 'https://example.com/a' ) ),
			'other hosts'   => array( '<urlset><url><loc>https://example.org/a</loc></url><url><loc>https://example.com:8443/a</loc></url></urlset>', array() ),
			'entities'      => array( '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://example.com/&f;</loc></url></urlset>', array( 'https://example.com/&f;' ) ),
			'text'          => array( "\xef\xbb\xbfhttps://example.com/a\r\nhttps://example.com/b\n", array( 'https://example.com/a', 'https://example.com/b' ) ),
			'a page'        => array( '<html><body>https://example.com/a</body></html>', null ),
			'nothing'       => array( '', null ),
		);
	}

	private static function page( string $title, string $body ): array {
		return array( 'body' => "<!doctype html><html><head><title>$title</title></head><body>$body</body></html>", 'headers' => self::HTML );
	}

	private function three_pages( array $paths, array $more = array() ): void {
		$pages = array();
		foreach ( $paths as $path ) {
			$number         = substr( $path, -1 );
			$pages[ $path ] = self::page( "Shelf $number", "Shelf $number holds quartz{$number}stone lamps." );
		}
		self::$web->script( $more + $pages + array( '/sitemap.xml' => array( 'body' => self::sitemap( $paths ) ) ) );
	}

	private static function sitemap( array $paths ): string {
		return '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' . implode( '', array_map( static fn( string $path ) => '<url><loc>' . ( $path[0] === '/' ? self::$web->url( $path ) : $path ) . '</loc></url>', $paths ) ) . '</urlset>';
	}

	private static function index( array $paths ): string {
		return str_replace( array( 'urlset', '<url>', '</url>' ), array( 'sitemapindex', '<sitemap>', '</sitemap>' ), self::sitemap( $paths ) );
	}

	private function call( string $method, string $path, array $params = array() ): WP_REST_Response {
		return $this->request( $method, '/knowledge/sources' . $path, $params, array( 'Authorization' => 'Bearer ' . $this->token ) );
	}

	private function read( string $path, string $kind = 'page' ): array {
		$added = $this->call( 'POST', '', array( 'url' => self::$web->url( $path ), 'kind' => $kind ) );
		$this->assertSame( 202, $added->get_status(), (string) wp_json_encode( $added->get_data() ) );
		Jobs\Runner::run( 20 );
		return $this->source( $added );
	}

	private function read_again( array $source ): array {
		$this->call( 'POST', "/{$source['id']}/read" );
		for ( $round = 0; $round < 5 && Jobs\Store::next_due_at() !== null; $round++ ) {
			Jobs\Runner::run( 10 );
			$this->let_time_pass();
		}
		return $this->call( 'GET', '/' . $source['id'] )->get_data();
	}

	private function source( WP_REST_Response $added ): array {
		return $this->call( 'GET', '/' . $added->get_data()['id'] )->get_data();
	}

	/** All that waits, waits no longer. */
	private function let_time_pass(): void {
		global $wpdb;
		$wpdb->query( 'UPDATE ' . Schema::table( 'jobs' ) . ' SET due_at = 0' );
		$wpdb->query( 'UPDATE ' . Schema::table( 'web_hosts' ) . ' SET next_ask_at = 0' );
	}

	private function forget_robots(): void {
		global $wpdb;
		$wpdb->query( 'DELETE FROM ' . Schema::table( 'web_hosts' ) );
	}

	/** @return string[] */
	private function paths(): array {
		return array_column( self::$web->requests(), 'path' );
	}

	private function known(): array {
		return $this->request( 'GET', '/knowledge', array( 'origin' => 'push', 'order' => 'asc' ), array( 'Authorization' => 'Bearer ' . $this->token ) )->get_data()['items'];
	}

	/** @return string[] */
	private function known_paths(): array {
		$paths = array_map( static fn( array $item ) => substr( $item['source_url'], strlen( self::$web->url( '' ) ) ), $this->known() );
		sort( $paths );
		return $paths;
	}

	/** @return string[] */
	private function texts( string $question ): array {
		return array_column( Retriever::find( $question, 'default' )->passages, 'text' );
	}
}
