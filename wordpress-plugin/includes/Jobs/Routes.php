<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Capability;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Route;

/**
 * Work in the background.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/knowledge/jobs',
				'knowledge:read',
				Page_Request::class,
				array( Rest_Controller::class, 'list_jobs' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'POST',
				'/knowledge/jobs/run',
				'knowledge:write',
				Page_Request::class,
				array( Rest_Controller::class, 'run_jobs' ),
				limiter: 'reads',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: 4096
			),
			new Route(
				'GET',
				'/knowledge/jobs/(?P<job_id>job_[0-9a-f]{32})',
				'knowledge:read',
				Job_Request::class,
				array( Rest_Controller::class, 'show_job' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
		);
	}
}
