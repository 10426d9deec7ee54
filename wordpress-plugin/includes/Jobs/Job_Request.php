<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Job_Request {

	private function __construct( public readonly Job $job ) {}

	public static function schema(): array {
		return array( 'job_id' => Schema::id( 64, true ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$job = Store::find( $params['job_id'] );
		return $job === null ? Rest_Error::make( 'mxchat_job_not_found' ) : new self( $job );
	}
}
