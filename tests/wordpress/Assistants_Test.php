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
}
