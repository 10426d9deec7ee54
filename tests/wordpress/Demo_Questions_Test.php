<?php
declare( strict_types=1 );

use MxChat\Chat\Turn;
use MxChat\Assistant\Answer;
use MxChat\Assistant\Extractive;

/**
 * The demo's own questions, asked of the demo's own pages.
 *
 * Single answers may be wrong: retrieval is statistics. What must hold is the share of right ones, and the examples that
 * the documentation names.
 */
final class Demo_Questions_Test extends Site_Test_Case {

	private const RIGHT_AT_LEAST    = 0.8;
	private const DECLINED_AT_LEAST = 0.7;
	private const PAGES_AT_LEAST    = 0.8;

	private const NAMED = array( 'How long do I have to return shoes?', 'Do you repair zips?', 'What is the capital of Peru?' );

	public function test_the_demo_answers_its_questions(): void {
		$this->publish_demo_pages();
		$set    = json_decode( (string) file_get_contents( dirname( __DIR__ ) . '/site/questions.json' ), true );
		$wrong  = array_filter( $set['answerable'], fn( array $expected ) => ! $this->is_right( $expected ) );
		$talked = array_filter( $set['foreign'], fn( string $question ) => $this->answer( $question )->is_answered );
		$this->assertSame( array(), array_intersect( self::NAMED, array_merge( array_column( $wrong, 'question' ), $talked ) ) );
		$report = wp_json_encode( array( 'wrong' => array_column( $wrong, 'question' ), 'answered though foreign' => array_values( $talked ) ), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE );
		$this->assertGreaterThanOrEqual( self::RIGHT_AT_LEAST, 1 - count( $wrong ) / count( $set['answerable'] ), $report );
		$this->assertGreaterThanOrEqual( self::DECLINED_AT_LEAST, 1 - count( $talked ) / count( $set['foreign'] ), $report );
	}

	/**
	 * What visitors type who know search engines: "returns", "opening hours".
	 */
	public function test_a_few_words_find_their_page(): void {
		$this->publish_demo_pages();
		$set   = json_decode( (string) file_get_contents( dirname( __DIR__ ) . '/site/questions.json' ), true )['short'];
		$wrong = array_filter( $set, fn( array $expected ) => ! in_array( $this->first_page( $expected['question'] ), (array) $expected['source'], true ) );
		$this->assertGreaterThanOrEqual( self::PAGES_AT_LEAST, 1 - count( $wrong ) / count( $set ), (string) wp_json_encode( array_column( $wrong, 'question' ), JSON_UNESCAPED_UNICODE ) );
	}

	private function first_page( string $question ): string {
		return basename( $this->answer( $question )->sources[0]['source'] ?? '' );
	}

	private function publish_demo_pages(): void {
		foreach ( glob( dirname( __DIR__ ) . '/site/content/*.html' ) as $file ) {
			[ $head, $body ] = explode( "\n---\n", (string) file_get_contents( $file ), 2 );
			preg_match_all( '/^(\w+): (.*)$/m', $head, $fields );
			$fields = array_combine( $fields[1], $fields[2] );
			$this->publish(
				$fields['title'],
				$body,
				array(
					'post_name'     => basename( $file, '.html' ),
					'post_status'   => $fields['status'] ?? 'publish',
					'post_password' => $fields['password'] ?? '',
					'post_date'     => ( $fields['status'] ?? '' ) === 'future' ? $fields['date'] : '2026-01-01 00:00:00',
				)
			);
		}
	}

	private function is_right( array $expected ): bool {
		$answer = $this->answer( $expected['question'] );
		$slugs  = array_map( static fn( array $source ) => basename( $source['source'] ), $answer->sources );
		return str_contains( $answer->content, $expected['fact'] ) && array_intersect( (array) $expected['source'], $slugs ) !== array();
	}

	private function answer( string $question ): Answer {
		return Answer::gather( new Extractive(), new Turn( 'turn_x', 'session', 'thread', 'default', $question, '', '' ) );
	}
}
