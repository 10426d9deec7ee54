<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

/**
 * A run as the Assistants API shows it.
 */
final class Run_Object {

	public const ENDED = array( 'completed', 'failed', 'cancelled', 'incomplete', 'expired' );

	private const SECONDS = 600;

	/**
	 * @return array<string,mixed> What is stored of a new run.
	 */
	public static function content( string $assistant_id, string $model, array $tools, array $metadata, string $instructions ): array {
		return array(
			'assistant_id'    => $assistant_id,
			'status'          => 'queued',
			'model'           => $model,
			'instructions'    => $instructions,
			'tools'           => $tools,
			'metadata'        => $metadata,
			'required_action' => null,
			'last_error'      => null,
			'usage'           => null,
			'ended_at'        => null,
			'items'           => null,
		);
	}

	/**
	 * @return array<string,mixed>
	 */
	public static function shown( Stored $run ): array {
		$content = $run->content;
		$status  = $content['status'];
		$ended   = static fn( string $state ): ?int => $status === $state ? $content['ended_at'] : null;
		return array(
			'id'                    => $run->object_id,
			'object'                => 'thread.run',
			'created_at'            => $run->created_at,
			'assistant_id'          => $content['assistant_id'],
			'thread_id'             => $run->parent_id,
			'status'                => $status,
			'started_at'            => $run->created_at,
			'expires_at'            => in_array( $status, self::ENDED, true ) ? null : $run->created_at + self::SECONDS,
			'cancelled_at'          => $ended( 'cancelled' ),
			'failed_at'             => $ended( 'failed' ),
			'completed_at'          => $ended( 'completed' ),
			'required_action'       => $content['required_action'],
			'last_error'            => $content['last_error'],
			'model'                 => $content['model'],
			'instructions'          => $content['instructions'],
			'tools'                 => Program_Tools::shown( $content['tools'] ),
			'metadata'              => (object) $content['metadata'],
			'incomplete_details'    => $status === 'incomplete' ? array( 'reason' => 'max_completion_tokens' ) : null,
			'usage'                 => $content['usage'],
			'temperature'           => null,
			'top_p'                 => null,
			'max_prompt_tokens'     => null,
			'max_completion_tokens' => null,
			'truncation_strategy'   => array( 'type' => 'auto', 'last_messages' => null ),
			'response_format'       => 'auto',
			'tool_choice'           => 'auto',
			'parallel_tool_calls'   => true,
		);
	}

	/**
	 * Whether the run that has a thread still goes on.
	 */
	public static function is_active( Stored $thread ): bool {
		$run = Store::find( 'run', $thread->owner, $thread->active_id );
		return $run !== null && ! in_array( $run->content['status'], self::ENDED, true ) && $run->created_at + self::SECONDS > time();
	}
}
