<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A tool as a model is told of it.
 */
final class Tool_Spec {

	/**
	 * @param array $parameters JSON schema of an object.
	 * @param bool  $is_strict  Whether the schema keeps the rules of strict mode.
	 */
	public function __construct(
		public readonly string $name,
		public readonly string $description,
		public readonly array $parameters,
		public readonly bool $is_strict = false,
	) {}
}
