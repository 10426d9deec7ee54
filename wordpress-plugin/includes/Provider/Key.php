<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Secret;

/**
 * A key, and where it was found.
 */
final class Key {

	public const ENVIRONMENT = 'environment';
	public const CONSTANT    = 'constant';
	public const CONNECTOR   = 'connector';
	public const OPTION      = 'option';
	public const NETWORK     = 'network';

	/**
	 * @param string $source One of the constants above.
	 * @param string $name   The variable or the constant; empty for the others.
	 */
	public function __construct(
		public readonly Secret $secret,
		public readonly string $source,
		public readonly string $name = '',
	) {}

	/**
	 * What of it may be shown.
	 */
	public function hint(): string {
		return Stored_Connection::hint( $this->secret );
	}

	/**
	 * Whether the owner's page can change or remove it.
	 */
	public function is_fixed(): bool {
		return $this->source !== self::OPTION;
	}
}
