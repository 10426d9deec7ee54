<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Api_Access\Token;
use MxChat\Sessions\Session;
use MxChat\Settings;

/**
 * Who is asking, as the Guard has proved it.
 */
final class Context {

	public bool $has_valid_parameters = false;

	public mixed $typed_request = null;

	/** @var array<string,string> */
	public array $headers = array();

	public function __construct(
		public readonly Route $route,
		public readonly ?Token $token,
		public readonly ?Session $session,
		public readonly string $client_address,
		public readonly bool $prefers_async = false,
		public readonly bool $has_bearer_header = false,
		public readonly bool $accepts_events = false,
		public readonly int $last_event_id = 0,
	) {}

	/**
	 * Against whose budget paid calls count: `user:7`, `token:3` or `ip:<hash>`.
	 */
	public function spender(): string {
		return $this->account() ?? 'ip:' . substr( hash_hmac( 'sha256', $this->client_address, Settings\Install_Secret::get() ), 0, 32 );
	}

	/**
	 * The identity that a limit counts. A session is none: whoever wants more hits would start more sessions.
	 */
	public function limited_identity(): string {
		return $this->account() ?? 'address:' . $this->client_address;
	}

	/**
	 * Who sent the request, as exactly as it was proved.
	 */
	public function verified_identity(): string {
		return $this->session !== null ? 'session:' . $this->session->session_id : $this->limited_identity();
	}

	/**
	 * Whether more than an address stands behind the request.
	 */
	public function has_proof(): bool {
		return $this->session !== null || $this->account() !== null;
	}

	private function account(): ?string {
		if ( $this->token !== null ) {
			return $this->token->identity();
		}
		$user_id = get_current_user_id();
		return $user_id > 0 ? 'user:' . $user_id : null;
	}
}
