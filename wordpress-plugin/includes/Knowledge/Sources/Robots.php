<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

/**
 * What a robots.txt allows us.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9309
 */
final class Robots {

	/** A crawler reads at least so much of it. */
	public const MAX_BYTES = 512_000;

	private const MAX_DELAY_SECONDS = 10;

	/**
	 * @param array<int,array{is_allowed:bool,pattern:string}> $rules
	 */
	private function __construct( private readonly array $rules, public readonly int $delay_seconds ) {}

	/**
	 * @param string $product The crawler's name, for example `MxChatBot`.
	 */
	public static function parse( string $text, string $product ): self {
		$groups = self::groups( substr( $text, 0, self::MAX_BYTES ) );
		$group  = $groups[ strtolower( $product ) ] ?? $groups['*'] ?? array( 'rules' => array(), 'delay' => 0 );
		return new self( $group['rules'], min( $group['delay'], self::MAX_DELAY_SECONDS ) );
	}

	/**
	 * The longest pattern decides, and of two of one length the one that allows.
	 */
	public function allows( string $path_and_query ): bool {
		if ( explode( '?', $path_and_query )[0] === '/robots.txt' ) {
			return true;
		}
		$path       = self::normalized( $path_and_query );
		$length     = -1;
		$is_allowed = true;
		foreach ( $this->rules as $rule ) {
			$is_longer = strlen( $rule['pattern'] ) > $length || ( strlen( $rule['pattern'] ) === $length && $rule['is_allowed'] );
			if ( $is_longer && self::matches( $rule['pattern'], $path ) ) {
				$length     = strlen( $rule['pattern'] );
				$is_allowed = $rule['is_allowed'];
			}
		}
		return $is_allowed;
	}

	/**
	 * Groups of one crawler that stand apart count as one.
	 *
	 * @return array<string,array{rules:array<int,array{is_allowed:bool,pattern:string}>,delay:int}>
	 */
	private static function groups( string $text ): array {
		$groups   = array();
		$names    = array();
		$is_named = false;
		foreach ( preg_split( '/\r\n|\r|\n/', preg_replace( '/^\xef\xbb\xbf/', '', $text ) ) as $line ) {
			if ( ! preg_match( '/^[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/', explode( '#', $line )[0], $match ) ) {
				continue;
			}
			$key = strtolower( $match[1] );
			if ( $key === 'user-agent' ) {
				$names    = $is_named ? array_merge( $names, array( self::name( $match[2] ) ) ) : array( self::name( $match[2] ) );
				$is_named = true;
				$groups  += array( end( $names ) => array( 'rules' => array(), 'delay' => 0 ) );
				continue;
			}
			if ( ! in_array( $key, array( 'allow', 'disallow', 'crawl-delay' ), true ) ) {
				continue;
			}
			$is_named = false;
			foreach ( $names as $name ) {
				if ( $key === 'crawl-delay' ) {
					$groups[ $name ]['delay'] = (int) ceil( (float) $match[2] );
				} elseif ( $match[2] !== '' ) {
					$groups[ $name ]['rules'][] = array( 'is_allowed' => $key === 'allow', 'pattern' => self::normalized( $match[2] ) );
				}
			}
		}
		return $groups;
	}

	/**
	 * The product's name of `Name/1.0 (…)`.
	 */
	private static function name( string $agent ): string {
		return $agent === '*' ? '*' : strtolower( (string) preg_replace( '~[^A-Za-z_-].*$~s', '', $agent ) );
	}

	/**
	 * The same bytes for every way to write a path: `%41` is `A`, `%2f` stays apart from `/`.
	 */
	private static function normalized( string $path ): string {
		$path = (string) preg_replace_callback(
			'/%([0-9a-f]{2})/i',
			static function ( array $match ): string {
				$byte = chr( (int) hexdec( $match[1] ) );
				return preg_match( '/[A-Za-z0-9._~-]/', $byte ) ? $byte : strtoupper( $match[0] );
			},
			$path
		);
		return (string) preg_replace_callback( '/[^\x21-\x7e]/', static fn( array $byte ) => rawurlencode( $byte[0] ), $path );
	}

	/**
	 * Each piece between asterisks is looked for once, behind the one before it: no pattern takes long.
	 */
	private static function matches( string $pattern, string $path ): bool {
		$is_anchored = str_ends_with( $pattern, '$' );
		$pieces      = explode( '*', $is_anchored ? substr( $pattern, 0, -1 ) : $pattern );
		$first       = array_shift( $pieces );
		if ( ! str_starts_with( $path, $first ) ) {
			return false;
		}
		$at   = strlen( $first );
		$last = $is_anchored ? array_pop( $pieces ) : null;
		foreach ( $pieces as $piece ) {
			$found = $piece === '' ? $at : strpos( $path, $piece, $at );
			if ( $found === false ) {
				return false;
			}
			$at = $found + strlen( $piece );
		}
		if ( ! $is_anchored ) {
			return true;
		}
		return $last === null ? $at === strlen( $path ) : strlen( $path ) - strlen( $last ) >= $at && str_ends_with( $path, $last );
	}
}
