<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

use MxChat\Capability;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Route;

/**
 * The questions that the site does not answer.
 */
final class Routes {

	private const PATH = '/transcripts/unanswered';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', self::PATH, 'transcripts:read', Page_Request::class, 'list_unanswered_questions' ),
			self::row( 'POST', self::PATH . '/(?P<id>\d{1,15})/dismiss', Route::OWNER, Question_Request::class, 'dismiss_unanswered_question' ),
			self::row( 'POST', self::PATH . '/(?P<id>\d{1,15})/draft', Route::OWNER, Question_Request::class, 'draft_page_about_unanswered_question' ),
		);
	}

	private static function row( string $method, string $path, string $access, string $request, string $handler ): Route {
		return new Route( $method, $path, $access, $request, array( Rest_Controller::class, $handler ), limiter: 'data', capability: Capability::READ_TRANSCRIPTS );
	}
}
