<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Knowledge;
use MxChat\Rest\Empty_Request;

/**
 * The settings of the whole site.
 */
final class Rest_Controller {

	public static function show_settings( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::state() );
	}

	public static function change_settings( Settings_Request $request ): \WP_REST_Response {
		$values = $request->values;
		if ( array_key_exists( 'vector_candidate', $values ) ) {
			$values['vector_candidate'] ??= array();
		}
		$post_types = Store::get( 'post_types' );
		Store::set_all( $values );
		if ( Store::get( 'post_types' ) !== $post_types ) {
			Knowledge\Sync::schedule_reindex();
		}
		return new \WP_REST_Response( self::state() );
	}

	public static function show_comparison( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Vector_Comparison::current()->to_array() );
	}

	public static function reset_comparison( Empty_Request $request ): \WP_REST_Response {
		Vector_Comparison::current()->reset();
		return new \WP_REST_Response( Vector_Comparison::current()->to_array() );
	}

	private static function state(): array {
		$names  = array_keys( Fields::schema() );
		$values = array_combine( $names, array_map( array( Store::class, 'get' ), $names ) );
		// An empty list is no object, and JSON cannot tell them apart.
		$values['vector_candidate'] = $values['vector_candidate'] ?: null;
		return array(
			'values'      => $values,
			'defaults'    => array( 'vector_candidate' => null ) + array_intersect_key( Store::defaults(), $values ),
			'post_types'  => array_map( array( self::class, 'post_type' ), Fields::post_types() ),
			'vector_keys' => array(
				'vector_store'     => Environment::source( 'MXCHAT_VECTOR_STORE_KEY' ) !== '',
				'vector_candidate' => Environment::source( 'MXCHAT_VECTOR_CANDIDATE_KEY' ) !== '',
			),
		);
	}

	private static function post_type( string $name ): array {
		return array(
			'name'  => $name,
			'label' => get_post_type_object( $name )->labels->name ?? $name,
		);
	}
}
