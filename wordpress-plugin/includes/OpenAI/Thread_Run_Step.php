<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\Tools\Outcome;

/**
 * What the assistant is doing: writing a message, or having a function called.
 */
final class Thread_Run_Step implements \JsonSerializable {

	public const MESSAGE = 'message_creation';
	public const CALLS   = 'tool_calls';

	/**
	 * @param string               $type            MESSAGE or CALLS.
	 * @param string               $status          `in_progress`, `completed`, `failed`, or `requires_action` where a person has to confirm.
	 * @param array<string,mixed>  $step_details    As the Assistants API wrote it.
	 * @param string               $delta           The next piece of the message that is being written.
	 * @param string               $confirmation_id With `requires_action`: for Thread::confirm().
	 */
	private function __construct(
		public readonly string $id,
		public readonly string $type,
		public readonly string $status,
		public readonly array $step_details,
		public readonly string $delta = '',
		public readonly string $confirmation_id = '',
	) {}

	public static function writing( string $id, string $message_id, string $delta ): self {
		return new self( $id, self::MESSAGE, 'in_progress', self::message( $message_id ), $delta );
	}

	/**
	 * @param string $finish How the answer ended; see Assistant\Event::FINISHES.
	 */
	public static function written( string $id, string $message_id, string $finish ): self {
		return new self( $id, self::MESSAGE, $finish === 'cut' ? 'failed' : 'completed', self::message( $message_id ) );
	}

	public static function called( string $id, Outcome $outcome ): self {
		return new self(
			$id,
			self::CALLS,
			match ( $outcome->status ) {
				Outcome::CONFIRM => 'requires_action',
				Outcome::FAILED  => 'failed',
				default          => 'completed',
			},
			array(
				'type'       => self::CALLS,
				'tool_calls' => array(
					array(
						'id'       => $outcome->call_id,
						'type'     => 'function',
						'function' => array(
							'name'      => $outcome->name,
							'arguments' => $outcome->arguments,
							'output'    => $outcome->output,
						),
					),
				),
			),
			confirmation_id: $outcome->status === Outcome::CONFIRM ? (string) ( $outcome->action['id'] ?? '' ) : '',
		);
	}

	public function jsonSerialize(): array {
		return array( 'object' => 'thread.run.step' ) + get_object_vars( $this );
	}

	private static function message( string $message_id ): array {
		return array(
			'type'             => self::MESSAGE,
			'message_creation' => array( 'message_id' => $message_id ),
		);
	}
}
