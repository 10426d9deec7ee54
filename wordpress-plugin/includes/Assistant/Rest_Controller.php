<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Bots;
use MxChat\Provider;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;

/**
 * The owner's assistants: list, write, go back to an earlier version, import, and choose the one that answers.
 */
final class Rest_Controller {

	public static function list_assistants( Empty_Request $request ): \WP_REST_Response {
		$records  = Store::all();
		$response = new \WP_REST_Response(
			array(
				'items' => array_map( array( self::class, 'item' ), $records ),
				'total' => count( $records ),
				'count' => count( $records ),
				'site'  => self::site(),
				'tools' => Tool_List::all(),
			)
		);
		$response->header( 'X-WP-Total', (string) count( $records ) );
		return $response;
	}

	public static function show_assistant( Assistant_Request $request ): \WP_REST_Response {
		$versions = array_map(
			static fn( array $version ) => array(
				'version'    => $version['record']->version,
				'created_at' => Time::to_iso( $version['created_at'] ),
				'name'       => $version['record']->name,
				'model'      => $version['record']->model,
			),
			Store::versions( $request->record->id )
		);
		return new \WP_REST_Response( self::item( $request->record ) + array( 'versions' => $versions ) );
	}

	public static function show_version( Version_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( $request->record ) );
	}

	public static function create_assistant( Create_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( Store::save( $request->record ) ), 201 );
	}

	public static function change_assistant( Change_Request $request ): \WP_REST_Response|\WP_Error {
		$saved = Store::save( $request->record, $request->record->version );
		return $saved === null ? Rest_Error::make( 'mxchat_assistant_changed' ) : new \WP_REST_Response( self::item( $saved ) );
	}

	/**
	 * An old version becomes the newest once more; what came between stays readable.
	 */
	public static function restore_version( Version_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( Store::save( $request->record ) ) );
	}

	public static function delete_assistant( Assistant_Request $request ): \WP_REST_Response|\WP_Error {
		if ( self::is_in_use( $request->record ) ) {
			return Rest_Error::make( 'mxchat_assistant_in_use' );
		}
		return Store::delete( $request->record->id )
			? new \WP_REST_Response( array( 'id' => $request->record->id, 'deleted' => true ) )
			: Rest_Error::make( 'mxchat_assistant_not_found' );
	}

	public static function import_assistant( Import_Request $request ): \WP_REST_Response {
		$record = $request->is_preview ? $request->imported->record : Store::save( $request->imported->record );
		return new \WP_REST_Response(
			array(
				'assistant' => self::item( $record ),
				'warnings'  => $request->imported->warnings,
			),
			$request->is_preview ? 200 : 201
		);
	}

	public static function change_site( Site_Request $request ): \WP_REST_Response {
		if ( $request->record !== null ) {
			Site_Assistant::choose( $request->record );
		}
		if ( $request->model !== null ) {
			Site_Assistant::use_model( $request->model );
		}
		if ( $request->is_enabled !== null ) {
			Site_Assistant::enable( $request->is_enabled );
		}
		return new \WP_REST_Response( self::site() );
	}

	private static function is_in_use( Record $record ): bool {
		$of_bots = array_map( static fn( Bots\Bot $bot ) => $bot->assistant_id, Bots\Store::all() );
		return ( Site_Assistant::is_enabled() && Site_Assistant::find()?->id === $record->id )
			|| array_filter( $of_bots, static fn( string $id ) => $record->answers_to( $id ) );
	}

	/**
	 * Who answers, and what is in the way of it, in the owner's words.
	 */
	private static function site(): array {
		$record = Site_Assistant::find();
		return array(
			'is_enabled'     => Site_Assistant::is_enabled(),
			'assistant_id'   => $record?->id,
			'assistant_name' => $record?->name,
			'model'          => $record?->model,
			'problem'        => Site_Assistant::is_enabled() ? self::problem( $record ) : null,
			'last_failure'   => self::last_failure(),
		);
	}

	/**
	 * Visitors who got the site's own answer instead will not tell.
	 *
	 * @return ?array{text:string,failed_at:string}
	 */
	private static function last_failure(): ?array {
		$last = Last_Failure::get();
		return $last === null ? null : array(
			'text'      => $last['text'],
			'failed_at' => Time::to_iso( Time::from_unix( $last['failed_at'] ) ),
		);
	}

	private static function problem( ?Record $record ): ?string {
		$provider = Provider\Providers::current();
		if ( $provider instanceof Provider\Failure ) {
			return $provider->owner_text();
		}
		if ( $record === null ) {
			return __( 'No assistant is chosen, so visitors are answered by quotes from the site.', 'mxchat-engine' );
		}
		return $record->model === ''
			? __( 'The assistant has no model yet, so visitors are answered by quotes from the site.', 'mxchat-engine' )
			: null;
	}

	private static function item( Record $record ): array {
		return array(
			'id'      => $record->id,
			'version' => $record->version,
		) + $record->content();
	}
}
