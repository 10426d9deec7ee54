<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Settings\Seal;
use MxChat\Settings\Secret;

/**
 * An address that is told of events.
 */
final class Webhook {

	/**
	 * @param int      $row                Its number in the table.
	 * @param string[] $events             Types of events.
	 * @param int      $old_secret_ends_at Until then the secret before the last rotation signs as well.
	 * @param bool     $is_gone            Whether the receiver has said that it is gone for good.
	 * @param int      $held_until         The receiver has asked for peace until then.
	 * @param int      $told_at            When the owner was last told that it fails.
	 */
	private function __construct(
		public readonly int $row,
		public readonly string $id,
		public readonly string $url,
		public readonly string $description,
		public readonly array $events,
		public readonly string $sealed_secret,
		private readonly string $sealed_old_secret,
		public readonly int $old_secret_ends_at,
		public readonly bool $is_enabled,
		public readonly bool $is_gone,
		public readonly int $held_until,
		public readonly int $told_at,
		public readonly string $created_at,
		public readonly string $updated_at,
	) {}

	public static function from_row( \stdClass $row ): self {
		return new self(
			(int) $row->id,
			$row->webhook_id,
			$row->url,
			$row->description,
			explode( ' ', $row->events ),
			$row->sealed_secret,
			$row->sealed_old_secret,
			(int) $row->old_secret_ends_at,
			(bool) $row->is_enabled,
			(bool) $row->is_gone,
			(int) $row->held_until,
			(int) $row->told_at,
			$row->created_at,
			$row->updated_at,
		);
	}

	/**
	 * What signs now, the newest first. Empty if the site's salts have changed, and nothing can be opened any more.
	 *
	 * @return Secret[]
	 */
	public function secrets( int $now ): array {
		$sealed = array( $this->sealed_secret, $this->old_secret_ends_at > $now ? $this->sealed_old_secret : '' );
		return array_values( array_filter( array_map( array( Seal::class, 'open' ), $sealed ) ) );
	}

	public function is_subscribed( string $type ): bool {
		return in_array( $type, $this->events, true );
	}

	/**
	 * The host, for people: the rest of an address may be secret.
	 */
	public function host(): string {
		return (string) wp_parse_url( $this->url, PHP_URL_HOST );
	}
}
