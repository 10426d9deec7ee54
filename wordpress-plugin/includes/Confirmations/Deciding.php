<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Assistant;
use MxChat\Chat\Turn;
use MxChat\Rest\Rest_Error;
use MxChat\Tools\Execution;
use MxChat\Tools\Output;
use MxChat\Tools\Outcome;
use MxChat\Tools\Registry;
use MxChat\Tools\Tool;

/**
 * What happens after a person has clicked. No model comes this way.
 */
final class Deciding {

	/**
	 * Runs it, once. Whoever asks again is told what came of it.
	 *
	 * @return Confirmation|\WP_Error As it stands afterwards.
	 */
	public static function confirm( string $id, string $session_id, int $user_id ): Confirmation|\WP_Error {
		$confirmation = Store::find( $id, $session_id, $user_id );
		if ( $confirmation === null ) {
			return Rest_Error::make( 'mxchat_confirmation_not_found' );
		}
		if ( Store::try_take( $confirmation, Confirmation::RUNNING ) ) {
			self::run( $confirmation );
			return Store::find( $id, $session_id, $user_id ) ?? Rest_Error::make( 'mxchat_confirmation_not_found' );
		}
		return self::repeated( $id, $session_id, $user_id, array( Confirmation::DONE, Confirmation::FAILED ) );
	}

	public static function cancel( string $id, string $session_id, int $user_id ): Confirmation|\WP_Error {
		$confirmation = Store::find( $id, $session_id, $user_id );
		if ( $confirmation === null ) {
			return Rest_Error::make( 'mxchat_confirmation_not_found' );
		}
		Store::try_take( $confirmation, Confirmation::CANCELLED );
		return self::repeated( $id, $session_id, $user_id, array( Confirmation::CANCELLED ) );
	}

	/**
	 * @param string[] $wanted States in which the decision is the one that was made.
	 */
	private static function repeated( string $id, string $session_id, int $user_id, array $wanted ): Confirmation|\WP_Error {
		$confirmation = Store::find( $id, $session_id, $user_id );
		return match ( true ) {
			$confirmation === null                            => Rest_Error::make( 'mxchat_confirmation_not_found' ),
			in_array( $confirmation->status, $wanted, true )  => $confirmation,
			default                                           => Rest_Error::make( 'mxchat_confirmation_over' ),
		};
	}

	private static function run( Confirmation $confirmation ): void {
		try {
			$tool    = self::tool( $confirmation );
			$outcome = $tool === null
				? array( Outcome::FAILED, Output::error( 'unknown_tool', 'It is no longer offered.' ) )
				: Execution::run( $tool, json_decode( $confirmation->arguments ), $confirmation->context() );
		} catch ( \Throwable $error ) {
			Execution::log( $confirmation->name, $error );
			$outcome = array( Outcome::FAILED, Output::error( 'tool_failed', 'It did not work.' ) );
		}
		Store::finish( $confirmation, $outcome[0] === Outcome::DONE ? Confirmation::DONE : Confirmation::FAILED, $outcome[1] );
	}

	/**
	 * The tool as the assistant has it now: what was taken from it since the question cannot be confirmed any more.
	 */
	private static function tool( Confirmation $confirmation ): ?Tool {
		$assistant = $confirmation->assistant_id !== ''
			? Assistant\Store::find( $confirmation->assistant_id )
			: Assistant\Choice::record_of_bot( $confirmation->bot_id );
		$tool      = $assistant === null ? null : Registry::for( $assistant, self::turn( $confirmation ) )[ $confirmation->name ] ?? null;
		/**
		 * The tool that a confirmed click runs.
		 *
		 * @param ?Tool        $tool         Of the assistant; null if it has none of this name.
		 * @param Confirmation $confirmation What the person has confirmed.
		 */
		$found = apply_filters( 'mxchat_confirmed_tool', $tool, $confirmation );
		return $found instanceof Tool ? $found : null;
	}

	private static function turn( Confirmation $confirmation ): Turn {
		return new Turn(
			$confirmation->turn_id,
			$confirmation->session_id,
			$confirmation->thread_id,
			$confirmation->bot_id,
			'',
			'',
			'',
			spender: $confirmation->spender,
			user_id: $confirmation->user_id,
		);
	}
}
