<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Jobs;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;

/**
 * /knowledge/sources: pages and sitemaps elsewhere that a bot knows.
 */
final class Rest_Controller {

	private const MAX_SOURCES = 200;

	private const NO_PAGES = array(
		Web_Page::WAITING  => 0,
		Web_Page::KNOWN    => 0,
		Web_Page::LEFT_OUT => 0,
		Web_Page::FAILED   => 0,
	);

	public static function list_addresses( List_Request $request ): \WP_REST_Response {
		[ 'sources' => $sources, 'total' => $total ] = Store::list( $request->bot_id, $request->limit, $request->offset );
		$counts  = Page_Store::counts( array_map( static fn( Web_Source $source ) => $source->row, $sources ) );
		$items   = array_map( static fn( Web_Source $source ) => self::item( $source, $counts ), $sources );
		$filters = $request->bot_id === null ? array() : array( 'bot_id' => $request->bot_id );
		return Paging::respond( $items, $total, $request->limit, $request->offset, 'knowledge/sources', $filters );
	}

	public static function add_address( Add_Request $request ): \WP_REST_Response|\WP_Error {
		if ( Store::count() >= self::MAX_SOURCES ) {
			return Rest_Error::make( 'mxchat_too_many_sources' );
		}
		$source = Store::save( $request->bot_id, $request->kind, $request->url, $request->recrawl_hours );
		return $source === null ? Rest_Error::make( 'mxchat_storage_failed' ) : self::begun( $source, Crawl_Job::start( $source ) );
	}

	public static function show_address( Find_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( $request->source, Page_Store::counts( array( $request->source->row ) ) ) );
	}

	public static function list_address_pages( Page_Query $query ): \WP_REST_Response {
		$pages   = Page_Store::some( $query->source, $query->limit, $query->offset, $query->status );
		$filters = $query->status === null ? array() : array( 'status' => $query->status );
		return Paging::respond(
			array_map( array( self::class, 'page_item' ), $pages ),
			Page_Store::count( $query->source, $query->status ),
			$query->limit,
			$query->offset,
			'knowledge/sources/' . $query->source->id . '/pages',
			$filters
		);
	}

	public static function read_address_again( Find_Request $request ): \WP_REST_Response|\WP_Error {
		return self::begun( $request->source, Crawl_Job::start( $request->source ) );
	}

	public static function delete_address( Find_Request $request ): \WP_REST_Response|\WP_Error {
		return self::begun( $request->source, Crawl_Job::delete( $request->source ) );
	}

	/**
	 * What is begun now goes on in a job.
	 */
	private static function begun( Web_Source $source, string $job_id ): \WP_REST_Response|\WP_Error {
		$job = Jobs\Store::find( $job_id );
		if ( $job === null ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		$item     = self::item( Store::find_row( $source->row ) ?? $source, Page_Store::counts( array( $source->row ) ) );
		$response = new \WP_REST_Response( $item + array( 'job' => Jobs\Rest_Controller::item( $job ) ), 202 );
		$response->header( 'Location', rest_url( 'mxchat/v1/knowledge/jobs/' . $job_id ) );
		return $response;
	}

	/**
	 * @param array<int,array<string,int>> $counts Pages by source and status.
	 */
	private static function item( Web_Source $source, array $counts ): array {
		return array(
			'id'            => $source->id,
			'bot_id'        => $source->bot_id,
			'kind'          => $source->kind,
			'url'           => $source->url,
			'recrawl_hours' => $source->recrawl_hours,
			'status'        => $source->status,
			'error'         => self::error( $source->error_code ),
			'pages'         => array_merge( self::NO_PAGES, $counts[ $source->row ] ?? array() ),
			'read_at'       => $source->crawled_at === null ? null : Time::to_iso( $source->crawled_at ),
			'next_read_at'  => $source->next_crawl_at === 0 ? null : Time::to_iso( Time::from_unix( $source->next_crawl_at ) ),
			'created_at'    => Time::to_iso( $source->created_at ),
		);
	}

	private static function page_item( Web_Page $page ): array {
		return array(
			'url'       => $page->url,
			'known_url' => $page->known_url === '' ? null : $page->known_url,
			'status'    => $page->status,
			'error'     => self::error( $page->error_code ),
			'read_at'   => $page->read_at === null ? null : Time::to_iso( $page->read_at ),
		);
	}

	private static function error( string $code ): ?array {
		return $code === '' ? null : array(
			'code'    => $code,
			'message' => Rest_Error::sentence( $code ),
		);
	}
}
