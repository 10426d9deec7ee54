<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What a model is asked, in no provider's dialect.
 */
final class Model_Request {

	/**
	 * @param Item[]      $items              The conversation, oldest first.
	 * @param Tool_Spec[] $tools
	 * @param string      $tool_choice        `auto`, `none`, `required` or the name of a tool.
	 * @param ?array      $response_format    `{type:"text"|"json_object"}` or `{type:"json_schema",name,schema,strict?}`.
	 * @param string      $safety_identifier  A hash that stands for the visitor, at most 64 characters.
	 * @param string      $cache_key          The same for requests that begin alike.
	 * @param ?string     $host_state         What an earlier STATE event of this conversation said.
	 */
	public function __construct(
		public readonly string $model,
		public readonly string $instructions,
		public readonly array $items,
		public readonly array $tools = array(),
		public readonly string $tool_choice = 'auto',
		public readonly bool $has_parallel_calls = true,
		public readonly ?float $temperature = null,
		public readonly int $max_output_tokens = 1024,
		public readonly ?array $response_format = null,
		public readonly string $safety_identifier = '',
		public readonly string $cache_key = '',
		public readonly bool $is_streamed = true,
		public readonly ?string $host_state = null,
	) {}
}
