<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Http\Event_Stream;
use MxChat\Assistant\Store as Assistants;
use MxChat\Provider\Item;
use MxChat\Rest\Rest_Error;

/**
 * Runs: a model answers what a thread ends with, here and now; a client that polls finds the run ended.
 */
final class Runs_Controller {

	/**
	 * A thread, and a run in it.
	 */
	public static function create_with_thread( Run_Request $request ): \WP_REST_Response|\WP_Error {
		return self::create( $request );
	}

	public static function create( Run_Request $request ): \WP_REST_Response|\WP_Error {
		if ( ! self::has_question( $request ) ) {
			return Rest_Error::invalid_param( 'thread_id', __( 'must have a message of the user.', 'mxchat-engine' ) );
		}
		$place = Exchange::place( $request->record );
		if ( is_wp_error( $place ) ) {
			return $place;
		}
		$thread  = $request->thread ?? Threads_Controller::insert( $request->owner, array(), $request->thread_metadata );
		$content = Run_Object::content( $request->assistant->object_id, $request->assistant->content['model'], $request->tools, $request->metadata, $request->record->instructions );
		$run_id  = 'run_' . bin2hex( random_bytes( 12 ) );
		if ( Run_Object::is_active( $thread ) || ! Store::try_activate( $thread, $run_id ) ) {
			return Rest_Error::make( 'mxchat_run_active' );
		}
		foreach ( $request->messages as $message ) {
			Threads_Controller::add( $thread, $message['role'], $message['text'], $message['metadata'] );
		}
		$run     = Store::insert( 'run', $request->owner, $run_id, $content + array( 'guidance' => $request->guidance ), $thread->object_id, $thread->session_id );
		$machine = new Run_Machine( $thread, $run, $request->record, $request->specs, $request->guidance, $request->spender, $place );
		return self::answered( $machine, $machine->events(), $request->is_streamed, array( 'thread.run.created', 'thread.run.queued' ) );
	}

	public static function submit( Outputs_Request $request ): \WP_REST_Response|\WP_Error {
		$run    = $request->run;
		$record = Assistants::find( $run->content['assistant_id'] );
		if ( $record === null ) {
			return Rest_Error::make( 'mxchat_run_not_waiting' );
		}
		$record = Assistant_Object::with_model( $record->with( array( 'instructions' => $run->content['instructions'] ) ) );
		$place  = Exchange::place( $record );
		if ( is_wp_error( $place ) ) {
			return $place;
		}
		// Of twins, one goes on: what they bring is for the same step.
		if ( ! Store::try_activate( $request->thread, $run->object_id ) || ! Store::try_claim( $run, $run->content['step_id'] ) ) {
			return Rest_Error::make( 'mxchat_run_not_waiting' );
		}
		$items = Kept_Items::unpack( $run->content['items'] );
		foreach ( $request->outputs as $call_id => $output ) {
			$items[] = Item::output( (string) $call_id, \MxChat\Assistant\Prompt::plain( $output ) );
		}
		self::complete_step( $run, $request->outputs );
		$specs   = Program_Tools::read( $run->content['tools'] );
		$machine = new Run_Machine( $request->thread, $run, $record, is_wp_error( $specs ) ? array() : $specs, $run->content['guidance'], $request->spender, $place );
		return self::answered( $machine, $machine->events( $items ), $request->is_streamed, array( 'thread.run.queued' ) );
	}

	public static function show( Object_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Run_Object::shown( $request->get( 'run' ) ) );
	}

	public static function list( List_Request $request ): \WP_REST_Response {
		[ $runs, $has_more ] = Store::list( 'run', $request->owner, $request->parent_id, $request->listing );
		return new \WP_REST_Response( Listing::page( array_map( array( Run_Object::class, 'shown' ), $runs ), $has_more ) );
	}

	public static function cancel( Object_Request $request ): \WP_REST_Response|\WP_Error {
		$is_over = true;
		$run     = Store::change(
			$request->get( 'run' ),
			static function ( array $content ) use ( &$is_over ): array {
				$is_over = in_array( $content['status'], Run_Object::ENDED, true );
				return $is_over ? $content : array( 'status' => 'cancelled', 'ended_at' => time(), 'required_action' => null ) + $content;
			}
		);
		if ( $run === null || $is_over ) {
			return Rest_Error::make( 'mxchat_run_not_waiting' );
		}
		Store::deactivate( $run->parent_id, $run->object_id );
		return new \WP_REST_Response( Run_Object::shown( $run ) );
	}

	public static function list_steps( List_Request $request ): \WP_REST_Response|\WP_Error {
		$run = Store::find( 'run', $request->owner, $request->parent_id );
		if ( $run === null ) {
			return Rest_Error::make( 'mxchat_object_not_found' );
		}
		[ $steps, $has_more ] = Store::list( 'step', $request->owner, $request->parent_id, $request->listing );
		return new \WP_REST_Response( Listing::page( array_map( static fn( Stored $step ) => Step_Object::shown( $step, $run ), $steps ), $has_more ) );
	}

	public static function show_step( Object_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Step_Object::shown( $request->get( 'step' ), $request->get( 'run' ) ) );
	}

	/**
	 * Where nobody has said anything, there is nothing to answer.
	 */
	private static function has_question( Run_Request $request ): bool {
		if ( in_array( 'user', array_column( $request->messages, 'role' ), true ) ) {
			return true;
		}
		[ $messages ] = $request->thread === null ? array( array() ) : Store::list( 'message', $request->owner, $request->thread->object_id, Listing::from( array( 'limit' => 50, 'order' => 'desc' ) ) );
		return in_array( 'user', array_map( static fn( Stored $message ) => $message->content['role'], $messages ), true );
	}

	/**
	 * @param array<string,string> $outputs
	 */
	private static function complete_step( Stored $run, array $outputs ): void {
		$step = Store::find( 'step', $run->owner, (string) ( $run->content['step_id'] ?? '' ) );
		if ( $step === null ) {
			return;
		}
		$details = array_map(
			static fn( array $call ) => array_replace_recursive( $call, array( 'function' => array( 'output' => $outputs[ $call['id'] ] ) ) ),
			$step->content['details']
		);
		Step_Object::complete( $step, $details );
	}

	/**
	 * @param string[] $first Names of the events that stand before those of the run.
	 */
	private static function answered( Run_Machine $machine, \Generator $events, bool $is_streamed, array $first ): \WP_REST_Response {
		if ( $is_streamed ) {
			return new Event_Stream( self::frames( $machine, $events, $first ) );
		}
		foreach ( $events as $event ) {
			continue;
		}
		return new \WP_REST_Response( Run_Object::shown( $machine->run() ) );
	}

	private static function frames( Run_Machine $machine, \Generator $events, array $first ): \Generator {
		foreach ( $first as $name ) {
			yield self::frame( $name, Run_Object::shown( $machine->run() ) );
		}
		for ( $event = $events->current(); $events->valid(); $event = $events->send( $is_gone ) ) {
			$is_gone = yield $event === null ? '' : self::frame( $event[0], $event[1] );
		}
		yield "event: done\ndata: [DONE]\n\n";
	}

	private static function frame( string $name, array $data ): string {
		return "event: $name\ndata: " . wp_json_encode( $data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE ) . "\n\n";
	}
}
