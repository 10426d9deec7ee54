<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * One piece of a conversation.
 */
final class Item {

	public const MESSAGE = 'message';
	public const CALL    = 'call';
	public const OUTPUT  = 'output';
	public const RAW     = 'raw';

	/**
	 * @param string $role      With MESSAGE: `user`, `assistant` or `developer`.
	 * @param string $text      With MESSAGE.
	 * @param string $call_id   With CALL and OUTPUT.
	 * @param string $name      With CALL: of the tool.
	 * @param string $arguments With CALL: JSON, as the model wrote it.
	 * @param string $output    With OUTPUT: what the tool gave.
	 * @param array  $raw       With RAW: the provider's own item.
	 * @param string $engine    With RAW: the only engine that understands it.
	 */
	private function __construct(
		public readonly string $type,
		public readonly string $role = '',
		public readonly string $text = '',
		public readonly string $call_id = '',
		public readonly string $name = '',
		public readonly string $arguments = '',
		public readonly string $output = '',
		public readonly array $raw = array(),
		public readonly string $engine = '',
	) {}

	public static function message( string $role, string $text ): self {
		return new self( self::MESSAGE, role: $role, text: $text );
	}

	public static function call( string $call_id, string $name, string $arguments ): self {
		return new self( self::CALL, call_id: $call_id, name: $name, arguments: $arguments );
	}

	public static function output( string $call_id, string $output ): self {
		return new self( self::OUTPUT, call_id: $call_id, output: $output );
	}

	/**
	 * An item that only its provider understands, such as reasoning, to be sent back as it came.
	 */
	public static function raw( array $item, string $engine ): self {
		return new self( self::RAW, raw: $item, engine: $engine );
	}
}
