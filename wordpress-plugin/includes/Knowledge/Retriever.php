<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use function MxChat\Core\search_segments;

/**
 * From a question to the passages that may answer it.
 */
final class Retriever {

	private const CANDIDATES = 12;

	public static function find( string $question, string $bot_id, int $candidates = self::CANDIDATES ): Found {
		$segments = Segment_Files::read( $bot_id );
		$hits     = $segments ? search_segments( $segments, $question, $candidates ) : array();
		$rows     = Store::chunks_by_id( array_column( $hits, 'id' ), $bot_id );
		_prime_post_caches( array_filter( array_map( 'intval', array_column( $rows, 'post_id' ) ) ), false, false );
		$passages = array();
		foreach ( $hits as $hit ) {
			$passage = isset( $rows[ $hit['id'] ] ) ? self::passage( $rows[ $hit['id'] ], $hit['score'] ) : null;
			if ( $passage !== null ) {
				$passages[] = $passage;
			}
		}
		return new Found( $passages, $segments );
	}

	/**
	 * The address of a source as a visitor may see it now; null if no visitor may.
	 */
	public static function public_url( \stdClass $source ): ?string {
		if ( (int) $source->post_id === 0 ) {
			return $source->source_url;
		}
		$post = get_post( (int) $source->post_id );
		if ( ! $post instanceof \WP_Post ) {
			return null;
		}
		$may_be_quoted = $source->is_pushed ? Visibility::is_readable( $post ) : Visibility::is_public( $post );
		return $may_be_quoted ? (string) get_permalink( $post ) : null;
	}

	/**
	 * The index is only a cache: whether a stranger may read the page is asked again for every answer.
	 */
	private static function passage( \stdClass $row, float $score ): ?Passage {
		$url = self::public_url( $row );
		if ( $url === null ) {
			return null;
		}
		return new Passage( (int) $row->id, (int) $row->source_id, $url, $row->title, $row->content_type, $row->content, $score );
	}
}
