<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * What an action gives: a sentence for the visitor, cards to look at, and data for a model.
 */
final class Result {

	/**
	 * @param string                                                                            $text
	 * @param array<int,array{title:string,text?:string,url?:string,image?:string,note?:string}> $cards Images are of this site's own media library or proxied by it.
	 * @param array<string,mixed>                                                               $data  What a model is told; nothing that the visitor may not see.
	 */
	public function __construct(
		public readonly string $text,
		public readonly array $cards = array(),
		public readonly array $data = array(),
	) {}

	/**
	 * @return array<string,mixed>
	 */
	public function for_model(): array {
		return $this->data !== array() ? $this->data : array( 'text' => $this->text );
	}
}
