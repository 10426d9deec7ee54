<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Actions;
use MxChat\Rest\Rest_Error;
use MxChat\Transcripts;

/**
 * How the chat comes to its answers: a message now, a turn of the past, and the test set.
 */
final class Rest_Controller {

	public static function trace( Trace_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Trace::of( $request->message, $request->bot_id, $request->asks_model ) );
	}

	/**
	 * What was decided then, from what was stored, and what would be decided now.
	 */
	public static function replay( Turn_Request $request ): \WP_REST_Response|\WP_Error {
		$rows = Transcripts\Store::turn( $request->turn_id );
		if ( ! isset( $rows['user'], $rows['assistant'] ) ) {
			return Rest_Error::make( 'mxchat_turn_not_found' );
		}
		$question = $rows['user']->message;
		return new \WP_REST_Response(
			array(
				'turn_id'  => $request->turn_id,
				'question' => $question,
				'answer'   => $rows['assistant']->message,
				'engine'   => $rows['assistant']->engine,
				'sources'  => json_decode( $rows['assistant']->sources, true ) ?? array(),
				'then'     => json_decode( $rows['assistant']->trace, true ) ?? array(),
				'now'      => Actions\Rest_Controller::scored( $question, Actions\Scorer::decide( $question, $rows['user']->bot_id ) ),
			)
		);
	}

	public static function list_tests(): \WP_REST_Response {
		return new \WP_REST_Response( array( 'items' => array_map( 'get_object_vars', Test_Store::all() ) ) );
	}

	public static function add_test( Test_Request $request ): \WP_REST_Response|\WP_Error {
		$id = Test_Store::insert( $request->bot_id, $request->question, $request->expects, $request->expected );
		return $id === 0 ? Rest_Error::make( 'mxchat_storage_failed' ) : new \WP_REST_Response( array( 'id' => $id ), 201 );
	}

	public static function delete_test( Test_Id_Request $request ): \WP_REST_Response|\WP_Error {
		return Test_Store::delete( $request->test_id )
			? new \WP_REST_Response( array( 'deleted' => true ) )
			: Rest_Error::make( 'mxchat_test_not_found' );
	}

	public static function run_tests( Run_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Test_Run::all( $request->drafts ) );
	}
}
