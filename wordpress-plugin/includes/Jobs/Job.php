<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

/**
 * Work that goes on after the request that asked for it.
 */
final class Job {

	public const QUEUED  = 'queued';
	public const RUNNING = 'running';
	public const DONE    = 'done';
	public const FAILED  = 'failed';

	/**
	 * @param array<string,mixed>      $state    What the handler has left to do; empty when it is over.
	 * @param array<string,mixed>|null $result   What came of it.
	 * @param int                      $failures Attempts in a row that came to nothing.
	 * @param int                      $due_at   When it may run; while it runs, when its lease ends.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $job_id,
		public readonly string $kind,
		public readonly string $status,
		public readonly array $state,
		public readonly ?array $result,
		public readonly string $error_code,
		public readonly int $done,
		public readonly int $total,
		public readonly int $failures,
		public readonly string $worker,
		public readonly int $due_at,
		public readonly string $created_at,
		public readonly string $updated_at,
		public readonly ?string $finished_at,
	) {}

	public static function from_row( \stdClass $row ): self {
		return new self(
			(int) $row->id,
			$row->job_id,
			$row->kind,
			$row->status,
			json_decode( $row->state, true ) ?? array(),
			json_decode( $row->result, true ),
			$row->error_code,
			(int) $row->done,
			(int) $row->total,
			(int) $row->failures,
			$row->worker,
			(int) $row->due_at,
			$row->created_at,
			$row->updated_at,
			$row->finished_at,
		);
	}

	/**
	 * What came of a step, with the job as it was claimed.
	 */
	public function after( Step $step ): self {
		return new self(
			$this->id,
			$this->job_id,
			$this->kind,
			$this->status,
			$step->state,
			$step->result,
			$this->error_code,
			$step->done,
			$step->total,
			0,
			$this->worker,
			$this->due_at,
			$this->created_at,
			$this->updated_at,
			$this->finished_at,
		);
	}
}
