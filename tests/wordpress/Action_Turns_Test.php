<?php
declare( strict_types=1 );

use MxChat\Actions\Action;
use MxChat\Actions\Decision;
use MxChat\Actions\Registry;
use MxChat\Actions\Result;
use MxChat\Actions\Scorer;
use MxChat\Actions\Setting;
use MxChat\Actions\Store;
use MxChat\Assistant\Choice;
use MxChat\Assistant\Event;
use MxChat\Tools\Tool_Context;

require_once __DIR__ . '/Modelled_Test_Case.php';

/**
 * Actions in turns that a model answers.
 */
final class Action_Turns_Test extends Modelled_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		$this->filter( 'mxchat_actions', static fn( array $actions ) => array( ...$actions, self::weather() ) );
		Registry::forget();
		$this->publish( 'Repairs', 'We repair zips within a week.' );
		$this->connect();
		$this->assistant( array( 'tools' => array( 'search_site', 'weather' ) ) );
	}

	protected function tearDown(): void {
		parent::tearDown();
		Registry::forget();
	}

	public function test_a_model_is_told_what_ran_and_says_it_in_its_words(): void {
		$this->switch_on( 'search_site' );
		$this->upstream->script( array( 'text' => 'There is a page on repairs.' ) );
		$answer = $this->answer( $this->turn( 'search this site for zips' ) );
		$this->assertSame( array( 'There is a page on repairs.', 'done', 'search_site' ), array( $answer->content, $answer->actions[0]['status'], $answer->trace['action'] ) );
		$this->assertStringContainsString( 'has run and its outcome is shown', (string) json_encode( $this->asked()[0] ) );
	}

	public function test_a_likely_action_is_offered_to_the_model_and_an_unlikely_one_is_not(): void {
		$this->switch_on( 'search_site', 'weather' );
		$likely = $this->likely_message();
		$this->upstream->script( array( 'text' => 'Hm.' ) );
		$this->answer( $this->turn( $likely ) );
		$this->assertSame( array( 'weather' ), array_column( $this->asked()[0]['tools'] ?? array(), 'name' ) );

		$this->upstream->clear_journal();
		$this->upstream->script( array( 'text' => 'Hm.' ) );
		$this->answer( $this->turn( 'Do you ship to Norway?' ) );
		$this->assertSame( array(), $this->asked()[0]['tools'] ?? array() );
	}

	public function test_a_slow_action_runs_while_the_model_talks_and_its_outcome_follows(): void {
		$this->switch_on( 'weather' );
		$this->upstream->script( array( 'text' => 'I am looking.' ) );
		$turn  = $this->turn( 'what will the weather be tomorrow' );
		$shown = array();
		foreach ( Choice::for_turn( $turn )->answer( $turn ) as $event ) {
			match ( $event->type ) {
				Event::ACTION => $shown[] = $event->action['status'],
				Event::DELTA  => $shown[] = 'text',
				Event::DONE   => $shown[] = 'end',
				default       => null,
			};
		}
		$this->assertSame( array( 'running', 'text', 'done', 'end' ), array_values( array_unique( $shown ) ) );
		$this->assertSame( 'end', end( $shown ) );
	}

	public function test_where_the_model_fails_the_actions_own_words_answer(): void {
		$this->switch_on( 'search_site' );
		$this->upstream->script( array( 'status' => 400, 'body' => array( 'error' => array( 'message' => 'no' ) ), 'times' => 3 ) );
		$answer = $this->quietly( fn() => $this->answer( $this->turn( 'search this site for zips' ) ) );
		$this->assertSame( array( 'These pages may help:', 'done' ), array( $answer->content, $answer->actions[0]['status'] ) );
	}

	private function switch_on( string ...$action_ids ): void {
		foreach ( $action_ids as $position => $action_id ) {
			Store::save( new Setting( $action_id, true, $position, Registry::find( $action_id )->phrases() ) );
		}
		Registry::forget();
	}

	/** The nearer a message comes to a phrase, the surer: on the way there is one that is only likely. */
	private function likely_message(): string {
		foreach ( array( 'rain soon', 'is it rain', 'weather maybe', 'rain jackets tomorrow', 'how is it outside', 'boots for rain' ) as $message ) {
			$best = Scorer::decide( $message, 'default' )->scores[0];
			if ( array( 'weather', Decision::LIKELY ) === array( $best['id'], $best['decision'] ) ) {
				return $message;
			}
		}
		$this->fail( 'None of the messages is only likely.' );
	}

	private static function weather(): Action {
		return new class() extends Action {

			public function id(): string {
				return 'weather';
			}

			public function label(): string {
				return 'Weather forecast';
			}

			public function description(): string {
				return 'Looks the weather up.';
			}

			public function phrases(): array {
				return array( 'what will the weather be tomorrow', 'will it rain this weekend', 'show me the forecast', 'is it going to be sunny' );
			}

			public function is_slow(): bool {
				return true;
			}

			public function run( array $arguments, Tool_Context $context ): Result|WP_Error {
				return new Result( 'Sunny.' );
			}
		};
	}
}
