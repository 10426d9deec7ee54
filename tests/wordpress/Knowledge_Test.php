<?php
declare( strict_types=1 );

use MxChat\Knowledge\Html_Text;
use MxChat\Knowledge\Retriever;

final class Knowledge_Test extends Site_Test_Case {

	private const TEXT = '<p>Zanzibar umbrellas are repaired on Tuesdays for 14 euros.</p>';

	public function test_a_published_page_is_found(): void {
		$id    = $this->publish( 'Umbrella repairs', self::TEXT );
		$found = Retriever::find( 'When are Zanzibar umbrellas repaired?', 'default' );
		$this->assertSame( array( get_permalink( $id ) ), array_column( $found->passages, 'source_url' ) );
	}

	/**
	 * @dataProvider hidden_posts
	 */
	public function test_what_strangers_cannot_read_is_not_known( array $fields ): void {
		$this->publish( 'Umbrella repairs', self::TEXT, $fields );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'sources' ), $this->count_rows( 'chunks' ) ) );
	}

	public function hidden_posts(): array {
		return array(
			'draft'          => array( array( 'post_status' => 'draft' ) ),
			'private'        => array( array( 'post_status' => 'private' ) ),
			'pending'        => array( array( 'post_status' => 'pending' ) ),
			'future'         => array( array( 'post_status' => 'future', 'post_date' => '2099-01-01 00:00:00' ) ),
			'with password'  => array( array( 'post_password' => 'secret' ) ),
			'other type'     => array( array( 'post_type' => 'wp_block' ) ),
		);
	}

	/**
	 * @dataProvider withdrawals
	 */
	public function test_a_withdrawn_page_is_forgotten( callable $withdraw ): void {
		$id = $this->publish( 'Umbrella repairs', self::TEXT );
		$withdraw( $id );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( array( 0, 0, 0 ), array( $this->count_rows( 'sources' ), $this->count_rows( 'chunks' ), $this->count_rows( 'segments' ) ) );
	}

	public function withdrawals(): array {
		return array(
			'trash'     => array( static fn( int $id ) => wp_trash_post( $id ) ),
			'delete'    => array( static fn( int $id ) => wp_delete_post( $id, true ) ),
			'unpublish' => array( static fn( int $id ) => wp_update_post( array( 'ID' => $id, 'post_status' => 'draft' ) ) ),
			'private'   => array( static fn( int $id ) => wp_update_post( array( 'ID' => $id, 'post_status' => 'private' ) ) ),
			'password'  => array( static fn( int $id ) => wp_update_post( array( 'ID' => $id, 'post_password' => 'x' ) ) ),
		);
	}

	public function test_visibility_is_asked_again_at_answer_time(): void {
		global $wpdb;
		$id = $this->publish( 'Umbrella repairs', self::TEXT );
		// Behind the back of every hook, as an import or another plugin does it.
		$wpdb->update( $wpdb->posts, array( 'post_status' => 'private' ), array( 'ID' => $id ) );
		clean_post_cache( $id );
		$this->assertSame( 1, $this->count_rows( 'sources' ) );
		$this->assertSame( array(), Retriever::find( 'When are Zanzibar umbrellas repaired?', 'default' )->passages );
		$this->assertSame( array(), $this->request( 'GET', '/knowledge/index' )->get_data()['sources'] );
	}

	public function test_a_membership_plugin_can_hide_a_post(): void {
		$this->publish( 'Umbrella repairs', self::TEXT );
		add_filter( 'mxchat_is_post_public', '__return_false' );
		$passages = Retriever::find( 'When are Zanzibar umbrellas repaired?', 'default' )->passages;
		remove_filter( 'mxchat_is_post_public', '__return_false' );
		$this->assertSame( array(), $passages );
	}

	public function test_a_changed_page_replaces_the_old_text(): void {
		$id = $this->publish( 'Umbrella repairs', self::TEXT );
		wp_update_post( array( 'ID' => $id, 'post_content' => '<p>Zanzibar umbrellas are repaired on Fridays.</p>' ) );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( 1, $this->count_rows( 'sources' ) );
		$texts = array_column( Retriever::find( 'When are Zanzibar umbrellas repaired?', 'default' )->passages, 'text' );
		$this->assertSame( array( 'Zanzibar umbrellas are repaired on Fridays.' ), $texts );
	}

	public function test_the_index_sees_what_a_stranger_sees(): void {
		add_shortcode( 'members', static fn() => is_user_logged_in() ? 'the vault code is 7741' : 'please sign in' );
		wp_set_current_user( 1 );
		$this->publish( 'Members', '<p>For members: [members]</p>' );
		remove_shortcode( 'members' );
		$this->assertSame( 1, get_current_user_id() );
		$texts = array_column( Retriever::find( 'What do members see, please?', 'default' )->passages, 'text' );
		$this->assertSame( array( 'For members: please sign in' ), $texts );
	}

	public function test_reindexing_forgets_posts_that_vanished(): void {
		global $wpdb;
		$id = $this->publish( 'Umbrella repairs', self::TEXT );
		$wpdb->delete( $wpdb->posts, array( 'ID' => $id ) );
		clean_post_cache( $id );
		do_action( 'mxchat_reindex' );
		$this->assertSame( array(), Retriever::find( 'When are Zanzibar umbrellas repaired?', 'default' )->passages );
		$this->assertNull( $wpdb->get_var( $wpdb->prepare( 'SELECT id FROM ' . MxChat\Schema::table( 'sources' ) . ' WHERE post_id = %d', $id ) ) );
	}

	public function test_a_page_that_cannot_be_rendered_keeps_no_other_from_being_known(): void {
		add_shortcode( 'broken', static fn() => throw new RuntimeException( 'broken' ) );
		add_shortcode( 'printing', static function (): string {
			echo 'printed';
			return '';
		} );
		ini_set( 'error_log', '/dev/null' );
		ob_start();
		$this->publish( 'Repairs', 'We repair zips. [broken]' );
		$this->publish( 'Shipping', 'We ship to Norway. [printing]' );
		$printed = ob_get_clean();
		ini_restore( 'error_log' );
		array_map( 'remove_shortcode', array( 'broken', 'printing' ) );
		$this->assertSame( '', $printed );
		$this->assertSame( 'We repair zips.', Retriever::find( 'zips', 'default' )->passages[0]->text );
		$this->assertNotSame( array(), Retriever::find( 'Norway', 'default' )->passages );
	}

	public function test_a_large_change_is_found_in_the_delta_and_in_the_base(): void {
		for ( $number = 1; $number <= 3; $number++ ) {
			$this->publish( "Shelf $number", "<p>Shelf $number holds quartz{$number}stone lamps.</p>" );
		}
		foreach ( array( 1, 3 ) as $number ) {
			$texts = array_column( Retriever::find( "quartz{$number}stone", 'default' )->passages, 'text' );
			$this->assertContains( "Shelf $number holds quartz{$number}stone lamps.", $texts );
		}
		MxChat\Knowledge\Segment_Builder::rebuild( 'default' );
		$this->assertContains( 'Shelf 3 holds quartz3stone lamps.', array_column( Retriever::find( 'quartz3stone', 'default' )->passages, 'text' ) );
	}

	public function test_the_newest_page_leaves_the_index_with_its_chunks(): void {
		$this->publish( 'Umbrella repairs', self::TEXT );
		$newest = $this->publish( 'Lamps', '<p>Quartz lamps are sold on Fridays.</p>' );
		wp_delete_post( $newest, true );
		MxChat\Knowledge\Sync::write_changes();
		$segments = MxChat\Knowledge\Segment_Store::list( 'default' );
		$this->assertSame( array( 1 ), array_column( $segments, 'chunk_count' ) );
		$this->assertSame( array(), Retriever::find( 'quartz', 'default' )->passages );
	}

	public function test_a_damaged_index_is_noticed_and_written_anew(): void {
		global $wpdb;
		$this->publish( 'Umbrella repairs', self::TEXT );
		$content = $wpdb->get_var( 'SELECT content FROM ' . MxChat\Schema::table( 'segments' ) );
		foreach ( array( substr_replace( $content, "\xff", -1 ), substr( $content, 0, 50 ), substr_replace( $content, 'XXXX', 0, 4 ) ) as $damaged ) {
			$wpdb->update( MxChat\Schema::table( 'segments' ), array( 'content' => $damaged ), array( 'page' => 0 ) );
			$this->assertSame( 200, $this->ask( $this->start_session(), 'When are Zanzibar umbrellas repaired?' )->get_status() );
			MxChat\Jobs\Runner::run( 60 );
			$this->assertCount( 1, Retriever::find( 'When are Zanzibar umbrellas repaired?', 'default' )->passages );
		}
	}

	public function test_a_large_index_is_read_from_files_of_this_server(): void {
		global $wpdb;
		$this->publish( 'Umbrella repairs', self::TEXT );
		$question = 'When are Zanzibar umbrellas repaired?';
		$small    = Retriever::find( $question, 'default' );
		$this->assertStringStartsWith( 'MXLS', $small->segments[0] );
		// Filler until the index is too large to be fetched for each question.
		$words = '';
		for ( $number = 0; $number < 60_000; $number++ ) {
			$words .= substr( hash( 'sha256', "word $number" ), 0, 9 ) . ( $number % 20 === 19 ? ".\n\n" : ' ' );
		}
		$this->publish( 'Filler', $words );
		$large = Retriever::find( $question, 'default' );
		$this->assertStringStartsWith( 'file://', $large->segments[0] );
		$this->assertSame( $small->passages[0]->text, $large->passages[0]->text );
		$path = substr( $large->segments[0], strlen( 'file://' ) );
		unlink( $path );
		$this->assertSame( $small->passages[0]->text, Retriever::find( $question, 'default' )->passages[0]->text );
		$this->assertFileExists( $path );
		file_put_contents( $path, 'cut' );
		$this->assertSame( $small->passages[0]->text, Retriever::find( $question, 'default' )->passages[0]->text );
		$this->assertSame( array(), $this->request( 'GET', '/knowledge/index' )->get_data()['segments'] );
		touch( $path, 1, 1 );
		MxChat\Knowledge\Segment_Files::delete_old();
		$this->assertFileDoesNotExist( $path );
	}

	/**
	 * @dataProvider html
	 */
	public function test_html_becomes_the_text_a_reader_sees( string $html, string $text ): void {
		$this->assertSame( $text, Html_Text::from( $html ) );
	}

	public function html(): array {
		return array(
			'blocks on their own lines' => array( '<h2>Hours</h2><p>Mon–Fri</p><ul><li>9 to 5</li><li>Sat off</li></ul>', "Hours\n\nMon–Fri\n\n9 to 5\n\nSat off" ),
			'inline stays together'     => array( '<p>re<b>turn</b>s <a href="/x">here</a></p>', 'returns here' ),
			'entities'                  => array( '<p>Tom &amp; J&eacute;r&ocirc;me &lt;3&nbsp;kg</p>', 'Tom & Jérôme <3 kg' ),
			'scripts and styles'        => array( 'a<script>alert("x")</script><style>b{}</style><!-- note -->b', 'ab' ),
			'hidden parts'              => array( '<p>a</p><form><label>Mail</label><input value="x"></form><noscript>on</noscript><p>b</p>', "a\n\nb" ),
			'what is left open ends with what holds it' => array( '<nav><form>Search</nav><p>b</p>', 'b' ),
			'a picture without content' => array( '<svg class="i"/><p>b</p><svg><title>t</title></svg>', 'b' ),
			'many that are never closed' => array( str_repeat( '<nav>', 1000 ) . str_repeat( '</nav>', 1000 ) . 'b', 'b' ),
			'line breaks'               => array( "one<br>two\n  three", "one\ntwo three" ),
			'table cells'               => array( '<table><tr><th>Size</th><td>38</td></tr></table>', 'Size: 38.' ),
			'a table with headings'     => array( '<p>a</p><table><thead><tr><th>Repair</th><th>From</th><th></th></tr></thead><tbody><tr><td>Seam, <b>10 cm</b></td><td>£9</td><td>soon</td></tr><tr><td>Patch</td><td></td><td>!</td></tr></tbody></table><p>b</p>', "a\n\nRepair: Seam, 10 cm; From: £9; soon.\n\nRepair: Patch; !\n\nb" ),
			'cells that are not closed' => array( '<table><caption>Hours</caption><tr><td>Mon<td>closed<tr><td>Tue<td>9 to 6<td>late', "Hours\n\nMon: closed.\n\nTue: 9 to 6; late." ),
			'a table of headings alone' => array( '<table><tr><th>A<th>B<tr><th>C<th>D<tr><td>1<td>2</table>', "A: B.\n\nC: 1; D: 2." ),
			'a table that arranges a page' => array( '<table><tr><td><h2>News</h2><p>One.</p></td><td><table><tr><td>x<td>y</table></td></tr></table>z', "News\n\nOne.\n\nx: y.\n\nz" ),
			'nothing'                   => array( '', '' ),
		);
	}
}
