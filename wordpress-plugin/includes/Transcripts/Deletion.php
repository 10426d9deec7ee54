<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Actions\Media;
use MxChat\Actions\Proof_Store;
use MxChat\Bot_Api;
use MxChat\Chat\Threads;
use MxChat\Chat\Turn_Store;
use MxChat\Confirmations;
use MxChat\OpenAI;
use MxChat\Openai_Api;
use MxChat\Rest\Idempotency;
use MxChat\Sessions;
use MxChat\Tools;
use MxChat\Webhooks;

/**
 * Deletes sessions with all that was made from them. What is deleted is gone: rows, words, pointers, kept answers.
 */
final class Deletion {

	private const SESSIONS_AT_ONCE = 50;

	/**
	 * @param string[] $session_ids
	 * @param bool     $cascade Whether translations and clicks go as well.
	 * @return array{transcripts:int,translations:int,url_clicks:int} Deleted rows.
	 */
	public static function delete( array $session_ids, bool $cascade = true ): array {
		$deleted = array(
			'transcripts'  => 0,
			'translations' => 0,
			'url_clicks'   => 0,
		);
		Total_Store::begin_generation();
		foreach ( array_chunk( self::storable( $session_ids ), self::SESSIONS_AT_ONCE ) as $batch ) {
			// The state goes first: from here on the session's secret opens nothing, and no message is added.
			array_map( array( self::class, 'forget_state' ), $batch );
			Webhooks\Delivery_Store::delete_sessions( $batch );
			Media::delete_sessions( $batch );
			$deleted['transcripts'] += Store::delete_messages( $batch );
			if ( $cascade ) {
				$deleted['translations'] += Store::delete_translations( $batch );
				$deleted['url_clicks']   += Store::delete_url_clicks( $batch );
			}
		}
		Total_Store::begin_generation();
		return $deleted;
	}

	private static function forget_state( string $session_id ): void {
		Sessions\Store::delete( $session_id );
		Proof_Store::forget( $session_id );
		Threads::forget( $session_id );
		Turn_Store::delete_of_session( $session_id );
		Bot_Api\Store::delete( $session_id );
		Idempotency::forget( 'session:' . $session_id );
		Tools\Call_Store::delete_sessions( array( $session_id ) );
		Confirmations\Store::delete_sessions( array( $session_id ) );
		OpenAI\Thread_Store::delete_sessions( array( $session_id ) );
		Openai_Api\Store::delete_sessions( array( $session_id ) );
	}

	/**
	 * Ids are ASCII: others cannot be in the tables, and some databases stumble over them.
	 *
	 * @param string[] $session_ids
	 * @return string[]
	 */
	private static function storable( array $session_ids ): array {
		return array_values( array_unique( preg_grep( '/^[\x20-\x7e]+$/D', $session_ids ) ) );
	}
}
