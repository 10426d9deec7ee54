<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Rest\Page_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;

/**
 * Jobs: how far they are, and a turn for whoever has a moment to give.
 */
final class Rest_Controller {

	/** Long enough to get somewhere, short enough for a page that waits. */
	private const TURN_SECONDS = 3;

	public static function show_job( Job_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::item( $request->job ) );
	}

	public static function list_jobs( Page_Request $query ): \WP_REST_Response {
		[ 'jobs' => $jobs, 'total' => $total ] = Store::list( $query->limit, $query->offset );
		return Paging::respond( array_map( array( self::class, 'item' ), $jobs ), $total, $query->limit, $query->offset, 'knowledge/jobs' );
	}

	public static function run_jobs( Page_Request $query ): \WP_REST_Response {
		Runner::run( self::TURN_SECONDS );
		return self::list_jobs( $query );
	}

	public static function item( Job $job ): array {
		return array(
			'id'          => $job->job_id,
			'kind'        => $job->kind,
			'status'      => $job->status,
			'done'        => $job->done,
			'total'       => $job->total,
			'failures'    => $job->failures,
			'due_at'      => Time::to_iso( Time::from_unix( $job->due_at ) ),
			'error'       => $job->error_code === '' ? null : array(
				'code'    => $job->error_code,
				'message' => Rest_Error::sentence( $job->error_code ),
			),
			'result'      => $job->result,
			'created_at'  => Time::to_iso( $job->created_at ),
			'updated_at'  => Time::to_iso( $job->updated_at ),
			'finished_at' => $job->finished_at === null ? null : Time::to_iso( $job->finished_at ),
		);
	}
}
