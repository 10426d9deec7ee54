<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Models;
use MxChat\Provider\Providers;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Rest_Error;

/**
 * /embeddings: which model the knowledge is embedded with, and how far that has come.
 */
final class Rest_Controller {

	private const LIST_SECONDS    = 10.0;
	private const EMBEDDING_NAMES = '/embed|\b(?:bge|e5|gte|minilm|jina|voyage)\b/i';

	public static function show( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Status::read() );
	}

	/**
	 * The provider's models whose names say that they embed; all of them where no name does. A provider that cannot be
	 * asked is no error here: a name can be typed, and whether it is right is seen when it is chosen.
	 */
	public static function list_models( Empty_Request $request ): \WP_REST_Response {
		$connection = Providers::connection();
		$models     = $connection instanceof Failure ? $connection : Models::list( $connection, Deadline::after( self::LIST_SECONDS ) );
		if ( $models instanceof Failure ) {
			return new \WP_REST_Response( array( 'items' => array(), 'problem' => $models->owner_text() ) );
		}
		$names     = array_column( $models, 'id' );
		$embedding = array_values( preg_grep( self::EMBEDDING_NAMES, $names ) );
		return new \WP_REST_Response( array( 'items' => $embedding ?: $names, 'problem' => null ) );
	}

	public static function estimate( Model_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Status::estimate( $request->model ) );
	}

	/**
	 * Asks the model for one embedding to see what it gives; then a job embeds everything. Until it is done, questions are
	 * answered as before.
	 */
	public static function choose_model( Model_Request $request ): \WP_REST_Response|\WP_Error {
		$space = Embedder::probe( $request->model, $request->dimensions );
		if ( $space instanceof Failure ) {
			$space->log();
			return Rest_Error::from_failure( $space );
		}
		$abandoned = State_Store::chosen();
		State_Store::choose( $space->is_same( State_Store::serving() ) ? null : $space );
		if ( $abandoned !== null ) {
			Drop_Job::add_unless_used( $abandoned->collection() );
		}
		Embed_Job::resume();
		return new \WP_REST_Response( Status::read(), 202 );
	}

	public static function resume( Empty_Request $request ): \WP_REST_Response {
		Embed_Job::resume();
		return new \WP_REST_Response( Status::read(), 202 );
	}

	/**
	 * From now on questions are answered by words alone, and nothing is sent.
	 */
	public static function switch_off( Empty_Request $request ): \WP_REST_Response {
		$spaces = array_filter( array( State_Store::serving(), State_Store::chosen() ) );
		State_Store::switch_off();
		foreach ( $spaces as $space ) {
			Drop_Job::add_unless_used( $space->collection() );
		}
		Embed_Job::resume();
		return new \WP_REST_Response( Status::read() );
	}
}
