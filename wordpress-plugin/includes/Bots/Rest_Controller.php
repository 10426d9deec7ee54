<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Actions;
use MxChat\Debugger;
use MxChat\Embeddings;
use MxChat\Knowledge;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Storage_Exception;
use function MxChat\Core\format_threshold;

/**
 * The owner's bots: list, make, change, delete.
 */
final class Rest_Controller {

	private const MAX_BOTS = 200;

	public static function list_bots( Empty_Request $request ): \WP_REST_Response {
		$items = array_map( array( self::class, 'item' ), Store::all() );
		return Paging::respond( $items, count( $items ), self::MAX_BOTS, 0, 'bots' );
	}

	/**
	 * What an author needs to put a bot on a page.
	 */
	public static function list_choices( Empty_Request $request ): \WP_REST_Response {
		$enabled = array_filter( Store::all(), static fn( Bot $bot ) => $bot->is_enabled );
		$items   = array_map(
			static fn( Bot $bot ) => array(
				'bot_id'  => $bot->bot_id,
				'name'    => $bot->name,
				'is_test' => $bot->is_test,
			),
			array_values( $enabled )
		);
		return Paging::respond( $items, count( $items ), self::MAX_BOTS, 0, 'bot-choices' );
	}

	public static function show_bot( Bot_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( $request->bot ) );
	}

	public static function propose_starters( Bot_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( array( 'items' => Starter_Proposals::for_bot( $request->bot ) ) );
	}

	public static function create_bot( Create_Request $request ): \WP_REST_Response|\WP_Error {
		if ( count( Store::ids() ) >= self::MAX_BOTS ) {
			return Rest_Error::make( 'mxchat_too_many_bots' );
		}
		if ( self::is_taken( $request->bot->bot_id ) || ! Store::insert( $request->bot ) ) {
			return Rest_Error::make( 'mxchat_bot_exists' );
		}
		Knowledge\Scope::bring_view_up_to_date( $request->bot->bot_id );
		return new \WP_REST_Response( self::item( $request->bot ), 201 );
	}

	public static function change_bot( Change_Request $request ): \WP_REST_Response|\WP_Error {
		$before = null;
		$change = static function ( Bot $bot ) use ( $request, &$before ): Bot|\WP_Error {
			$before = $bot;
			return Fields::change( $bot, $request->fields );
		};
		try {
			$after = Store::change( $request->bot_id, $change ) ?? Rest_Error::make( 'mxchat_bot_not_found' );
		} catch ( Storage_Exception ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		if ( is_wp_error( $after ) ) {
			return $after;
		}
		self::follow( $before, $after );
		return new \WP_REST_Response( self::item( $after ) );
	}

	/**
	 * Deletes a bot with what was pushed to it; its conversations stay in the transcripts. The default bot goes back to
	 * what it was at first, and keeps its knowledge.
	 */
	public static function delete_bot( Bot_Request $request ): \WP_REST_Response {
		$bot_id = $request->bot->bot_id;
		Store::delete( $bot_id );
		Knowledge\Scope::bring_view_up_to_date( $bot_id );
		if ( $bot_id !== Store::DEFAULT_ID ) {
			self::stop_reading( $bot_id );
			Actions\Model::forget( $bot_id );
			Debugger\Test_Store::delete_of_bot( $bot_id );
			Forget_Job::begin( $bot_id );
		}
		return new \WP_REST_Response( array( 'bot_id' => $bot_id, 'deleted' => true ) );
	}

	/**
	 * Not every database tells large letters from small ones, so no two bots differ in these alone. What belonged to a
	 * deleted bot of the name may still be on its way out.
	 */
	private static function is_taken( string $bot_id ): bool {
		return in_array( strtolower( $bot_id ), array_map( 'strtolower', Store::ids() ), true ) || Forget_Job::is_running( $bot_id );
	}

	private static function follow( Bot $before, Bot $after ): void {
		if ( array( $before->reads, $before->content_types ) !== array( $after->reads, $after->content_types ) ) {
			Knowledge\Scope::bring_view_up_to_date( $after->bot_id );
		}
		if ( $before->is_test && ! $after->is_test ) {
			self::embed_what_was_left_out();
		}
	}

	/**
	 * A bot in test mode costs nothing, so the meaning of what it knows was not asked for.
	 */
	private static function embed_what_was_left_out(): void {
		if ( Embeddings\State_Store::wanted() !== null ) {
			Embeddings\State_Store::begin_again();
			Embeddings\Embed_Job::add();
		}
	}

	/**
	 * Whoever takes the name later must not be read by those who read the old one.
	 */
	private static function stop_reading( string $bot_id ): void {
		foreach ( Store::all() as $reader ) {
			if ( in_array( $bot_id, $reader->reads, true ) ) {
				Store::change( $reader->bot_id, static fn( Bot $bot ) => $bot->with( array( 'reads' => array_values( array_diff( $bot->reads, array( $bot_id ) ) ) ) ) );
				Knowledge\Scope::bring_view_up_to_date( $reader->bot_id );
			}
		}
	}

	private static function item( Bot $bot ): array {
		return array(
			'bot_id'              => $bot->bot_id,
			'name'                => $bot->name,
			'assistant_id'        => $bot->assistant_id,
			'reads'               => $bot->reads,
			'content_types'       => $bot->content_types,
			'min_similarity'      => $bot->min_similarity === null ? '' : format_threshold( $bot->min_similarity ),
			'actions'             => $bot->actions,
			'messages_per_minute' => $bot->messages_per_minute ?? 0,
			'is_test'             => $bot->is_test,
			'is_enabled'          => $bot->is_enabled,
			'heading'             => $bot->heading,
			'greeting'            => $bot->greeting,
			'starters'            => $bot->starters,
			'knowledge'           => Knowledge\Store::totals( $bot->bot_id ),
		);
	}
}
