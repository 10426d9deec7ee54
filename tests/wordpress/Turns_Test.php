<?php
declare( strict_types=1 );

use MxChat\Assistant\Event;
use MxChat\Chat\Turn;
use MxChat\Chat\Turn_Event;
use MxChat\Chat\Turn_Runner;
use MxChat\Chat\Turn_Store;
use MxChat\Schema;
use MxChat\Transcripts;

require_once __DIR__ . '/Scripted_Assistant.php';

/**
 * From a question to its stored answer: one run at a time in a thread, one answer for each question.
 */
final class Turns_Test extends Site_Test_Case {

	/** @var callable|null */
	private $filter = null;

	protected function tearDown(): void {
		if ( $this->filter !== null ) {
			remove_filter( 'mxchat_assistant', $this->filter );
		}
		parent::tearDown();
	}

	private function answer_with( Scripted_Assistant $assistant ): Scripted_Assistant {
		$this->filter = static fn() => $assistant;
		add_filter( 'mxchat_assistant', $this->filter );
		return $assistant;
	}

	private static function turn( string $id = 'a', string $thread = 't', string $question = 'Hello?' ): Turn {
		return new Turn( 'turn_' . str_pad( $id, 32, '0' ), 'mxchat_chat_s', 'twxchat_thread_' . $thread, 'default', $question, '', '' );
	}

	public function test_an_answer_is_stored_with_how_it_ended_and_what_it_took(): void {
		$this->answer_with( Scripted_Assistant::saying( array( 'Yes, ', 'we do.' ) ) );
		$answer = Turn_Runner::answer( self::turn() );
		$row    = Transcripts\Store::turn( self::turn()->turn_id )['assistant'];
		$this->assertSame( 'Yes, we do.', $answer->content );
		$this->assertSame( array( 'Yes, we do.', 'scripted', 'complete', '1', '{"input_tokens":7,"output_tokens":3}' ), array( $row->message, $row->engine, $row->finish, (string) $row->is_answered, $row->model_usage ) );
	}

	public function test_a_thread_runs_one_turn_at_a_time(): void {
		$second = null;
		$this->answer_with(
			Scripted_Assistant::saying(
				array( 'One.' ),
				static function () use ( &$second ): void {
					$second ??= Turn_Runner::answer( self::turn( 'b' ) );
				}
			)
		);
		Turn_Runner::answer( self::turn( 'a' ) );
		$this->assertSame( 'mxchat_thread_busy', $second->get_error_code() );
		$this->assertSame( 409, $second->get_error_data()['status'] );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ), 'the refused question is not stored' );
		$this->assertNotWPError( Turn_Runner::answer( self::turn( 'b' ) ) );
	}

	public function test_another_thread_is_not_held_up(): void {
		$second    = null;
		$assistant = null;
		$assistant = $this->answer_with(
			Scripted_Assistant::saying(
				array( 'One.' ),
				static function () use ( &$second, &$assistant ): void {
					if ( $assistant->calls === 1 ) {
						$second = Turn_Runner::answer( self::turn( 'b', 'other' ) );
					}
				}
			)
		);
		Turn_Runner::answer( self::turn( 'a' ) );
		$this->assertNotWPError( $second );
	}

	public function test_a_run_that_died_frees_its_thread_after_a_while(): void {
		$now = time();
		$this->assertSame( Turn_Store::CLAIMED, Turn_Store::claim( self::turn( 'a' ), 'first', $now - Turn_Store::STALE_SECONDS ) );
		$this->assertSame( Turn_Store::CLAIMED, Turn_Store::claim( self::turn( 'b' ), 'second', $now ) );
		$this->assertNull( Turn_Store::look( self::turn( 'a' )->turn_id, 'first', $now ), 'the dead one has lost it' );
	}

	public function test_a_run_that_is_alive_keeps_its_thread(): void {
		$now = time();
		Turn_Store::claim( self::turn( 'a' ), 'first', $now - Turn_Store::STALE_SECONDS );
		Turn_Store::look( self::turn( 'a' )->turn_id, 'first', $now );
		$this->assertSame( Turn_Store::BUSY, Turn_Store::claim( self::turn( 'b' ), 'second', $now ) );
	}

	public function test_a_turn_that_was_answered_is_not_answered_again(): void {
		$assistant = $this->answer_with( Scripted_Assistant::saying( array( 'Once.' ) ) );
		$first     = iterator_to_array( Turn_Runner::events( self::turn() ), false );
		$again     = iterator_to_array( Turn_Runner::events( self::turn() ), false );
		$this->assertEquals( $first, $again );
		$this->assertSame( 'Once.', Turn_Runner::answer( self::turn() )->content );
		$this->assertSame( 1, $assistant->calls );
	}

	public function test_events_are_numbered_and_named_as_documented(): void {
		$this->answer_with( new Scripted_Assistant( array( Event::sources( array( array( 'source' => 'https://example.com/', 'title' => 'A', 'similarity_score' => 0.5 ) ) ), Event::delta( 'Yes.' ), Event::tick(), Event::action( array( 'id' => 'x', 'label' => 'X', 'status' => 'done' ) ), Event::done( true, null, 'scripted' ) ) ) );
		$events = array_filter( iterator_to_array( Turn_Runner::events( self::turn() ), false ), static fn( Turn_Event $event ) => ! $event->is_tick() );
		$this->assertSame( array( 'turn', 'sources', 'delta', 'action', 'message', 'done' ), array_values( array_map( static fn( Turn_Event $event ) => $event->name, $events ) ) );
		$this->assertSame( range( 1, 6 ), array_values( array_map( static fn( Turn_Event $event ) => $event->id, $events ) ) );
	}

	public function test_a_stop_ends_the_answer_and_keeps_what_was_said(): void {
		$turn      = self::turn();
		$assistant = $this->answer_with(
			new Scripted_Assistant(
				array(
					Event::delta( 'Some ' ),
					static function () use ( $turn ): void {
						Turn_Store::request_stop( $turn->turn_id, $turn->session_id );
						Clock::pass( 1.05 );
					},
					Event::delta( 'words' ),
					Event::delta( ' too many' ),
				)
			)
		);
		$answer = Turn_Runner::answer( $turn );
		$this->assertSame( array( 'Some words', 'stopped' ), array( $answer->content, $answer->finish ) );
		$this->assertTrue( $assistant->was_left, 'the provider is let go' );
		$this->assertSame( 'stopped', Transcripts\Store::turn( $turn->turn_id )['assistant']->finish );
	}

	public function test_a_session_that_is_cleared_meanwhile_does_not_show_the_answer(): void {
		$session = $this->start_session();
		$secret  = array( 'X-MxChat-Session' => $session['secret'] );
		$this->answer_with(
			new Scripted_Assistant(
				array(
					Event::delta( 'Some ' ),
					function () use ( $session, $secret ): void {
						$this->assertSame( 200, $this->request( 'DELETE', "/sessions/{$session['session_id']}", array(), $secret )->get_status() );
						Clock::pass( 1.05 );
					},
					Event::tick(),
				)
			)
		);
		$this->ask( $session, 'Do you repair zips?' );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
		$this->assertSame( array(), $this->request( 'GET', "/sessions/{$session['session_id']}/messages", array(), $secret )->get_data()['items'] );
	}

	public function test_nobody_but_its_session_stops_a_turn(): void {
		Turn_Store::claim( self::turn(), 'x', time() );
		$this->assertFalse( Turn_Store::request_stop( self::turn()->turn_id, 'mxchat_chat_other' ) );
	}

	public function test_a_reader_who_goes_in_the_middle_leaves_what_was_said(): void {
		$assistant = $this->answer_with( Scripted_Assistant::saying( array( 'Some ', 'words.' ) ) );
		$events    = Turn_Runner::events( self::turn() );
		$events->current();
		$events->next();
		$events->next();
		unset( $events );
		$this->assertTrue( $assistant->was_left );
		$row = Transcripts\Store::turn( self::turn()->turn_id )['assistant'];
		$this->assertSame( array( 'Some words.', 'cut' ), array( $row->message, $row->finish ) );
		$this->assertNotWPError( Turn_Runner::answer( self::turn( 'b' ) ), 'and the thread is free' );
	}

	public function test_nobody_listening_for_the_grace_cuts_the_answer(): void {
		update_option( 'mxchat_settings', array( 'stream_grace_seconds' => 0 ) );
		$this->answer_with( new Scripted_Assistant( array( Event::delta( 'Some' ), static fn() => Clock::pass( 1.05 ), Event::tick(), Event::delta( ' more' ) ) ) );
		$events = Turn_Runner::events( self::turn() );
		for ( $events->current(); $events->valid(); $events->send( true ) ) {
			continue;
		}
		$this->assertSame( array( 'Some', 'cut' ), array( Transcripts\Store::turn( self::turn()->turn_id )['assistant']->message, Transcripts\Store::turn( self::turn()->turn_id )['assistant']->finish ) );
	}

	public function test_a_reader_elsewhere_keeps_an_answer_going(): void {
		update_option( 'mxchat_settings', array( 'stream_grace_seconds' => 1 ) );
		$turn = self::turn();
		$this->answer_with(
			Scripted_Assistant::saying(
				array( 'Some ' ),
				static function () use ( $turn ): void {
					Clock::pass( 1.1 );
					Turn_Store::watch( $turn->turn_id, time() + 1 );
				}
			)
		);
		$events = Turn_Runner::events( $turn );
		for ( $events->current(); $events->valid(); $events->send( true ) ) {
			continue;
		}
		$this->assertSame( 'complete', Transcripts\Store::turn( $turn->turn_id )['assistant']->finish );
	}

	public function test_an_assistant_that_breaks_is_told_as_an_error_without_its_words(): void {
		$this->answer_with( new Scripted_Assistant( array( static fn() => throw new RuntimeException( 'sk-secret' ) ) ) );
		ini_set( 'error_log', '/dev/null' );
		$events = iterator_to_array( Turn_Runner::events( self::turn() ), false );
		ini_restore( 'error_log' );
		$this->assertSame( array( 'turn', 'error', 'done' ), array_map( static fn( Turn_Event $event ) => $event->name, $events ) );
		$this->assertSame( 'mxchat_internal_error', $events[1]->data['code'] );
		$this->assertStringStartsWith( 'req_', $events[1]->data['data']['request_id'] );
		$this->assertStringNotContainsString( 'sk-secret', (string) wp_json_encode( $events[1]->data ) );
		remove_filter( 'mxchat_assistant', $this->filter );
		$this->assertNotWPError( Turn_Runner::answer( self::turn() ), 'and it can be asked again' );
	}

	public function test_a_session_that_is_deleted_meanwhile_gets_no_answer(): void {
		$turn = self::turn();
		$this->answer_with(
			Scripted_Assistant::saying(
				array( 'Some ' ),
				static function () use ( $turn ): void {
					Transcripts\Deletion::delete( array( $turn->session_id ) );
					Clock::pass( 1.05 );
				}
			)
		);
		iterator_to_array( Turn_Runner::events( $turn ), false );
		$this->assertSame( array( 0, 0, 0 ), array( $this->count_rows( 'transcripts' ), $this->count_rows( 'turns' ), $this->count_rows( 'turn_events' ) ) );
	}

	public function test_a_turn_given_as_json_leaves_no_row(): void {
		$this->answer_with( Scripted_Assistant::saying( array( 'Yes.' ) ) );
		Turn_Runner::answer( self::turn() );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'turns' ), $this->count_rows( 'turn_events' ) ) );
	}

	public function test_kept_events_are_deleted_after_a_day(): void {
		global $wpdb;
		$this->answer_with( Scripted_Assistant::saying( array( 'Yes.' ) ) );
		iterator_to_array( Turn_Runner::events( self::turn() ), false );
		Turn_Store::delete_old();
		$this->assertSame( 1, $this->count_rows( 'turns' ) );
		$wpdb->query( 'UPDATE ' . Schema::table( 'turns' ) . ' SET started_at = started_at - 90000' );
		Turn_Store::delete_old();
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'turns' ), $this->count_rows( 'turn_events' ) ) );
	}

	public function test_messages_and_conversations_are_reported(): void {
		$reported = array();
		$note     = static function ( string $type, array $data ) use ( &$reported ): void {
			$reported[] = array( $type, $data['role'] ?? '', $data['content'] ?? '' );
		};
		add_action( 'mxchat_event', $note, 10, 2 );
		$this->answer_with( Scripted_Assistant::saying( array( 'Yes.' ) ) );
		Turn_Runner::answer( self::turn( 'a' ) );
		Turn_Runner::answer( self::turn( 'b', question: 'Really?' ) );
		remove_action( 'mxchat_event', $note );
		$this->assertSame(
			array(
				array( 'conversation.created', '', '' ),
				array( 'message.created', 'user', 'Hello?' ),
				array( 'message.created', 'assistant', 'Yes.' ),
				array( 'message.created', 'user', 'Really?' ),
				array( 'message.created', 'assistant', 'Yes.' ),
			),
			$reported
		);
	}

	private function assertNotWPError( mixed $value, string $message = '' ): void {
		$this->assertFalse( is_wp_error( $value ), $message );
	}
}
