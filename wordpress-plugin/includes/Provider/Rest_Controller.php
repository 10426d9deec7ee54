<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Rest\Empty_Request;
use MxChat\Rest\Time;

/**
 * The connection to the provider, for the owner. A key goes in and never comes out.
 */
final class Rest_Controller {

	private const TEST_SECONDS = 60.0;
	private const LIST_SECONDS = 20.0;

	public static function show_connection( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::state() );
	}

	public static function change_connection( Connection_Request $request ): \WP_REST_Response {
		if ( $request->uses_network ) {
			Connection_Store::delete();
		} else {
			Connection_Store::save( $request->connection );
		}
		return new \WP_REST_Response( self::state() );
	}

	public static function test_connection( Test_Request $request ): \WP_REST_Response {
		$connection = Providers::connection();
		if ( $connection instanceof Failure ) {
			$report = Probe_Report::failed( $connection );
		} else {
			$report = Probe::run( $connection, Connection_Store::current()->mode, $request->model, Deadline::after( self::TEST_SECONDS ) );
			$report->failure()?->log();
		}
		return new \WP_REST_Response( $report->to_array() + array( 'models' => self::known_models( $connection ), 'connection' => self::state() ) );
	}

	public static function list_models( Models_Request $request ): \WP_REST_Response {
		$connection = Providers::connection();
		$models     = $connection instanceof Failure ? $connection : Models::list( $connection, Deadline::after( self::LIST_SECONDS ), $request->is_fresh );
		$listed_at  = $connection instanceof Connection ? Model_Store::find( $connection->base_url )['listed_at'] ?? null : null;
		return new \WP_REST_Response(
			array(
				'items'     => $models instanceof Failure ? array() : $models,
				'problem'   => $models instanceof Failure ? $models->owner_text() : null,
				'listed_at' => $listed_at === null ? null : Time::to_iso( Time::from_unix( $listed_at ) ),
			)
		);
	}

	private static function known_models( Connection|Failure $connection ): array {
		return $connection instanceof Failure ? array() : Model_Store::find( $connection->base_url )['items'] ?? array();
	}

	private static function state(): array {
		return Connection_State::of_site();
	}
}
