<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Jobs;
use MxChat\Transaction;

/**
 * One attempt to deliver one message. What it comes to is stored together with the job of the next attempt.
 */
final class Delivery_Job implements Jobs\Handler {

	public function step( array $state ): Jobs\Step {
		$delivery = Delivery_Store::find_row( (int) $state['delivery'] );
		if ( $delivery === null || $delivery->status !== Delivery::PENDING || $delivery->run !== $state['run'] || $delivery->tries !== $state['tries'] ) {
			return Jobs\Step::last( 0 );
		}
		$webhook = Store::find_row( $delivery->webhook_row );
		if ( $webhook === null || ! $webhook->is_enabled ) {
			Delivery_Store::cancel( $delivery, 'mxchat_webhook_disabled' );
			return Jobs\Step::last( 0 );
		}
		if ( $webhook->held_until > time() ) {
			return Jobs\Step::wait( $state, 0, 1, $webhook->held_until );
		}
		self::settle( $webhook, $delivery, Sender::send( $webhook, $delivery ) );
		return Jobs\Step::last( 1 );
	}

	private static function settle( Webhook $webhook, Delivery $delivery, Outcome $outcome ): void {
		$delay_seconds = $outcome->is_delivered() || $outcome->is_gone()
			? null
			: Schedule::delay_seconds( $delivery->tries + 1, $outcome->retry_after_seconds, random_int( 0, 1000 ) / 1000 );
		$status        = match ( true ) {
			$outcome->is_delivered() => Delivery::DELIVERED,
			$delay_seconds === null  => Delivery::FAILED,
			default                  => Delivery::PENDING,
		};
		Transaction::run(
			static function () use ( $delivery, $outcome, $status, $delay_seconds ): void {
				$next_try_at = $delay_seconds === null ? null : time() + $delay_seconds;
				$is_first    = Delivery_Store::note_attempt( $delivery, $outcome, $status, $next_try_at );
				if ( $is_first && $next_try_at !== null ) {
					Outbox::plan( Delivery_Store::find_row( $delivery->row ), $next_try_at );
				}
			}
		);
		if ( $outcome->is_overwhelmed() ) {
			Store::hold( $webhook, time() + Schedule::hold_seconds( $outcome->retry_after_seconds ) );
		}
		if ( $outcome->is_gone() ) {
			Store::note_gone( $webhook );
		}
		if ( $status === Delivery::FAILED ) {
			Notice::tell_owner( $webhook, $delivery, $outcome );
		}
	}
}
