<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Capability;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Route;

/**
 * Stored conversations.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/transcripts',
				'transcripts:read',
				Transcript_Query::class,
				array( Rest_Controller::class, 'list_transcripts' ),
				limiter: 'data',
				capability: Capability::READ_TRANSCRIPTS
			),
			new Route(
				'DELETE',
				'/transcripts',
				'transcripts:delete',
				Delete_Request::class,
				array( Rest_Controller::class, 'delete_transcripts' ),
				limiter: 'data',
				capability: Capability::DELETE_TRANSCRIPTS,
				max_bytes: 524288
			),
			new Route(
				'GET',
				'/transcripts/conversations',
				'transcripts:read',
				Page_Request::class,
				array( Rest_Controller::class, 'list_conversations' ),
				limiter: 'data',
				capability: Capability::READ_TRANSCRIPTS
			),
		);
	}
}
