<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Provider\Event;
use MxChat\Provider\Failure;
use MxChat\Provider\Item;

/**
 * How an exchange ended.
 */
final class Exchange_Result {

	/**
	 * @param array<int,array{source:string,title:string,similarity_score:float}> $sources
	 * @param Event[]                                                             $calls  Calls that are left to the program.
	 * @param string                                                              $finish One of Assistant\Event::FINISHES.
	 * @param Item[]                                                              $items  The conversation as it stands now.
	 */
	public function __construct(
		public readonly string $text,
		public readonly array $sources,
		public readonly array $calls,
		public readonly string $finish,
		public readonly ?Failure $failure,
		public readonly int $input_tokens,
		public readonly int $output_tokens,
		public readonly array $items,
		public readonly string $engine,
	) {}

	/**
	 * Sources as the API's clients know them.
	 *
	 * @return array<int,array{type:string,url:string,title:string,start_index:int,end_index:int}>
	 */
	public function annotations(): array {
		return array_map(
			fn( array $source ) => array(
				'type'        => 'url_citation',
				'url'         => $source['source'],
				'title'       => $source['title'],
				'start_index' => 0,
				'end_index'   => mb_strlen( $this->text ),
			),
			$this->sources
		);
	}
}
