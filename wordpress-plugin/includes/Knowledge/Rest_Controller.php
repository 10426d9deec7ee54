<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Embeddings\Missing_Store;
use MxChat\Embeddings\State_Store;
use MxChat\Jobs;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;
use MxChat\Storage_Exception;

/**
 * /knowledge: push, list, delete and search what the site knows, and read the site again.
 */
final class Rest_Controller {

	private const MAX_SOURCES = 2000;

	public static function push( Push_Request $request ): \WP_REST_Response|\WP_Error {
		$source = $request->source();
		if ( trim( $source->text ) === '' ) {
			return Rest_Error::invalid_param( 'content', __( 'must have text that a reader can see.', 'mxchat-engine' ) );
		}
		if ( $request->is_asynchronous ) {
			return self::push_later( $request, $source );
		}
		Push_Job::supersede( $request->bot_id, $request->source_url );
		try {
			return new \WP_REST_Response( Pushing::store( $source ) );
		} catch ( Storage_Exception ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
	}

	public static function list_sources( Source_Query $query ): \WP_REST_Response {
		[ 'rows' => $rows, 'total' => $total ] = Store::find( $query );
		$space    = State_Store::serving();
		$embedded = $space === null ? null : Missing_Store::embedded_of( $space->collection(), array_map( 'intval', array_column( $rows, 'id' ) ) );
		$items    = array_map( static fn( \stdClass $row ) => self::item( $row, $embedded === null ? null : $embedded[ $row->id ] ?? 0 ), $rows );
		return Paging::respond( $items, $total, $query->limit, $query->offset, 'knowledge', $query->filters );
	}

	/**
	 * Deletes pushed content. The site's own posts are known as long as strangers may read them; one whose place pushed
	 * content had taken comes back.
	 */
	public static function delete_sources( Delete_Request $request ): \WP_REST_Response|\WP_Error {
		array_map( static fn( string $source_url ) => Push_Job::supersede( $request->bot_id, $source_url ), $request->source_urls );
		try {
			$deleted = Store::delete_pushed( $request->bot_id, $request->source_urls );
		} catch ( Storage_Exception ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		array_map( array( Sync::class, 'on_post_saved' ), array_filter( array_map( static fn( \stdClass $row ) => (int) $row->post_id, $deleted ) ) );
		Sync::write_changes();
		Segment_Builder::bring_up_to_date( $request->bot_id );
		return new \WP_REST_Response(
			array(
				'success'               => true,
				'bot_id'                => $request->bot_id,
				'source_urls_requested' => count( $request->source_urls ),
				'sources_deleted'       => count( $deleted ),
				'chunks_deleted'        => array_sum( array_column( $deleted, 'chunks' ) ),
			)
		);
	}

	public static function search( Search_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Search::find( $request->question, $request->bot_id, $request->limit, $request->min_similarity ) );
	}

	public static function reindex( Empty_Request $request ): \WP_REST_Response|\WP_Error {
		$job = Jobs\Store::find( Reindex_Job::add() );
		return $job === null ? Rest_Error::make( 'mxchat_storage_failed' ) : new \WP_REST_Response( Jobs\Rest_Controller::item( $job ), 202 );
	}

	/**
	 * GET /knowledge/index: the index of the public pages, searched in the browser while a visitor types.
	 */
	public static function show_index( Index_Request $request ): \WP_REST_Response {
		$scope    = Scope::of( $request->bot_id );
		$segments = array_map( array( Segment_Store::class, 'list' ), $scope->index_ids );
		$is_small = array_sum( array_map( array( Segment_Files::class, 'bytes' ), $segments ) ) <= Segment_Files::MAX_BYTES_IN_MEMORY;
		return new \WP_REST_Response(
			array(
				'generation' => array_sum( array_map( array( Segment_Store::class, 'generation' ), $scope->index_ids ) ),
				'segments'   => $is_small ? array_map( 'base64_encode', Segment_Files::read_all( $scope->index_ids ) ) : array(),
				'sources'    => $is_small ? self::public_sources( $scope ) : array(),
			)
		);
	}

	private static function push_later( Push_Request $request, Source $source ): \WP_REST_Response|\WP_Error {
		$job_id = Push_Job::add( $request );
		if ( $job_id === '' ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		$response = new \WP_REST_Response( Pushing::summary( $source, null, 'queued', State_Store::wanted() === null ? false : Written::PENDING ) + array( 'job_id' => $job_id ), 202 );
		$response->header( 'Location', rest_url( 'mxchat/v1/knowledge/jobs/' . $job_id ) );
		$response->header( 'Preference-Applied', 'respond-async' );
		return $response;
	}

	/**
	 * @param ?int $embedded How many of its pieces have an embedding; null where none is used.
	 */
	private static function item( \stdClass $row, ?int $embedded ): array {
		return array(
			'source_url'   => $row->source_url,
			'title'        => $row->title,
			'bot_id'       => $row->bot_id,
			'content_type' => $row->content_type,
			'origin'       => $row->is_pushed ? 'push' : 'site',
			'post_id'      => (int) $row->post_id,
			'bytes'        => (int) $row->bytes,
			'chunks'       => $row->chunks,
			'embedded'     => $embedded,
			'updated_at'   => Time::to_iso( $row->updated_at ),
		);
	}

	private static function public_sources( Scope $scope ): array {
		$rows = Store::sources_with_chunks( $scope, self::MAX_SOURCES );
		_prime_post_caches( array_filter( array_map( 'intval', array_column( $rows, 'post_id' ) ) ), false, false );
		$sources = array();
		foreach ( $rows as $row ) {
			$url = Retriever::public_url( $row );
			if ( $url !== null ) {
				$sources[] = array(
					'source' => $url,
					'title'  => $row->title,
					'chunks' => $row->chunks ?? array(),
				);
			}
		}
		return $sources;
	}
}
