<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Route;

/**
 * The routes that clients of OpenAI's API ask, by a token with `chat:write`.
 */
final class Routes {

	private const ID        = '[A-Za-z0-9_-]{1,64}';
	private const MODEL     = '/openai/models/(?P<model>[A-Za-z0-9_.:-]{1,64})';
	private const RESPONSE  = '/openai/responses/(?P<response_id>' . self::ID . ')';
	private const ASSISTANT = '/openai/assistants/(?P<assistant_id>' . self::ID . ')';
	private const THREAD    = '/openai/threads/(?P<thread_id>' . self::ID . ')';
	private const MESSAGE   = self::THREAD . '/messages/(?P<message_id>' . self::ID . ')';
	private const RUN       = self::THREAD . '/runs/(?P<run_id>' . self::ID . ')';
	private const STEP      = self::RUN . '/steps/(?P<step_id>' . self::ID . ')';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/openai/models', Model_Request::class, array( Models_Controller::class, 'list' ), 'data' ),
			self::row( 'GET', self::MODEL, Model_Request::class, array( Models_Controller::class, 'show' ), 'data' ),
			self::row( 'POST', '/openai/chat/completions', Completion_Request::class, array( Chat_Controller::class, 'complete' ), 'chat', 1048576 ),
			self::row( 'POST', '/openai/responses', Response_Request::class, array( Responses_Controller::class, 'create' ), 'chat', 1048576 ),
			self::row( 'GET', self::RESPONSE, Object_Request::class, array( Responses_Controller::class, 'show' ), 'data' ),
			self::row( 'DELETE', self::RESPONSE, Object_Request::class, array( Responses_Controller::class, 'delete' ), 'data' ),
			self::row( 'GET', '/openai/assistants', List_Request::class, array( Assistants_Controller::class, 'list' ), 'data' ),
			self::row( 'POST', '/openai/assistants', Assistant_Request::class, array( Assistants_Controller::class, 'create' ), 'data', 262144 ),
			self::row( 'GET', self::ASSISTANT, Object_Request::class, array( Assistants_Controller::class, 'show' ), 'data' ),
			self::row( 'POST', self::ASSISTANT, Assistant_Request::class, array( Assistants_Controller::class, 'modify' ), 'data', 262144 ),
			self::row( 'DELETE', self::ASSISTANT, Object_Request::class, array( Assistants_Controller::class, 'delete' ), 'data' ),
			self::row( 'POST', '/openai/threads', Thread_Request::class, array( Threads_Controller::class, 'create' ), 'data', 1048576 ),
			self::row( 'POST', '/openai/threads/runs', Run_Request::class, array( Runs_Controller::class, 'create_with_thread' ), 'chat', 1048576 ),
			self::row( 'GET', self::THREAD, Object_Request::class, array( Threads_Controller::class, 'show' ), 'data' ),
			self::row( 'POST', self::THREAD, Thread_Request::class, array( Threads_Controller::class, 'modify' ), 'data' ),
			self::row( 'DELETE', self::THREAD, Object_Request::class, array( Threads_Controller::class, 'delete' ), 'data' ),
			self::row( 'GET', self::THREAD . '/messages', List_Request::class, array( Threads_Controller::class, 'list_messages' ), 'data' ),
			self::row( 'POST', self::THREAD . '/messages', Message_Request::class, array( Threads_Controller::class, 'add_message' ), 'data', 262144 ),
			self::row( 'GET', self::MESSAGE, Object_Request::class, array( Threads_Controller::class, 'show_message' ), 'data' ),
			self::row( 'GET', self::THREAD . '/runs', List_Request::class, array( Runs_Controller::class, 'list' ), 'data' ),
			self::row( 'POST', self::THREAD . '/runs', Run_Request::class, array( Runs_Controller::class, 'create' ), 'chat', 1048576 ),
			self::row( 'GET', self::RUN, Object_Request::class, array( Runs_Controller::class, 'show' ), 'data' ),
			self::row( 'POST', self::RUN . '/cancel', Object_Request::class, array( Runs_Controller::class, 'cancel' ), 'data' ),
			self::row( 'POST', self::RUN . '/submit_tool_outputs', Outputs_Request::class, array( Runs_Controller::class, 'submit' ), 'chat', 1048576 ),
			self::row( 'GET', self::RUN . '/steps', List_Request::class, array( Runs_Controller::class, 'list_steps' ), 'data' ),
			self::row( 'GET', self::STEP, Object_Request::class, array( Runs_Controller::class, 'show_step' ), 'data' ),
		);
	}

	/**
	 * @param class-string $request
	 */
	private static function row( string $method, string $path, string $request, callable $handler, string $limiter, int $max_bytes = 65536 ): Route {
		return new Route( $method, $path, 'chat:write', $request, $handler, limiter: $limiter, max_bytes: $max_bytes );
	}
}
