<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * The sessions to delete: all by name, there is no "all".
 */
final class Delete_Request {

	private const MAX_SESSIONS = 1000;

	/**
	 * @param string[] $session_ids
	 */
	private function __construct( public readonly array $session_ids, public readonly bool $cascade ) {}

	public static function schema(): array {
		return array(
			'session_ids' => Schema::list_of( array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 191 ), self::MAX_SESSIONS, true ),
			'cascade'     => Schema::boolean( true ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['session_ids'], $params['cascade'] );
	}
}
