<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Capability;
use MxChat\Rest\Context;

/**
 * Who asks for conversations, and which he may see: his own, or all with the right to read transcripts. A test token
 * sees those of bots in test mode and no others.
 */
final class Reader {

	private function __construct(
		public readonly string $client,
		public readonly bool $reads_all,
		public readonly bool $deletes_all,
		public readonly bool $is_test,
		public readonly bool $writes_contacts,
	) {}

	public static function of( Context $context ): self {
		$token = $context->token;
		return new self(
			$context->verified_identity(),
			$token === null ? current_user_can( Capability::READ_TRANSCRIPTS ) : $token->has_scope( 'transcripts:read' ),
			$token === null ? current_user_can( Capability::DELETE_TRANSCRIPTS ) : $token->has_scope( 'transcripts:delete' ),
			(bool) $token?->is_test,
			$token === null ? current_user_can( Capability::MANAGE_CONTACTS ) : $token->has_scope( 'contacts:write' ),
		);
	}

	public function owns( Conversation $conversation ): bool {
		return $conversation->client === $this->client && $this->is_within( $conversation );
	}

	public function may_read( Conversation $conversation ): bool {
		return $this->is_within( $conversation ) && ( $this->reads_all || $this->owns( $conversation ) );
	}

	public function may_delete( Conversation $conversation ): bool {
		return $this->is_within( $conversation ) && ( $this->deletes_all || $this->owns( $conversation ) );
	}

	private function is_within( Conversation $conversation ): bool {
		return $conversation->is_test || ! $this->is_test;
	}
}
