<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

/**
 * A step of a run as the Assistants API shows it.
 */
final class Step_Object {

	public static function insert( Stored $run, string $type, array $details, string $status ): Stored {
		return Store::insert( 'step', $run->owner, 'step_' . bin2hex( random_bytes( 12 ) ), compact( 'type', 'details', 'status' ) + array( 'ended_at' => $status === 'completed' ? time() : null ), $run->object_id, $run->session_id );
	}

	public static function complete( Stored $step, array $details ): Stored {
		return Store::update( $step, array( 'details' => $details, 'status' => 'completed', 'ended_at' => time() ) + $step->content );
	}

	/**
	 * @return array<string,mixed>
	 */
	public static function shown( Stored $step, Stored $run ): array {
		return array(
			'id'           => $step->object_id,
			'object'       => 'thread.run.step',
			'created_at'   => $step->created_at,
			'assistant_id' => $run->content['assistant_id'],
			'thread_id'    => $run->parent_id,
			'run_id'       => $run->object_id,
			'type'         => $step->content['type'],
			'status'       => $step->content['status'],
			'cancelled_at' => null,
			'completed_at' => $step->content['ended_at'],
			'expired_at'   => null,
			'failed_at'    => null,
			'last_error'   => null,
			'step_details' => array( 'type' => $step->content['type'], $step->content['type'] => $step->content['details'] ),
			'metadata'     => new \stdClass(),
			'usage'        => $step->content['status'] === 'completed' ? $run->content['usage'] : null,
		);
	}
}
