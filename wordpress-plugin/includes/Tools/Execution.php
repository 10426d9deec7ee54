<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Error_Log;

/**
 * One run of a tool: checked again, as the owner of the thread, and with whatever happens told safely.
 */
final class Execution {

	/**
	 * @return array{0:string,1:string} Outcome's status, and the output as JSON text.
	 */
	public static function run( Tool $tool, mixed $arguments, Tool_Context $context ): array {
		$wrong = self::refusal( $tool, $arguments, $context );
		if ( $wrong !== null ) {
			return array( Outcome::FAILED, $wrong );
		}
		$before = get_current_user_id();
		wp_set_current_user( $context->user_id );
		// What a function prints would end up in the middle of the answer.
		ob_start();
		try {
			$output = Output::of( $tool->run( self::plain( $arguments ), $context ) );
		} catch ( \Throwable $error ) {
			self::log( $tool->name(), $error );
			$output = Output::error( 'tool_failed', 'The tool did not work.' );
		} finally {
			ob_end_clean();
			wp_set_current_user( $before );
		}
		$status = Output::is_error( $output ) ? Outcome::FAILED : Outcome::DONE;
		self::report( $tool, $status, $context );
		return array( $status, $output );
	}

	/**
	 * Why a call may not run, as an output for the model; null if it may.
	 *
	 * @param mixed $arguments As json_decode() gives it, objects as objects.
	 */
	public static function refusal( Tool $tool, mixed $arguments, Tool_Context $context ): ?string {
		$wrong = $arguments instanceof \stdClass ? Json_Schema::error( $arguments, array( 'type' => 'object' ) + $tool->parameters() ) : 'arguments must be a JSON object.';
		if ( $wrong !== null ) {
			return Output::error( 'invalid_arguments', $wrong );
		}
		$refusal = $tool instanceof Restricted ? $tool->refusal( $context ) : null;
		return $refusal === null ? null : Output::of( $refusal );
	}

	public static function log( string $name, \Throwable $error ): void {
		Error_Log::add( 'MxChat tool ' . $name, $error );
	}

	private static function plain( \stdClass $arguments ): array {
		return (array) json_decode( (string) json_encode( $arguments, JSON_PRESERVE_ZERO_FRACTION ), true ); // phpcs:ignore
	}

	private static function report( Tool $tool, string $status, Tool_Context $context ): void {
		/**
		 * A tool has run for a visitor.
		 *
		 * @param string               $type `action.executed`.
		 * @param array<string,string> $data
		 */
		do_action(
			'mxchat_event',
			'action.executed',
			array(
				'action'     => $tool->name(),
				'status'     => $status,
				'session_id' => $context->session_id,
				'thread_id'  => $context->thread_id,
				'turn_id'    => $context->turn_id,
				'bot_id'     => $context->bot_id,
			)
		);
	}
}
