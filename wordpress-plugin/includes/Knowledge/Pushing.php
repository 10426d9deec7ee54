<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Embeddings\State_Store;
use MxChat\Provider\Deadline;

/**
 * Stores pushed content and tells what came of it, at once or in a job.
 */
final class Pushing {

	/** The document lets a client wait for three minutes. */
	private const MAX_SECONDS           = 180;
	private const MAX_EMBEDDING_SECONDS = 90.0;

	/**
	 * @return array<string,mixed>
	 */
	public static function store( Source $source ): array {
		if ( (int) ini_get( 'max_execution_time' ) > 0 ) {
			set_time_limit( self::MAX_SECONDS );
		}
		$written = Writer::write( $source, Deadline::after( self::MAX_EMBEDDING_SECONDS ) );
		Segment_Builder::bring_up_to_date( $source->bot_id );
		return self::summary( $source, count( Pieces::of( $source ) ), 'stored', $written->is_embedded );
	}

	/**
	 * @param bool|string $is_embedded As Written tells it.
	 * @return array<string,mixed>
	 */
	public static function summary( Source $source, ?int $chunks, string $status, bool|string $is_embedded ): array {
		return array(
			'success'      => true,
			'source_url'   => $source->source_url,
			'bot_id'       => $source->bot_id,
			'content_type' => $source->content_type,
			'title'        => $source->title,
			'bytes'        => strlen( $source->text ),
			'chunks'       => $chunks,
			'status'       => $status,
			'embedded'     => $is_embedded,
			'scoring'      => State_Store::serving() === null ? 'lexical' : 'hybrid',
		);
	}
}
