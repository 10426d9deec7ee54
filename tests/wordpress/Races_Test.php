<?php
declare( strict_types=1 );

use MxChat\Actions;
use MxChat\Assistant;
use MxChat\Bots;
use MxChat\Embeddings\Space;
use MxChat\Embeddings\State_Store;
use MxChat\Jobs;
use MxChat\Provider\Breaker;
use MxChat\Provider\Breaker_Store;
use MxChat\Provider\Connection;
use MxChat\Provider\Failure;
use MxChat\Schema;
use MxChat\Settings;
use MxChat\Settings\Option_Store;

/**
 * What two processes do at once. The other one writes to the database, and the caches of this one do not know.
 */
final class Races_Test extends Site_Test_Case {

	private const OPTION = 'mxchat_test_of_races';

	private const PROCESSES = 4;
	private const CHANGES   = 10;

	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		delete_option( self::OPTION );
		State_Store::switch_off();
		parent::tearDown();
	}

	public function test_of_two_who_save_settings_neither_undoes_the_other(): void {
		$this->request( 'POST', '/settings', array( 'heading' => 'Ask us' ) );
		Settings\Store::get( 'greeting' );
		$this->write_option( Settings\Store::OPTION, array( 'heading' => 'Ask us', 'greeting' => 'Of the other' ) );
		$this->request( 'POST', '/settings', array( 'heading' => 'Of this one' ) );
		wp_cache_flush();
		$this->assertSame( array( 'Of this one', 'Of the other' ), array( Settings\Store::get( 'heading' ), Settings\Store::get( 'greeting' ) ) );
	}

	public function test_of_many_processes_that_change_an_option_none_undoes_another(): void {
		$processes = array();
		foreach ( range( 1, self::PROCESSES ) as $name ) {
			$command     = array( PHP_BINARY, __DIR__ . '/changer.php', (string) getenv( 'MXCHAT_SITE' ), self::OPTION, (string) $name, (string) self::CHANGES );
			$processes[] = proc_open( $command, array( 1 => array( 'file', '/dev/null', 'w' ) ), $pipes );
		}
		$this->assertSame( array_fill( 0, self::PROCESSES, 0 ), array_map( 'proc_close', $processes ) );
		wp_cache_flush();
		$this->assertCount( self::PROCESSES * self::CHANGES, Option_Store::read( self::OPTION ) );
	}

	public function test_of_two_who_change_a_bot_neither_undoes_the_other(): void {
		global $wpdb;
		Bots\Store::save( new Bots\Bot( 'shop', 'Shop', heading: 'Ask us', greeting: 'Hello' ) );
		Bots\Store::find( 'shop' );
		$wpdb->query( 'UPDATE ' . Schema::table( 'bots' ) . " SET definition = REPLACE(definition, 'Hello', 'Of the other')" );
		$changed = $this->request( 'PATCH', '/bots/shop', array( 'heading' => 'Of this one' ) )->get_data();
		$this->assertSame( array( 'Of this one', 'Of the other' ), array( $changed['heading'], $changed['greeting'] ) );
		wp_cache_flush();
		$this->assertSame( 'Of the other', Bots\Store::find( 'shop' )->greeting );
	}

	public function test_a_bot_that_is_deleted_meanwhile_does_not_come_back(): void {
		global $wpdb;
		Bots\Store::save( new Bots\Bot( 'shop', 'Shop' ) );
		Bots\Store::find( 'shop' );
		$wpdb->delete( Schema::table( 'bots' ), array( 'bot_id' => 'shop' ) );
		$this->assertSame( 404, $this->request( 'PATCH', '/bots/shop', array( 'heading' => 'Hi' ) )->get_status() );
		$this->assertSame( 0, $this->count_rows( 'bots' ) );
	}

	public function test_of_two_who_change_an_action_neither_undoes_the_other(): void {
		global $wpdb;
		$this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'phrases' => array( 'look for it' ) ) );
		Actions\Registry::settings();
		$wpdb->update( Schema::table( 'action_phrases' ), array( 'phrase' => 'of the other' ), array( 'phrase' => 'look for it' ) );
		$saved = $this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'is_enabled' => true ) )->get_data();
		$this->assertSame( array( true, array( 'of the other' ) ), array( $saved['is_enabled'], $saved['phrases'] ) );
	}

	public function test_of_two_who_write_a_version_from_the_same_one_the_second_is_told(): void {
		$first = Assistant\Store::save( new Assistant\Record( name: 'Shop', instructions: 'First.' ) );
		$this->assertSame( 2, Assistant\Store::save( $first->with( array( 'instructions' => 'Of the other.' ) ), 1 )->version );
		$this->assertNull( Assistant\Store::save( $first->with( array( 'instructions' => 'Of this one.' ) ), 1 ) );
		$this->assertSame( 'Of the other.', Assistant\Store::find( $first->id )->instructions );
	}

	public function test_an_assistant_that_is_deleted_meanwhile_does_not_come_back(): void {
		$first = Assistant\Store::save( new Assistant\Record( name: 'Shop' ) );
		Assistant\Store::delete( $first->id );
		$this->assertNull( Assistant\Store::save( $first, 1 ) );
		$this->assertSame( 0, $this->count_rows( 'assistants' ) );
	}

	public function test_two_first_failures_of_a_host_are_two(): void {
		global $wpdb;
		$connection = new Connection( 'http://127.0.0.1:9/v1', 'chat' );
		$name       = Breaker_Store::PREFIX . $connection->host_key();
		Breaker_Store::forget( $connection->host_key() );
		$this->assertSame( 0, Breaker_Store::read( $connection->host_key() )['failures'] );
		$wpdb->insert( $wpdb->options, array( 'option_name' => $name, 'option_value' => '1 0', 'autoload' => 'off' ) );
		Breaker::note( $connection, Failure::of( 'server' ) );
		$this->assertSame( 2, Breaker_Store::read( $connection->host_key() )['failures'] );
		Breaker_Store::forget( $connection->host_key() );
	}

	public function test_a_space_that_the_owner_has_given_up_does_not_answer(): void {
		$given_up = Space::from( array( 'host' => 'http://127.0.0.1:9/v1', 'model' => 'small', 'dimensions' => 8 ) );
		$wanted   = Space::from( array( 'host' => 'http://127.0.0.1:9/v1', 'model' => 'large', 'dimensions' => 16 ) );
		State_Store::choose( $given_up );
		State_Store::chosen();
		$this->write_option( State_Store::SPACES, array( 'chosen' => $wanted->to_array() ) );
		$this->assertFalse( State_Store::promote( $given_up ) );
		$this->assertTrue( $wanted->is_same( State_Store::chosen() ) );
	}

	public function test_what_comes_while_a_job_runs_gets_a_job_of_its_own(): void {
		$first = Jobs\Queue::add_once( 'index', array( 'index_id' => 'default' ), 'lane' );
		$this->assertSame( $first, Jobs\Queue::add_once( 'index', array( 'index_id' => 'default' ), 'lane' ), 'One that has not begun will come by.' );
		$this->assertSame( $first, Jobs\Store::claim()->job_id );
		$second = Jobs\Queue::add_once( 'index', array( 'index_id' => 'default' ), 'lane' );
		$this->assertNotSame( $first, $second );
		$this->assertSame( $second, Jobs\Queue::add_once( 'index', array( 'index_id' => 'default' ), 'lane' ) );
		$this->assertNull( Jobs\Store::claim(), 'One of a lane at a time.' );
	}

	/**
	 * @dataProvider changes_of_a_post
	 */
	public function test_a_post_that_is_changed_while_it_is_read_is_known_as_it_is( array $change, array $known ): void {
		$meanwhile = static function ( string $content ) use ( &$meanwhile, &$change ): string {
			global $wpdb;
			remove_filter( 'the_content', $meanwhile );
			$wpdb->update( $wpdb->posts, $change, array( 'post_title' => 'Boats' ) );
			return $content;
		};
		add_filter( 'the_content', $meanwhile );
		$this->publish( 'Boats', 'The older text.' );
		remove_filter( 'the_content', $meanwhile );
		$this->assertSame( $known, $this->chunks() );
	}

	public function changes_of_a_post(): array {
		return array(
			'another text' => array( array( 'post_content' => 'The newer text.' ), array( 'The newer text.' ) ),
			'hidden'       => array( array( 'post_status' => 'private' ), array() ),
			'closed'       => array( array( 'post_password' => 'sesame' ), array() ),
		);
	}

	public function test_a_push_that_comes_while_its_post_is_written_speaks_for_it(): void {
		global $wpdb;
		// The other process does not see the row that this one has not committed yet, so it leaves it.
		$push = static function ( string $sql ) use ( &$push, $wpdb ): string {
			if ( $sql === 'COMMIT' ) {
				remove_filter( 'query', $push );
				$post_id = (int) $wpdb->get_var( 'SELECT post_id FROM ' . Schema::table( 'sources' ) );
				$row     = array( 'bot_id' => 'default', 'source_key' => 'pushed', 'source_url' => 'https://example.com/', 'post_id' => $post_id, 'is_pushed' => 1, 'title' => '', 'content_type' => 'manual', 'content_hash' => 'hash', 'bytes' => 1, 'updated_at' => '2026-01-01 00:00:00' );
				$wpdb->insert( Schema::table( 'sources' ), $row );
			}
			return $sql;
		};
		add_filter( 'query', $push );
		$this->publish( 'Boats', 'What stands there.' );
		remove_filter( 'query', $push );
		$this->assertSame( array( '1' ), $wpdb->get_col( 'SELECT is_pushed FROM ' . Schema::table( 'sources' ) ) );
		$this->assertSame( array(), $this->chunks() );
	}

	/**
	 * @return string[] What is known.
	 */
	private function chunks(): array {
		global $wpdb;
		return $wpdb->get_col( 'SELECT content FROM ' . Schema::table( 'chunks' ) . ' ORDER BY id' );
	}

	/**
	 * As another process does.
	 */
	private function write_option( string $option, array $value ): void {
		global $wpdb;
		$this->assertSame( 1, $wpdb->update( $wpdb->options, array( 'option_value' => serialize( $value ) ), array( 'option_name' => $option ) ) );
	}
}
