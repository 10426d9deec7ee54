<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Utf8;

/**
 * A model on a host, with the dimensions it was measured to have: only embeddings of one space can be compared.
 */
final class Space {

	private const MAX_MODEL_BYTES = 100;

	/**
	 * @param ?int   $wanted_dimensions What the model is asked for; null for as many as it has.
	 * @param int    $dimensions        What it really gives.
	 * @param string $host              The provider's host, as Connection::host_key() names it.
	 * @param bool   $takes_base64      Whether the host was seen to take `encoding_format`.
	 */
	public function __construct(
		public readonly string $model,
		public readonly ?int $wanted_dimensions,
		public readonly int $dimensions,
		public readonly string $host,
		public readonly bool $takes_base64 = true,
	) {}

	/**
	 * Two hosts may give different models the same name, so the host is part of the collection's.
	 */
	public function collection(): Collection {
		return new Collection( Utf8::cut( $this->model, self::MAX_MODEL_BYTES ) . '@' . substr( hash( 'sha256', $this->host . "\0" . $this->model ), 0, 16 ), $this->dimensions );
	}

	public function is_same( ?self $other ): bool {
		return $other !== null && $this->to_array() === $other->to_array();
	}

	public static function from( mixed $stored ): ?self {
		if ( ! is_array( $stored ) || ! isset( $stored['model'], $stored['dimensions'], $stored['host'] ) ) {
			return null;
		}
		return new self( $stored['model'], $stored['wanted_dimensions'] ?? null, $stored['dimensions'], $stored['host'], $stored['takes_base64'] ?? true );
	}

	public function to_array(): array {
		return get_object_vars( $this );
	}
}
