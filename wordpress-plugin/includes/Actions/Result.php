<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * What an action gives: a sentence for the visitor, and cards to look at. A model reads the same, and nothing beyond.
 */
final class Result implements \JsonSerializable {

	/**
	 * @param array<int,array{title:string,text?:string,url?:string,image?:string,note?:string}> $cards  Pictures are of this site or come through it.
	 * @param string                                                                            $effect What the visitor's browser does: `download` or `prove_email`.
	 */
	public function __construct(
		public readonly string $text,
		public readonly array $cards = array(),
		public readonly string $effect = '',
	) {}

	public function jsonSerialize(): array {
		return array_filter( array( 'text' => $this->text, 'cards' => $this->cards, 'effect' => $this->effect ) );
	}
}
