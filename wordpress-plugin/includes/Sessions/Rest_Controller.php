<?php
declare( strict_types=1 );

namespace MxChat\Sessions;

use MxChat\Bot_Api;
use MxChat\Chat\Threads;
use MxChat\Chat\Turn_Store;
use MxChat\Confirmations;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;
use MxChat\Settings;
use MxChat\Transcripts;
use function MxChat\Core\mint_session_id;

/**
 * Sessions: start one, read it back after a reload, clear it.
 */
final class Rest_Controller {

	public static function start_session( Start_Request $request ): \WP_REST_Response|\WP_Error {
		$session_id = mint_session_id( random_bytes( 16 ) );
		$secret     = bin2hex( random_bytes( 32 ) );
		$expires_at = time() + DAY_IN_SECONDS * (int) Settings\Store::get( 'session_ttl_days' );
		if ( ! Store::insert( $session_id, $secret, $request->bot_id, $expires_at ) ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		return new \WP_REST_Response(
			array(
				'session_id' => $session_id,
				'secret'     => $secret,
				'expires_at' => Time::to_iso( Time::from_unix( $expires_at ) ),
			),
			201
		);
	}

	public static function list_messages( Session_Request $request ): \WP_REST_Response {
		$rows = Transcripts\Store::session_messages( $request->session->session_id, $request->session->visible_after );
		return new \WP_REST_Response( array( 'items' => array_map( static fn( \stdClass $row ) => self::message( $row, $request->session->session_id ), $rows ) ) );
	}

	/**
	 * "Clear session": the next message starts a new thread. The transcript stays with the owner unless it is erased.
	 */
	public static function clear_session( Clear_Request $request ): \WP_REST_Response {
		$session_id = $request->session->session_id;
		if ( $request->erase ) {
			Bot_Api\Events::delete( $session_id, $request->session->bot_id );
		} else {
			Threads::forget( $session_id );
			Turn_Store::stop_session( $session_id );
			Bot_Api\Events::close( $session_id, $request->session->bot_id );
			Store::hide_messages_up_to( $session_id, Transcripts\Store::last_id( $session_id ) );
		}
		/**
		 * A visitor has ended a session: the next message begins another conversation.
		 *
		 * @param string $session_id
		 * @param bool   $erase      Whether its messages are deleted.
		 */
		do_action( 'mxchat_session_ended', $session_id, $request->erase );
		return new \WP_REST_Response(
			array(
				'session_id' => $session_id,
				'cleared'    => true,
				'erased'     => $request->erase,
			)
		);
	}

	private static function message( \stdClass $row, string $session_id ): array {
		return array(
			'id'        => (int) $row->id,
			'turn_id'   => $row->turn_id,
			'role'      => $row->role,
			'content'   => $row->message,
			'sources'   => json_decode( $row->sources, true ) ?? array(),
			'actions'   => Confirmations\Cards::current( json_decode( $row->actions, true ) ?? array(), $session_id ),
			'engine'    => $row->engine,
			'finish'    => $row->finish,
			'error_id'  => json_decode( $row->trace_of_cut, true )['failure']['error_id'] ?? null,
			'timestamp' => Time::to_iso( $row->created_at ),
		);
	}
}
