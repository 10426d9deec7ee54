<?php
declare( strict_types=1 );

use MxChat\Assistant\Record;
use MxChat\Assistant\Store;

/**
 * Assistants as records with versions.
 */
final class Assistants_Test extends Site_Test_Case {

	public function test_a_saved_assistant_has_an_id_and_its_first_version(): void {
		$saved = Store::save( new Record( name: 'Shop', model: 'm-1', instructions: 'Be kind.' ) );
		$this->assertMatchesRegularExpression( '/^asst_[A-Za-z0-9]{24}$/', $saved->id );
		$this->assertSame( 1, $saved->version );
		$this->assertEquals( $saved, Store::find( $saved->id ) );
	}

	public function test_saving_again_makes_a_version_and_leaves_the_old_one_as_it_was(): void {
		$first  = Store::save( new Record( name: 'Shop', instructions: 'Be kind.', temperature: 1.0 ) );
		$second = Store::save( $first->with( array( 'instructions' => 'Be short.' ) ) );
		$this->assertSame( 2, $second->version );
		$this->assertSame( 'Be short.', Store::find( $first->id )->instructions );
		$this->assertEquals( $first, Store::find( $first->id, 1 ) );
		$this->assertSame( array( 2, 1 ), array_map( static fn( array $row ) => $row['record']->version, Store::versions( $first->id ) ) );
	}

	public function test_an_alias_finds_the_assistant_and_another_spelling_of_it_does_not(): void {
		$saved = Store::save( new Record( name: 'Shop', aliases: array( 'asst_Old', 'pmpt_123' ) ) );
		$this->assertSame( $saved->id, Store::find( 'pmpt_123' )->id );
		$this->assertNull( Store::find( 'ASST_OLD' ) );
		$this->assertNull( Store::find( '' ) );
		$this->assertNull( Store::find( strtolower( $saved->id ) === $saved->id ? strtoupper( $saved->id ) : strtolower( $saved->id ) ) );
	}

	public function test_deleting_takes_every_version(): void {
		$saved = Store::save( new Record( name: 'Shop' ) );
		Store::save( $saved );
		$this->assertTrue( Store::delete( $saved->id ) );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'assistants' ), $this->count_rows( 'assistant_versions' ) ) );
		$this->assertFalse( Store::delete( $saved->id ) );
	}

	public function test_only_the_capability_opens_the_list(): void {
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', '/assistants' ) );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/assistants', array( 'name' => 'Mine' ) ) );
	}

	public function test_a_change_that_began_at_an_old_version_is_refused(): void {
		wp_set_current_user( 1 );
		$made = $this->request( 'POST', '/assistants', array( 'name' => 'Shop', 'temperature' => 1, 'min_similarity' => 1 ) );
		$this->assertSame( array( 201, 1.0 ), array( $made->get_status(), $made->get_data()['temperature'] ) );
		$path = '/assistants/' . $made->get_data()['id'];
		$this->assertSame( 2, $this->request( 'POST', $path, array( 'instructions' => 'One.', 'version' => 1 ) )->get_data()['version'] );
		$this->assertRefused( 409, 'mxchat_assistant_changed', $this->request( 'POST', $path, array( 'instructions' => 'Two.', 'version' => 1 ) ) );
		$this->assertSame( 'One.', $this->request( 'GET', $path )->get_data()['instructions'] );
	}

	public function test_an_old_version_can_be_read_and_restored(): void {
		wp_set_current_user( 1 );
		$first = Store::save( new Record( name: 'Shop', instructions: 'First.' ) );
		Store::save( $first->with( array( 'instructions' => 'Second.' ) ) );
		$path = "/assistants/{$first->id}";
		$this->assertSame( 'First.', $this->request( 'GET', "$path/versions/1" )->get_data()['instructions'] );
		$restored = $this->request( 'POST', "$path/versions/1/restore" )->get_data();
		$this->assertSame( array( 3, 'First.' ), array( $restored['version'], $restored['instructions'] ) );
		$this->assertSame( array( 3, 2, 1 ), array_column( $this->request( 'GET', $path )->get_data()['versions'], 'version' ) );
		$this->assertRefused( 404, 'mxchat_assistant_not_found', $this->request( 'GET', "$path/versions/9" ) );
	}

	public function test_two_assistants_cannot_have_one_alias(): void {
		wp_set_current_user( 1 );
		Store::save( new Record( name: 'First', aliases: array( 'asst_abc' ) ) );
		$this->assertRefused( 409, 'mxchat_alias_taken', $this->request( 'POST', '/assistants', array( 'name' => 'Second', 'aliases' => array( 'asst_abc' ) ) ) );
	}

	public function test_the_assistant_that_answers_is_not_deleted(): void {
		wp_set_current_user( 1 );
		$saved = Store::save( new Record( name: 'Shop' ) );
		$this->request( 'POST', '/assistants/site', array( 'assistant_id' => $saved->id, 'is_enabled' => true ) );
		$this->assertRefused( 409, 'mxchat_assistant_in_use', $this->request( 'DELETE', "/assistants/{$saved->id}" ) );
		$this->request( 'POST', '/assistants/site', array( 'is_enabled' => false ) );
		$this->assertTrue( $this->request( 'DELETE', "/assistants/{$saved->id}" )->get_data()['deleted'] );
	}

	public function test_the_assistant_of_a_bot_is_not_deleted(): void {
		wp_set_current_user( 1 );
		$saved = Store::save( new Record( name: 'Shop' ) );
		MxChat\Bots\Store::save( new MxChat\Bots\Bot( 'shop', 'Shop', assistant_id: $saved->id ) );
		$this->assertRefused( 409, 'mxchat_assistant_in_use', $this->request( 'DELETE', "/assistants/{$saved->id}" ) );
		MxChat\Bots\Store::delete( 'shop' );
		$this->assertSame( 200, $this->request( 'DELETE', "/assistants/{$saved->id}" )->get_status() );
	}

	public function test_the_site_takes_an_assistant_by_its_old_id(): void {
		wp_set_current_user( 1 );
		$saved = Store::save( new Record( name: 'Shop', aliases: array( 'asst_Old' ) ) );
		$this->assertSame( $saved->id, $this->request( 'POST', '/assistants/site', array( 'assistant_id' => 'asst_Old' ) )->get_data()['assistant_id'] );
		$this->assertRefused( 404, 'mxchat_assistant_not_found', $this->request( 'POST', '/assistants/site', array( 'assistant_id' => 'asst_none' ) ) );
	}

	public function test_choosing_a_model_makes_the_first_assistant_once(): void {
		wp_set_current_user( 1 );
		$this->request( 'POST', '/assistants/site', array( 'model' => 'm-1', 'is_enabled' => true ) );
		$site = $this->request( 'POST', '/assistants/site', array( 'model' => 'm-2' ) )->get_data();
		$this->assertSame( array( true, 'm-2' ), array( $site['is_enabled'], $site['model'] ) );
		$this->assertSame( array( 1, 2 ), array( $this->count_rows( 'assistants' ), $this->count_rows( 'assistant_versions' ) ) );
	}

	public function test_an_old_assistant_is_imported(): void {
		wp_set_current_user( 1 );
		$json     = wp_json_encode(
			array(
				'id'              => 'asst_Vkp3Fz0mQxTnE1bWc8YhL2dR',
				'object'          => 'assistant',
				'created_at'      => 1699009709,
				'name'            => 'Math tutor',
				'description'     => null,
				'model'           => 'gpt-4o',
				'instructions'    => 'You are a personal math tutor.',
				'tools'           => array(
					array( 'type' => 'code_interpreter' ),
					array( 'type' => 'file_search' ),
					array( 'type' => 'function', 'function' => array( 'name' => 'get_order', 'parameters' => new stdClass() ) ),
				),
				'metadata'        => new stdClass(),
				'top_p'           => 1.0,
				'temperature'     => 0.2,
				'response_format' => 'auto',
			)
		);
		$preview  = $this->request( 'POST', '/assistants/import', array( 'json' => $json, 'is_preview' => true ) );
		$this->assertSame( array( 200, 0, '' ), array( $preview->get_status(), $this->count_rows( 'assistants' ), $preview->get_data()['assistant']['id'] ) );
		$imported = $this->request( 'POST', '/assistants/import', array( 'json' => $json ) )->get_data();
		$record   = Store::find( 'asst_Vkp3Fz0mQxTnE1bWc8YhL2dR' );
		$this->assertSame( $imported['assistant']['id'], $record->id );
		$this->assertSame( array( 'Math tutor', 'gpt-4o', 'You are a personal math tutor.', 0.2, array( 'get_order' ) ), array( $record->name, $record->model, $record->instructions, $record->temperature, $record->tools ) );
		$this->assertCount( 3, $imported['warnings'] );
	}

	public function test_a_prompt_object_is_imported(): void {
		$imported = MxChat\Assistant\Import::read(
			(string) wp_json_encode(
				array(
					'id'        => 'pmpt_68a1',
					'object'    => 'prompt',
					'version'   => '3',
					'model'     => 'gpt-5.4',
					'messages'  => array(
						array( 'role' => 'developer', 'content' => array( array( 'type' => 'input_text', 'text' => 'Answer {{customer}} kindly.' ) ) ),
						array( 'role' => 'user', 'content' => 'Hello' ),
					),
					'tools'     => array( array( 'type' => 'function', 'name' => 'track_parcel' ) ),
					'text'      => array( 'format' => array( 'type' => 'json_schema', 'name' => 'reply', 'schema' => array( 'type' => 'object' ), 'strict' => true ) ),
					'variables' => array( 'customer' => 'Ada' ),
				)
			)
		);
		$this->assertSame( array( 'Answer {{customer}} kindly.', array( 'pmpt_68a1' ), array( 'track_parcel' ) ), array( $imported->record->instructions, $imported->record->aliases, $imported->record->tools ) );
		$this->assertSame( array( 'json_schema', 'reply', true ), array( $imported->record->response_format['type'], $imported->record->response_format['name'], $imported->record->response_format['strict'] ) );
		$this->assertCount( 3, $imported->warnings );
	}

	/**
	 * @dataProvider unreadable
	 */
	public function test_what_is_no_assistant_is_refused_in_words( string $json, string $words ): void {
		wp_set_current_user( 1 );
		$response = $this->request( 'POST', '/assistants/import', array( 'json' => $json ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertStringContainsString( $words, $response->get_data()['data']['params']['json'] );
	}

	public static function unreadable(): array {
		return array(
			'no JSON'          => array( 'asst_abc', 'JSON of one object' ),
			'cut off'          => array( '{"id":"asst_abc"', 'JSON of one object' ),
			'a list'           => array( '[{"id":"asst_abc"}]', 'JSON of one object' ),
			'something else'   => array( '{"id":"chatcmpl-1","object":"chat.completion"}', 'asst_' ),
			'a bare reference' => array( '{"prompt":{"id":"pmpt_1","version":"2"}}', 'paste the prompt itself' ),
			'no instructions'  => array( '{"id":"asst_abc","model":"m"}', 'no instructions' ),
		);
	}
}
