<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * What a docblock says of a function: a description, and of each parameter its type and meaning.
 */
final class Docblock {

	/**
	 * @param array<string,array{type:string,description:string}> $params By name.
	 */
	private function __construct( public readonly string $description, private readonly array $params ) {}

	public static function of( string|false $comment ): self {
		$lines = array();
		foreach ( preg_split( '/\R/', (string) $comment ) as $line ) {
			$lines[] = trim( (string) preg_replace( '~^\s*(?:/\*\*|\*/|\*)|\*/\s*$~', '', $line ) );
		}
		$blocks      = preg_split( '/^(?=@[A-Za-z])/m', implode( "\n", $lines ) );
		$description = trim( (string) preg_replace( '/[ \t]*\n[ \t]*/', "\n", (string) array_shift( $blocks ) ) );
		$params      = array();
		foreach ( $blocks as $block ) {
			$param = self::param( $block );
			if ( $param !== null ) {
				$params[ $param['name'] ] ??= $param;
			}
		}
		return new self( $description, $params );
	}

	public function type( string $name ): string {
		return $this->params[ $name ]['type'] ?? '';
	}

	public function description( string $name ): string {
		return $this->params[ $name ]['description'] ?? '';
	}

	/**
	 * @return array{name:string,type:string,description:string}|null
	 */
	private static function param( string $block ): ?array {
		if ( ! preg_match( '/^@param\b\s*(?<type>[^$]*?)\s*&?(?:\.\.\.)?\$(?<name>\w+)\s*(?<description>.*)$/s', $block, $part ) ) {
			return null;
		}
		return array(
			'name'        => $part['name'],
			'type'        => rtrim( $part['type'], " \t\n.&" ),
			'description' => trim( (string) preg_replace( '/\s+/', ' ', $part['description'] ) ),
		);
	}
}
