<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * Capabilities of the owner's screens and routes, each granted on its own.
 */
final class Capability {

	public const READ_TRANSCRIPTS   = 'mxchat_read_transcripts';
	public const DELETE_TRANSCRIPTS = 'mxchat_delete_transcripts';
	public const SEE_HEALTH         = 'mxchat_see_health';
	public const MANAGE_TOKENS      = 'mxchat_manage_tokens';
	public const MANAGE_KNOWLEDGE   = 'mxchat_manage_knowledge';
	public const MANAGE_ACTIONS     = 'mxchat_manage_actions';
	public const USE_DEBUGGER       = 'mxchat_use_debugger';
	public const MANAGE_SPEND       = 'mxchat_manage_spend';
	public const MANAGE_SETTINGS    = 'mxchat_manage_settings';
	public const MANAGE_ASSISTANTS  = 'mxchat_manage_assistants';
	public const MANAGE_BOTS        = 'mxchat_manage_bots';
	public const MANAGE_CONTACTS    = 'mxchat_manage_contacts';
	public const MANAGE_WEBHOOKS    = 'mxchat_manage_webhooks';

	private const ALL = array(
		self::READ_TRANSCRIPTS,
		self::DELETE_TRANSCRIPTS,
		self::SEE_HEALTH,
		self::MANAGE_TOKENS,
		self::MANAGE_KNOWLEDGE,
		self::MANAGE_BOTS,
		self::MANAGE_CONTACTS,
		self::MANAGE_WEBHOOKS,
		self::MANAGE_ACTIONS,
		self::USE_DEBUGGER,
		self::MANAGE_SPEND,
		self::MANAGE_SETTINGS,
		self::MANAGE_ASSISTANTS,
	);

	/**
	 * @param string[] $required Primitive capabilities that WordPress asks for.
	 * @return string[]
	 */
	public static function map( array $required, string $capability ): array {
		if ( ! in_array( $capability, self::ALL, true ) ) {
			return $required;
		}
		/**
		 * The WordPress capability that stands behind one of ours.
		 *
		 * @param string $behind     `manage_options`, unless changed.
		 * @param string $capability For example `mxchat_read_transcripts`.
		 */
		return array( (string) apply_filters( 'mxchat_capability', 'manage_options', $capability ) );
	}
}
