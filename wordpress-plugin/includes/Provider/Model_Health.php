<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Assistant\Last_Failure;
use MxChat\Assistant\Record;
use MxChat\Assistant\Site_Assistant;
use MxChat\Assistant\Store;
use MxChat\Embeddings\State_Store;
use MxChat\Health\Site_Test;
use MxChat\Rest\Empty_Request;
use MxChat\Settings;

/**
 * Tools → Site Health tells when no model can answer, or soon none will.
 */
final class Model_Health {

	private const NAME         = 'mxchat_provider';
	private const WARN_DAYS    = 60;
	private const TEST_SECONDS = 15.0;

	public static function add_test( array $tests ): array {
		return Site_Test::add( $tests, self::NAME, __( 'The chat’s model can be reached', 'mxchat-engine' ), 'connection/health', array( self::class, 'result' ) );
	}

	public static function show( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::result() );
	}

	public static function result(): array {
		if ( ! Site_Assistant::is_enabled() ) {
			return self::report( 'good', __( 'The chat answers from this site’s own pages', 'mxchat-engine' ), __( 'No model is asked, so none can fail.', 'mxchat-engine' ) );
		}
		$connection = Providers::connection();
		if ( $connection instanceof Failure ) {
			return self::report( 'critical', __( 'The chat’s assistant is enabled but cannot answer', 'mxchat-engine' ), $connection->owner_text() );
		}
		$models = Models::list( $connection, Deadline::after( self::TEST_SECONDS ), true );
		if ( $models instanceof Failure && $models->status === 0 ) {
			return self::report( 'critical', __( 'The chat’s model cannot be reached', 'mxchat-engine' ), $models->owner_text() );
		}
		if ( $models instanceof Failure && in_array( $models->kind, array( 'unauthorized', 'forbidden', 'quota' ), true ) ) {
			return self::report( 'critical', __( 'The provider refuses this site', 'mxchat-engine' ), $models->owner_text() );
		}
		return self::ending_models( $connection ) ?? self::stuck() ?? self::failed_lately() ?? self::report(
			'good',
			__( 'The chat’s model can be reached', 'mxchat-engine' ),
			__( 'The provider answers, and it has announced no end of a model that is used here.', 'mxchat-engine' )
		);
	}

	/**
	 * Models that are used here and that end soon, or have ended.
	 */
	private static function ending_models( Connection $connection ): ?array {
		$ends = array();
		foreach ( self::used_models() as [ 'user' => $user, 'model' => $model ] ) {
			$day = Models::shutdown_date( $connection->base_url, $model );
			if ( $day !== null && strtotime( $day . ' UTC' ) < time() + self::WARN_DAYS * DAY_IN_SECONDS ) {
				/* translators: 1: what uses a model, 2: name of the model, 3: a date. */
				$ends[ "$day $user" ] = sprintf( __( '%1$s uses %2$s, which ends on %3$s.', 'mxchat-engine' ), $user, $model, wp_date( get_option( 'date_format' ), strtotime( $day . ' UTC' ), new \DateTimeZone( 'UTC' ) ) );
			}
		}
		if ( ! $ends ) {
			return null;
		}
		ksort( $ends );
		$is_over = substr( (string) array_key_first( $ends ), 0, 10 ) <= gmdate( 'Y-m-d' );
		return self::report(
			$is_over ? 'critical' : 'recommended',
			$is_over ? __( 'A model of the chat has ended', 'mxchat-engine' ) : __( 'A model of the chat ends soon', 'mxchat-engine' ),
			implode( ' ', $ends ) . ' ' . __( 'Choose another one in MxChat → Assistant API, or where the model is set.', 'mxchat-engine' )
		);
	}

	/**
	 * @return list<array{user:string,model:string}>
	 */
	private static function used_models(): array {
		$used = array_map( static fn( Record $record ) => array( 'user' => $record->name, 'model' => $record->model ), Store::all() );
		$used[] = array( 'user' => __( 'The search by meaning', 'mxchat-engine' ), 'model' => State_Store::wanted()->model ?? '' );
		$used[] = array( 'user' => __( 'The creation of images', 'mxchat-engine' ), 'model' => (string) Settings\Store::get( 'image_model' ) );
		return $used;
	}

	/**
	 * Visitors who were answered by quotes because the model failed do not tell.
	 */
	private static function failed_lately(): ?array {
		$last = Last_Failure::get();
		return $last === null || $last['failed_at'] < time() - DAY_IN_SECONDS ? null : self::report(
			'recommended',
			__( 'The chat’s model failed within the last day', 'mxchat-engine' ),
			/* translators: 1: a date and time, 2: what happened. */
			sprintf( __( 'Last on %1$s: %2$s', 'mxchat-engine' ), wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $last['failed_at'] ), $last['text'] )
		);
	}

	/**
	 * Conversations that a host still keeps although they were to be deleted.
	 */
	private static function stuck(): ?array {
		$count = Host_State::count_stuck();
		return $count === 0 ? null : self::report(
			'recommended',
			__( 'Ended conversations are still kept at the provider', 'mxchat-engine' ),
			/* translators: %d: number of conversations. */
			sprintf( _n( '%d conversation could not be deleted there. It is tried again every day; where the provider was changed, enter the earlier connection once more.', '%d conversations could not be deleted there. It is tried again every day; where the provider was changed, enter the earlier connection once more.', $count, 'mxchat-engine' ), $count )
		);
	}

	private static function report( string $status, string $label, string $description ): array {
		return Site_Test::report( self::NAME, $status, $label, $description );
	}
}
