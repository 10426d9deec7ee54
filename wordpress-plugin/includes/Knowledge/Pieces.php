<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use function MxChat\Core\chunk_text;
use function MxChat\Core\lexical_features;

/**
 * The text of a source in the pieces that are found on their own.
 */
final class Pieces {

	private const CHARACTERS = 1000;

	/**
	 * @return string[] In their order.
	 */
	public static function of( Source $source ): array {
		return array_map(
			static fn( array $span ) => substr( $source->text, $span['start'], $span['end'] - $span['start'] ),
			chunk_text( $source->text, self::CHARACTERS )
		);
	}

	/**
	 * @return array<int,array{content:string,features:string}>
	 */
	public static function with_features( Source $source ): array {
		return array_map(
			static fn( string $content ) => array(
				'content'  => $content,
				'features' => lexical_features( $source->title, $content ),
			),
			self::of( $source )
		);
	}
}
