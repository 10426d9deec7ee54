<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant\Record;
use MxChat\Assistant\Store as Assistants;
use MxChat\Rest\Rest_Error;

/**
 * Assistants that a program makes: records of this site, like the owner's.
 */
final class Assistants_Controller {

	private const MAX_ASSISTANTS = 100;

	public static function create( Assistant_Request $request ): \WP_REST_Response|\WP_Error {
		if ( Store::count( 'assistant', $request->owner ) >= self::MAX_ASSISTANTS ) {
			return Rest_Error::make( 'mxchat_too_many_assistants' );
		}
		$record = Assistants::save( self::changed( new Record( metadata: array( 'made_by' => $request->owner ) ), $request->fields ) );
		$object = Store::insert( 'assistant', $request->owner, $record->id, self::content( array( 'model' => '', 'tools' => array(), 'metadata' => array() ), $request->fields ) );
		return new \WP_REST_Response( Assistant_Object::shown( $object, $record ) );
	}

	public static function modify( Assistant_Request $request ): \WP_REST_Response|\WP_Error {
		$record = Assistants::find( $request->assistant->object_id );
		if ( $record === null ) {
			return Rest_Error::make( 'mxchat_object_not_found' );
		}
		$changed = self::changed( $record, $request->fields );
		$saved   = $changed->content() === $record->content() ? $record : Assistants::save( $changed );
		$object  = Store::update( $request->assistant, self::content( $request->assistant->content, $request->fields ) );
		return new \WP_REST_Response( Assistant_Object::shown( $object, $saved ) );
	}

	public static function show( Object_Request $request ): \WP_REST_Response|\WP_Error {
		$object = $request->get( 'assistant' );
		$record = Assistants::find( $object->object_id );
		return $record === null ? Rest_Error::make( 'mxchat_object_not_found' ) : new \WP_REST_Response( Assistant_Object::shown( $object, $record ) );
	}

	public static function list( List_Request $request ): \WP_REST_Response {
		[ $objects, $has_more ] = Store::list( 'assistant', $request->owner, '', $request->listing );
		$items = array();
		foreach ( $objects as $object ) {
			$record = Assistants::find( $object->object_id );
			if ( $record !== null ) {
				$items[] = Assistant_Object::shown( $object, $record );
			}
		}
		return new \WP_REST_Response( Listing::page( $items, $has_more ) );
	}

	public static function delete( Object_Request $request ): \WP_REST_Response {
		$object = $request->get( 'assistant' );
		Assistants::delete( $object->object_id );
		Store::delete( $object );
		return new \WP_REST_Response( array( 'id' => $object->object_id, 'object' => 'assistant.deleted', 'deleted' => true ) );
	}

	private static function changed( Record $record, array $fields ): Record {
		$texts   = array_map( 'strval', array_intersect_key( $fields, array( 'name' => 0, 'description' => 0, 'instructions' => 0 ) ) );
		$numbers = array_key_exists( 'temperature', $fields ) ? array( 'temperature' => $fields['temperature'] === null ? null : (float) $fields['temperature'] ) : array();
		return $record->with( $texts + $numbers );
	}

	private static function content( array $content, array $fields ): array {
		return array(
			'model'    => $fields['model'] ?? $content['model'],
			'tools'    => $fields['tools'] ?? $content['tools'],
			'metadata' => $fields['metadata'] ?? $content['metadata'],
		);
	}
}
