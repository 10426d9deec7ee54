<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings\Install_Secret;
use function MxChat\Core\transient_key;

/**
 * The vectors of one model: only vectors of the same model and dimensions can be compared.
 */
final class Collection {

	private const MAX_DIMENSIONS  = 4096;
	private const MAX_MODEL_BYTES = 128;

	public function __construct( public readonly string $model, public readonly int $dimensions ) {
		if ( $dimensions < 1 || $dimensions > self::MAX_DIMENSIONS || $model === '' || strlen( $model ) > self::MAX_MODEL_BYTES ) {
			throw new \InvalidArgumentException( 'A collection has a model of at most 128 bytes and 1 to 4,096 dimensions.' );
		}
	}

	/**
	 * The name under which a store keeps it: sites that share a store never meet, and nobody can guess it.
	 */
	public function name(): string {
		return transient_key( Install_Secret::get(), get_current_blog_id(), 'vectors', $this->dimensions . ':' . $this->model );
	}
}
