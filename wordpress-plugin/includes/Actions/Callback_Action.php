<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Tools\Tool_Context;

/**
 * An action that an add-on registers by `mxchat_available_callbacks` and answers in the filter of its own name.
 */
final class Callback_Action extends Action {

	private function __construct( private readonly string $name, private readonly string $label, private readonly string $description ) {}

	/**
	 * @return self[]
	 */
	public static function registered(): array {
		/**
		 * Callbacks of add-ons, by the name of the filter that answers: `array( 'label' => …, 'description' => … )`.
		 *
		 * @param array<string,array{label?:string,description?:string}> $callbacks
		 */
		$callbacks = apply_filters( 'mxchat_available_callbacks', array() );
		$actions   = array();
		foreach ( is_array( $callbacks ) ? $callbacks : array() as $name => $callback ) {
			if ( is_string( $name ) && preg_match( '/^[a-z0-9_]{1,64}$/', $name ) && is_array( $callback ) ) {
				$label     = is_string( $callback['label'] ?? null ) ? $callback['label'] : $name;
				$actions[] = new self( $name, $label, is_string( $callback['description'] ?? null ) ? $callback['description'] : $label );
			}
		}
		return $actions;
	}

	public function id(): string {
		return $this->name;
	}

	public function label(): string {
		return $this->label;
	}

	public function description(): string {
		return $this->description;
	}

	public function phrases(): array {
		return array();
	}

	/** Nobody has said what it changes, so a person is asked. */
	public function is_readonly(): bool {
		return false;
	}

	public function is_idempotent(): bool {
		return false;
	}

	public function missing(): string {
		return has_filter( $this->name ) ? '' : __( 'No add-on answers it.', 'mxchat-engine' );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		/**
		 * What the add-on does and says: a text, or an array with `text`; false if it does not answer.
		 *
		 * @param mixed  $answer     False.
		 * @param string $message    What the visitor wrote.
		 * @param int    $user_id    Who asks; 0 for a stranger.
		 * @param string $session_id The visitor's session.
		 */
		$answer = apply_filters( $this->name, false, $context->message, $context->user_id, $context->session_id ); // phpcs:ignore
		if ( is_wp_error( $answer ) ) {
			return $answer;
		}
		$text = is_array( $answer ) ? ( $answer['text'] ?? '' ) : $answer;
		return is_string( $text ) && $text !== ''
			? new Result( wp_strip_all_tags( $text ) )
			: new \WP_Error( 'mxchat_action_failed', 'The add-on gave no answer.' );
	}
}
