<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Field;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Vector;

/**
 * The embeddings of a source's pieces, in their order.
 */
final class Chunk_Vectors {

	/**
	 * @param string[] $embeddings By position; an empty string where there is none.
	 */
	public function __construct( private readonly Collection $collection, private readonly array $embeddings ) {}

	/**
	 * Stores them with the chunks. To be called within the transaction that writes these.
	 *
	 * @param array<int,int> $chunk_ids By position.
	 */
	public function put( Source $source, int $source_id, array $chunk_ids ): void {
		$vectors = array();
		foreach ( $this->embeddings as $position => $embedding ) {
			if ( $embedding !== '' && isset( $chunk_ids[ $position ] ) ) {
				$vectors[] = self::vector( $chunk_ids[ $position ], $embedding, $source->bot_id, $source->content_type, $source_id );
			}
		}
		if ( $vectors ) {
			Store::put( $this->collection, $vectors );
		}
	}

	public static function vector( int $chunk_id, string $embedding, string $bot_id, string $content_type, int $source_id ): Vector {
		// A type that is too long for a label is one that nobody filters by.
		$label = Field::is_label( $content_type ) ? $content_type : '';
		return new Vector( $chunk_id, $embedding, $bot_id, '', $label, $source_id, time() );
	}
}
