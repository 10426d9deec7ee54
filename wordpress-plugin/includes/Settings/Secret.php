<?php
declare( strict_types=1 );

namespace MxChat\Settings;

/**
 * A key or a password. It prints as asterisks, in a dump and in a trace as well.
 */
final class Secret {

	/** @var \WeakMap<self,string>|null Beside the object, where no dump of it looks. */
	private static ?\WeakMap $values = null;

	public function __construct( #[\SensitiveParameter] string $value ) {
		self::$values       ??= new \WeakMap();
		self::$values[ $this ] = $value;
	}

	public function reveal(): string {
		return self::$values[ $this ];
	}

	public function __toString(): string {
		return '***';
	}

	public function __serialize(): array {
		throw new \LogicException( 'A secret is not to be stored.' );
	}
}
