<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Actions\Score_Request;
use MxChat\Rest\Context;

/**
 * A run of the test set, with phrases as they are stored or as they would be.
 */
final class Run_Request {

	/**
	 * @param array<string,array{phrases:string[],counter_examples:string[]}> $drafts By action id.
	 */
	private function __construct( public readonly array $drafts ) {}

	public static function schema(): array {
		return array( 'drafts' => Score_Request::drafts() );
	}

	public static function from( array $params, Context $context ): self {
		return new self( Score_Request::by_id( $params['drafts'] ?? array() ) );
	}
}
