<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Jobs;

/**
 * A push that nobody waits for.
 */
final class Push_Job implements Jobs\Handler {

	/**
	 * @return string The job's id, or an empty string if it could not be stored.
	 */
	public static function add( Push_Request $request ): string {
		return Jobs\Queue::add(
			'push',
			array(
				'bot_id'       => $request->bot_id,
				'source_url'   => $request->source_url,
				'content_type' => $request->content_type,
				'title'        => $request->title,
				'content'      => $request->content,
			),
			// Two pushes of one address take effect in the order in which they came.
			self::lane( $request->bot_id, $request->source_url )
		);
	}

	/**
	 * A push that still waits must not undo what is done now.
	 */
	public static function supersede( string $bot_id, string $source_url ): void {
		Jobs\Store::supersede( self::lane( $bot_id, $source_url ) );
	}

	public function step( array $state ): Jobs\Step {
		$source = Pushed_Content::source( $state['bot_id'], $state['source_url'], $state['content_type'], $state['title'], $state['content'] );
		return Jobs\Step::last( 1, Pushing::store( $source ) );
	}

	private static function lane( string $bot_id, string $source_url ): string {
		return 'push:' . hash( 'sha256', $bot_id . "\0" . $source_url );
	}
}
