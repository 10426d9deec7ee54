<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Seal;
use MxChat\Settings\Secret;

/**
 * A connection as its owner has entered it. Secrets are sealed, and bound to the host that they were entered for.
 */
final class Stored_Connection {

	/** How much of a key may be shown again, and from which length on. */
	private const HINT_CHARACTERS = 4;
	private const HINT_FROM       = 16;

	/**
	 * @param bool                                              $needs_key Whether the host answers nobody without a key.
	 * @param string                                            $key       Sealed; empty for none.
	 * @param array<string,array{sealed:string,hint:string}>    $headers   More headers of each request, by their names.
	 */
	private function __construct(
		public readonly string $base_url,
		public readonly string $mode,
		public readonly bool $needs_key,
		private readonly string $key,
		public readonly string $key_hint,
		private readonly array $headers,
	) {}

	public static function of( array $stored ): self {
		$mode = $stored['mode'] ?? 'auto';
		return new self(
			Base_Url::normalize( (string) ( $stored['base_url'] ?? '' ) ) ?? Base_Url::OPENAI,
			in_array( $mode, Connection::MODES, true ) ? $mode : 'auto',
			(bool) ( $stored['needs_key'] ?? true ),
			(string) ( $stored['key'] ?? '' ),
			(string) ( $stored['key_hint'] ?? '' ),
			(array) ( $stored['headers'] ?? array() ),
		);
	}

	public function to_array(): array {
		return get_object_vars( $this );
	}

	/**
	 * Another host gets neither the key nor the headers that were entered for this one.
	 */
	public function at( string $base_url ): self {
		$is_same = Base_Url::origin( $base_url ) === Base_Url::origin( $this->base_url );
		return $this->with( array( 'base_url' => $base_url ) + ( $is_same ? array() : array( 'key' => '', 'key_hint' => '', 'headers' => array() ) ) );
	}

	public function in_mode( string $mode ): self {
		return $this->with( array( 'mode' => $mode ) );
	}

	public function needing_key( bool $needs_key ): self {
		return $this->with( array( 'needs_key' => $needs_key ) );
	}

	/**
	 * @param ?Secret $key Null takes the key away.
	 */
	public function with_key( ?Secret $key ): self {
		return $this->with(
			array(
				'key'      => $key === null ? '' : Seal::close( $key ),
				'key_hint' => $key === null ? '' : self::hint( $key ),
			)
		);
	}

	/**
	 * @param array<string,?Secret> $headers Null keeps the value that the header has.
	 */
	public function with_headers( array $headers ): self {
		$stored = array();
		foreach ( $headers as $name => $value ) {
			if ( $value !== null ) {
				$stored[ $name ] = array( 'sealed' => Seal::close( $value ), 'hint' => self::hint( $value ) );
			} elseif ( isset( $this->headers[ $name ] ) ) {
				$stored[ $name ] = $this->headers[ $name ];
			}
		}
		return $this->with( array( 'headers' => $stored ) );
	}

	public function key(): ?Secret {
		return $this->key === '' ? null : Seal::open( $this->key );
	}

	/**
	 * A key is stored, but the salts that it was sealed with are gone.
	 */
	public function has_lost_key(): bool {
		return $this->key !== '' && $this->key() === null;
	}

	/**
	 * @return array<string,Secret>
	 */
	public function headers(): array {
		return array_filter( array_map( static fn( array $stored ) => Seal::open( $stored['sealed'] ), $this->headers ) );
	}

	/**
	 * @return list<array{name:string,hint:string}> As they may be shown.
	 */
	public function header_hints(): array {
		return array_map( static fn( string|int $name, array $stored ) => array( 'name' => (string) $name, 'hint' => $stored['hint'] ), array_keys( $this->headers ), $this->headers );
	}

	public static function hint( Secret $secret ): string {
		$value = $secret->reveal();
		return strlen( $value ) >= self::HINT_FROM ? substr( $value, -self::HINT_CHARACTERS ) : '';
	}

	private function with( array $changes ): self {
		return new self( ...array_merge( get_object_vars( $this ), $changes ) );
	}
}
