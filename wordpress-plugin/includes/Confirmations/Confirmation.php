<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Rest\Time;
use MxChat\Settings\Install_Secret;
use MxChat\Tools\Tool_Context;

/**
 * Something that waits for a person's click: what, with which arguments, for whom, and until when.
 */
final class Confirmation {

	public const PENDING   = 'pending';
	public const RUNNING   = 'running';
	public const DONE      = 'done';
	public const FAILED    = 'failed';
	public const CANCELLED = 'cancelled';
	/** Pending, and its time is over. */
	public const EXPIRED = 'expired';

	/**
	 * @param string $key          The part of the id that is stored.
	 * @param string $arguments    JSON text.
	 * @param string $assistant_id The assistant whose tool it is; empty if the bot's.
	 * @param string $output       JSON text: what came of it.
	 */
	public function __construct(
		public readonly string $key,
		public readonly string $name,
		public readonly string $label,
		public readonly string $summary,
		public readonly string $arguments,
		public readonly string $assistant_id,
		public readonly string $session_id,
		public readonly string $thread_id,
		public readonly string $turn_id,
		public readonly string $bot_id,
		public readonly int $user_id,
		public readonly string $spender,
		public readonly int $expires_at,
		public readonly string $status = self::PENDING,
		public readonly string $output = '',
	) {}

	/**
	 * What the visitor's browser is given. Its signature binds all that must not change.
	 */
	public function id(): string {
		return 'cnf_' . $this->key . '_' . $this->signature();
	}

	public function is_signed_by( string $id ): bool {
		return hash_equals( $this->id(), $id );
	}

	/**
	 * @return array<string,mixed> As the visitor is shown it.
	 */
	public function card(): array {
		$card = array(
			'id'         => $this->id(),
			'name'       => $this->name,
			'label'      => $this->label,
			'score'      => null,
			'status'     => $this->shown_status(),
			'summary'    => $this->summary,
			'arguments'  => json_decode( $this->arguments ),
			'expires_at' => Time::to_iso( Time::from_unix( $this->expires_at ) ),
		);
		if ( $this->output === '' ) {
			return $card;
		}
		$result = json_decode( $this->output, true );
		return $card + array(
			'result' => $result,
			'text'   => is_string( $result['text'] ?? null ) ? $result['text'] : '',
			'cards'  => is_array( $result['cards'] ?? null ) ? $result['cards'] : array(),
		);
	}

	private function shown_status(): string {
		if ( $this->status !== self::PENDING ) {
			return $this->status;
		}
		return $this->expires_at > time() ? 'confirmation_required' : self::EXPIRED;
	}

	public function context(): Tool_Context {
		return new Tool_Context( $this->session_id, $this->thread_id, $this->turn_id, $this->bot_id, $this->user_id, 'confirmation:' . $this->key, $this->spender );
	}

	private function signature(): string {
		$bound = array( get_current_blog_id(), $this->key, $this->session_id, $this->thread_id, $this->user_id, $this->assistant_id, $this->name, $this->arguments, $this->expires_at );
		return substr( hash_hmac( 'sha256', 'confirmation' . serialize( $bound ), Install_Secret::get() ), 0, 32 ); // phpcs:ignore
	}
}
