<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * An action as the visitor sees it, in its states.
 */
final class Shown {

	public function __construct( public readonly Action $action, private readonly ?Decision $decision = null ) {}

	/**
	 * @return array<string,mixed>
	 */
	public function running(): array {
		return $this->state( 'running' );
	}

	/**
	 * @return array<string,mixed>
	 */
	public function outcome( Result|\WP_Error $result ): array {
		if ( is_wp_error( $result ) ) {
			return $this->state( 'failed' ) + array( 'text' => __( 'That did not work just now.', 'mxchat-engine' ) );
		}
		return $this->state( 'done' ) + array(
			'text'   => $result->text,
			'cards'  => $result->cards,
			'effect' => (string) ( $result->data['effect'] ?? '' ),
		);
	}

	private function state( string $status ): array {
		return array(
			'id'     => $this->action->id(),
			'label'  => $this->action->label(),
			'score'  => $this->decision?->of( $this->action->id() )['score'] ?? null,
			'status' => $status,
		);
	}
}
