<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

use MxChat\OpenAI\Invalid_Value;

/**
 * A type as PHP, JSON and a model see it.
 */
interface Type {

	/**
	 * JSON schema.
	 */
	public function schema(): array;

	/**
	 * Whether the schema keeps the rules of strict mode.
	 */
	public function is_strict(): bool;

	/**
	 * Whether a decoded JSON value, objects as arrays, is one of this type.
	 */
	public function fits( mixed $value ): bool;

	/**
	 * The PHP value.
	 *
	 * @param mixed $value One that fits.
	 * @throws Invalid_Value
	 */
	public function hydrate( mixed $value ): mixed;
}
