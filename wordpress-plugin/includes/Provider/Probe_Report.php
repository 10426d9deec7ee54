<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The evidence of a test of a connection, for its owner.
 */
final class Probe_Report {

	private function __construct(
		private readonly ?Failure $failure,
		private readonly int $count_models,
		private readonly float $list_ms,
		private readonly string $model,
		private readonly ?string $shutdown_date,
		private readonly ?Probe_Trial $trial = null,
		private readonly bool $is_stateful = false,
	) {}

	/**
	 * @param array|Failure $models What the host said to the question for its models.
	 */
	public static function reached( array|Failure $models, float $list_ms, string $model, ?string $shutdown_date ): self {
		return new self(
			$models instanceof Failure ? $models : null,
			$models instanceof Failure ? 0 : count( $models ),
			$list_ms,
			$model,
			$shutdown_date,
		);
	}

	public static function failed( Failure $failure ): self {
		return new self( $failure, 0, 0.0, '', null );
	}

	public function with_trial( Probe_Trial $trial, bool $is_stateful ): self {
		return new self( $trial->failure, $this->count_models, $this->list_ms, $this->model, $this->shutdown_date, $trial, $is_stateful );
	}

	/**
	 * The host answered, with a model if one was given.
	 */
	public function is_ok(): bool {
		return $this->failure === null;
	}

	public function failure(): ?Failure {
		return $this->failure;
	}

	public function to_array(): array {
		return array(
			'is_ok'         => $this->is_ok(),
			'problem'       => $this->failure?->owner_text(),
			'problem_kind'  => $this->failure?->kind,
			'needs_model'   => $this->is_ok() && $this->trial === null,
			'count_models'  => $this->count_models,
			'list_ms'       => (int) round( $this->list_ms ),
			'model'         => $this->model,
			'shutdown_date' => $this->shutdown_date,
			'api'           => $this->trial?->api,
			'total_ms'      => $this->trial === null ? null : (int) round( $this->trial->total_ms ),
			'first_text_ms' => $this->trial?->first_text_ms === null ? null : (int) round( $this->trial->first_text_ms ),
			'is_streamed'   => $this->trial?->is_streamed,
			'is_stateful'   => $this->trial === null ? null : $this->is_stateful,
		);
	}
}
