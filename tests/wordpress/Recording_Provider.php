<?php
declare( strict_types=1 );

use MxChat\Provider\Deadline;
use MxChat\Provider\Event;
use MxChat\Provider\Model_Request;
use MxChat\Provider\Provider;

/**
 * A provider that says "Yes." and remembers what it was asked.
 */
final class Recording_Provider implements Provider {

	/** @var Model_Request[] */
	public array $requests = array();

	public function engine(): string {
		return 'recorded';
	}

	public function stream( Model_Request $request, Deadline $deadline ): \Generator {
		$this->requests[] = $request;
		yield Event::text( 'Yes.' );
		yield Event::done( 'stop' );
	}
}
