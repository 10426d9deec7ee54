<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * Stores pushed content and tells what came of it, at once or in a job.
 */
final class Pushing {

	/** The document lets a client wait for three minutes. */
	private const MAX_SECONDS = 180;

	/**
	 * @return array<string,mixed>
	 */
	public static function store( Source $source ): array {
		if ( (int) ini_get( 'max_execution_time' ) > 0 ) {
			set_time_limit( self::MAX_SECONDS );
		}
		Store::replace( $source );
		Segment_Builder::bring_up_to_date( $source->bot_id );
		return self::summary( $source, Store::count_chunks_of( $source ), 'stored' );
	}

	/**
	 * @return array<string,mixed>
	 */
	public static function summary( Source $source, ?int $chunks, string $status ): array {
		return array(
			'success'      => true,
			'source_url'   => $source->source_url,
			'bot_id'       => $source->bot_id,
			'content_type' => $source->content_type,
			'title'        => $source->title,
			'bytes'        => strlen( $source->text ),
			'chunks'       => $chunks,
			'status'       => $status,
			'scoring'      => 'lexical',
		);
	}
}
