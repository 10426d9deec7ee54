<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Field;
use MxChat\Knowledge\Vectors\Filter;
use MxChat\Knowledge\Vectors\Filter_Parser;
use MxChat\Knowledge\Vectors\Invalid_Filter;
use MxChat\Knowledge\Vectors\Label_Sets;
use MxChat\Knowledge\Vectors\Sql_Condition;

final class Vector_Filter_Test extends PHPUnit\Framework\TestCase {

	private const PAGE = array(
		'bot_id'       => 'default',
		'role'         => '',
		'content_type' => 'page',
		'source_id'    => 7,
		'updated_at'   => 1000,
	);

	/**
	 * @dataProvider filters
	 */
	public function test_a_filter_decides( array $filter, bool $is_passed ): void {
		$this->assertSame( $is_passed, Filter_Parser::parse( $filter )->matches( self::PAGE ) );
	}

	public function filters(): array {
		return array(
			'value'               => array( array( 'bot_id' => 'default' ), true ),
			'eq'                  => array( array( 'bot_id' => array( 'eq' => 'other' ) ), false ),
			'another case'        => array( array( 'bot_id' => 'Default' ), false ),
			'in'                  => array( array( 'source_id' => array( 'in' => array( 6, 7 ) ) ), true ),
			'range with ends'     => array( array( 'updated_at' => array( 'range' => array( 'min' => 1000, 'max' => 1000 ) ) ), true ),
			'below the range'     => array( array( 'updated_at' => array( 'range' => array( 'min' => 1001 ) ) ), false ),
			'above the range'     => array( array( 'updated_at' => array( 'range' => array( 'max' => 999 ) ) ), false ),
			'both keys'           => array( array( 'bot_id' => 'default', 'role' => 'member' ), false ),
			'and'                 => array( array( 'and' => array( array( 'bot_id' => 'default' ), array( 'role' => '' ) ) ), true ),
			'or'                  => array( array( 'or' => array( array( 'bot_id' => 'x' ), array( 'role' => '' ) ) ), true ),
			'or of none'          => array( array( 'or' => array( array( 'bot_id' => 'x' ), array( 'role' => 'x' ) ) ), false ),
			'not'                 => array( array( 'not' => array( 'bot_id' => 'x' ) ), true ),
		);
	}

	/**
	 * @dataProvider invalid_filters
	 */
	public function test_what_is_not_understood_is_refused( array $filter, string $why ): void {
		try {
			Filter_Parser::parse( $filter );
			$this->fail( 'Not refused.' );
		} catch ( Invalid_Filter $error ) {
			$this->assertSame( 'invalid_filter', $error->error_code );
			$this->assertStringContainsString( $why, $error->getMessage() );
		}
	}

	public function invalid_filters(): array {
		$deep = array( 'bot_id' => 'x' );
		for ( $level = 0; $level < 8; $level++ ) {
			$deep = array( 'not' => $deep );
		}
		return array(
			'nothing'                => array( array(), 'at least one condition' ),
			'a list'                 => array( array( array( 'bot_id' => 'x' ) ), 'must be an object' ),
			'unknown field'          => array( array( 'post_password' => 'x' ), 'does not exist' ),
			'field of SQL'           => array( array( '1=1 OR bot_id' => 'x' ), 'does not exist' ),
			'unknown operator'       => array( array( 'bot_id' => array( 'like' => '%' ) ), '"eq", "in" or "range"' ),
			'two operators'          => array( array( 'bot_id' => array( 'eq' => 'x', 'in' => array( 'x' ) ) ), '"eq", "in" or "range"' ),
			'number for a label'     => array( array( 'bot_id' => 1 ), 'a text' ),
			'null'                   => array( array( 'bot_id' => null ), 'a text' ),
			'list as a value'        => array( array( 'bot_id' => array( 'x', 'y' ) ), '"eq", "in" or "range"' ),
			'text for a number'      => array( array( 'source_id' => '7' ), 'whole numbers' ),
			'fraction for a number'  => array( array( 'source_id' => 7.5 ), 'whole numbers' ),
			'true for a number'      => array( array( 'source_id' => true ), 'whole numbers' ),
			'broken UTF-8'           => array( array( 'role' => "\xff" ), 'a text' ),
			'NUL'                    => array( array( 'role' => "a\0b" ), 'a text' ),
			'a space at the end'     => array( array( 'role' => 'member ' ), 'a text' ),
			'65 bytes'               => array( array( 'role' => str_repeat( 'x', 65 ) ), '64 bytes' ),
			'empty in'               => array( array( 'role' => array( 'in' => array() ) ), '1 to 1,000' ),
			'1,001 values'           => array( array( 'source_id' => array( 'in' => range( 0, 1000 ) ) ), '1 to 1,000' ),
			'range of labels'        => array( array( 'role' => array( 'range' => array( 'min' => 1 ) ) ), 'a field of numbers' ),
			'empty range'            => array( array( 'source_id' => array( 'range' => array() ) ), '"min", "max" or both' ),
			'range of nulls'         => array( array( 'source_id' => array( 'range' => array( 'min' => null ) ) ), '"min", "max" or both' ),
			'range with another end' => array( array( 'source_id' => array( 'range' => array( 'from' => 1 ) ) ), '"min", "max" or both' ),
			'empty and'              => array( array( 'and' => array() ), 'list of filters' ),
			'and of an object'       => array( array( 'and' => array( 'bot_id' => 'x' ) ), 'list of filters' ),
			'not of a list'          => array( array( 'not' => array( array( 'bot_id' => 'x' ) ) ), 'must be an object' ),
			'nine levels'            => array( $deep, 'too deeply' ),
			'too many conditions'    => array( array( 'or' => array_fill( 0, 64, array( 'bot_id' => 'x' ) ) ), 'too many' ),
		);
	}

	public function test_sql_holds_placeholders_and_no_value(): void {
		$filter = Filter_Parser::parse(
			array(
				'bot_id' => "x' OR 1=1",
				'or'     => array(
					array( 'source_id' => array( 'range' => array( 'min' => 3, 'max' => 9 ) ) ),
					array( 'not' => array( 'role' => array( 'in' => array( 'a', 'b' ) ) ) ),
				),
			)
		);
		$condition = Sql_Condition::of( $filter );
		$this->assertSame( '(bot_id IN (?) AND ((source_id >= ? AND source_id <= ?) OR NOT (role IN (?, ?))))', $condition->sql );
		$this->assertSame( array( "x' OR 1=1", 3, 9, 'a', 'b' ), $condition->values );
		$this->assertSame(
			'(BINARY bot_id IN (%s) AND ((source_id >= %d AND source_id <= %d) OR NOT (BINARY role IN (%s, %s))))',
			$condition->for_wordpress()
		);
	}

	public function test_conditions_on_labels_become_sets(): void {
		$labels = static fn( Field $field ) => $field === Field::Role ? array( '', 'member', 'guest' ) : array( 'default' );
		$sets   = Label_Sets::of(
			Filter_Parser::parse( array( 'bot_id' => array( 'in' => array( 'a', 'b' ) ), 'not' => array( 'role' => 'guest' ), 'and' => array( array( 'bot_id' => 'b' ) ) ) ),
			$labels
		);
		$this->assertSame( array( array( 'b' ), array( '', 'member' ), array() ), array_map( array( $sets, 'labels' ), array( Field::Bot, Field::Role, Field::Content_Type ) ) );
		$this->assertFalse( $sets->is_never() );
		$this->assertTrue( Label_Sets::of( Filter::all( Filter::eq( Field::Bot, 'a' ), Filter::eq( Field::Bot, 'b' ) ), $labels )->is_never() );
		$this->assertNull( Label_Sets::of( Filter::eq( Field::Source, 1 ), $labels ) );
		$this->assertNull( Label_Sets::of( Filter::any( Filter::eq( Field::Bot, 'a' ), Filter::eq( Field::Role, '' ) ), $labels ) );
	}
}
