<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Jobs;
use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * Messages on their way: stored with their job in one transaction, so that neither is without the other.
 */
final class Outbox {

	/** What has waited for so long after its time has lost its job. */
	private const OVERDUE_SECONDS = 10 * MINUTE_IN_SECONDS;

	private const RECOVERED_AT_ONCE = 500;

	/**
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function put( string $type, array $data ): void {
		$webhooks = Store::subscribed( $type );
		if ( ! $webhooks ) {
			return;
		}
		$body       = Payload::encode( $type, $data, time() );
		$message_id = self::new_message_id();
		$session_id = is_string( $data['session_id'] ?? null ) ? substr( $data['session_id'], 0, 191 ) : '';
		Transaction::run(
			static function () use ( $webhooks, $message_id, $type, $body, $session_id ): void {
				foreach ( $webhooks as $webhook ) {
					self::plan( Delivery_Store::insert( $webhook, $message_id, $type, $body, $session_id ), time() );
				}
			}
		);
		Jobs\Queue::wake();
	}

	/**
	 * Sends a message again, from the beginning of its schedule.
	 *
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function replay( Delivery $delivery ): ?Delivery {
		$again = Transaction::run(
			static function () use ( $delivery ): ?Delivery {
				if ( ! Delivery_Store::begin_again( $delivery ) ) {
					return null;
				}
				$again = Delivery_Store::find_row( $delivery->row );
				self::plan( $again, time() );
				return $again;
			}
		);
		Jobs\Queue::wake();
		return $again;
	}

	/**
	 * Every first attempt of a webhook is made in the order of the events; what is tried again holds nothing up.
	 *
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function plan( Delivery $delivery, int $due_at ): void {
		$state = array(
			'delivery' => $delivery->row,
			'run'      => $delivery->run,
			'tries'    => $delivery->tries,
		);
		if ( Jobs\Store::insert( Jobs\Kinds::WEBHOOK, $state, self::lane( $delivery ), $due_at ) === '' ) {
			throw new Storage_Exception( 'A job could not be stored.' );
		}
	}

	/**
	 * Gives a new job to messages whose job was given up because its workers died one after the other.
	 */
	public static function recover(): void {
		foreach ( Delivery_Store::overdue( time() - self::OVERDUE_SECONDS, self::RECOVERED_AT_ONCE ) as $delivery ) {
			$webhook = Store::find_row( $delivery->webhook_row );
			if ( ( $webhook === null || $webhook->held_until <= time() ) && ! self::has_job( $delivery ) ) {
				self::plan( $delivery, time() );
			}
		}
		Jobs\Queue::wake();
	}

	private static function lane( Delivery $delivery ): string {
		return $delivery->tries === 0 ? 'webhook:' . $delivery->webhook_row : 'webhook-again:' . $delivery->row;
	}

	/**
	 * The jobs of a lane stand in the order of their messages: behind a later one there is none.
	 */
	private static function has_job( Delivery $delivery ): bool {
		$first = Jobs\Store::find_open( self::lane( $delivery ) );
		return $first !== null && $first->state['delivery'] <= $delivery->row;
	}

	public static function new_message_id(): string {
		return 'msg_' . bin2hex( random_bytes( 16 ) );
	}
}
