<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;

/**
 * Webhooks and deliveries as the API shows them.
 */
final class Item {

	private const NO_DELIVERIES = array(
		Delivery::PENDING   => 0,
		Delivery::DELIVERED => 0,
		Delivery::FAILED    => 0,
		Delivery::CANCELLED => 0,
	);

	/**
	 * @param array<int,array<string,int>> $counts Deliveries by the webhook's row and their status.
	 */
	public static function webhook( Webhook $webhook, array $counts ): array {
		$now = time();
		return array(
			'id'                 => $webhook->id,
			'url'                => $webhook->url,
			'description'        => $webhook->description,
			'events'             => $webhook->events,
			'is_enabled'         => $webhook->is_enabled,
			'is_gone'            => $webhook->is_gone,
			'held_until'         => self::time( $webhook->held_until > $now ? $webhook->held_until : 0 ),
			'old_secret_ends_at' => self::time( $webhook->old_secret_ends_at > $now ? $webhook->old_secret_ends_at : 0 ),
			'deliveries'         => array_merge( self::NO_DELIVERIES, $counts[ $webhook->row ] ?? array() ),
			'created_at'         => Time::to_iso( $webhook->created_at ),
			'updated_at'         => Time::to_iso( $webhook->updated_at ),
		);
	}

	/**
	 * @param \stdClass[] $attempts
	 */
	public static function delivery( Delivery $delivery, array $attempts ): array {
		return array(
			'id'          => $delivery->id,
			'message_id'  => $delivery->message_id,
			'type'        => $delivery->type,
			'status'      => $delivery->status,
			'status_code' => $delivery->status_code === 0 ? null : $delivery->status_code,
			'error'       => self::error( $delivery->error_code ),
			'tries'       => $delivery->tries,
			'next_try_at' => self::time( $delivery->status === Delivery::PENDING ? $delivery->next_try_at : 0 ),
			'created_at'  => Time::to_iso( $delivery->created_at ),
			'finished_at' => $delivery->finished_at === null ? null : Time::to_iso( $delivery->finished_at ),
			'payload'     => json_decode( $delivery->body ),
			'attempts'    => array_map( array( self::class, 'attempt' ), $attempts ),
		);
	}

	private static function attempt( \stdClass $attempt ): array {
		return array(
			'attempted_at' => Time::to_iso( $attempt->attempted_at ),
			'status_code'  => (int) $attempt->status_code === 0 ? null : (int) $attempt->status_code,
			'error'        => self::error( $attempt->error_code ),
			'milliseconds' => (int) $attempt->milliseconds,
		);
	}

	private static function error( string $code ): ?array {
		return $code === '' ? null : array(
			'code'    => $code,
			'message' => Rest_Error::sentence( $code ),
		);
	}

	private static function time( int $seconds ): ?string {
		return $seconds === 0 ? null : Time::to_iso( Time::from_unix( $seconds ) );
	}
}
