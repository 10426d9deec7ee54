<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

/**
 * One message for one webhook.
 */
final class Delivery {

	public const PENDING   = 'pending';
	public const DELIVERED = 'delivered';
	public const FAILED    = 'failed';
	/** Not sent, because the webhook is off or gone. */
	public const CANCELLED = 'cancelled';

	/**
	 * @param int    $row         Its number in the table.
	 * @param string $message_id  The same for every attempt, and for every webhook that gets this message.
	 * @param int    $run         Grows with each replay.
	 * @param int    $tries       Attempts of this run.
	 * @param int    $status_code What the receiver last answered; 0 if it did not.
	 */
	private function __construct(
		public readonly int $row,
		public readonly string $id,
		public readonly int $webhook_row,
		public readonly string $message_id,
		public readonly string $type,
		public readonly string $body,
		public readonly string $status,
		public readonly int $run,
		public readonly int $tries,
		public readonly int $next_try_at,
		public readonly int $status_code,
		public readonly string $error_code,
		public readonly string $created_at,
		public readonly ?string $finished_at,
	) {}

	public static function from_row( \stdClass $row ): self {
		return new self(
			(int) $row->id,
			$row->delivery_id,
			(int) $row->webhook_row,
			$row->message_id,
			$row->type,
			$row->body,
			$row->status,
			(int) $row->run,
			(int) $row->tries,
			(int) $row->next_try_at,
			(int) $row->status_code,
			$row->error_code,
			$row->created_at,
			$row->finished_at,
		);
	}
}
