<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Core\Core_Exception;
use MxChat\Knowledge\Vectors\Fusion;
use function MxChat\Core\fuse_ranks;
use function MxChat\Core\search_segments;

/**
 * From a question to the passages that may answer it: by their words, and by their meaning where there are embeddings.
 */
final class Retriever {

	private const CANDIDATES        = 12;
	private const POOL_PER_RESULT   = 4;
	private const PASSAGES_A_SOURCE = 4;

	/**
	 * @param string $spender Whose budget pays for the question's embedding, as Spend\Gate takes it.
	 */
	public static function find( string $question, string $bot_id, int $candidates = self::CANDIDATES, string $spender = '' ): Found {
		$scope                  = Scope::of( $bot_id );
		$pool                   = $candidates * self::POOL_PER_RESULT;
		[ $segments, $lexical ] = self::search( $question, $scope, $pool );
		$similarities           = Vector_Ranking::find( $question, $bot_id, $pool, $spender );
		$ids                    = $similarities ? self::fuse( $lexical, array_keys( $similarities ), $pool ) : $lexical;
		$passages               = self::passages( $ids, $similarities, $scope );
		$sources                = array_column( $passages, 'source_id', 'chunk_id' );
		$best                   = Fusion::diverse( array_keys( $sources ), $sources, self::PASSAGES_A_SOURCE, $candidates );
		return new Found( array_map( static fn( int $id ) => $passages[ $id ], $best ), $segments, $similarities !== array(), $lexical, $similarities );
	}

	/**
	 * @return array{0:string[],1:int[]} The segments, and the ids of the chunks whose words match best.
	 */
	private static function search( string $question, Scope $scope, int $limit ): array {
		$segments = Segment_Files::read_all( $scope->index_ids );
		try {
			return array( $segments, array_column( search_segments( $segments, $question, $limit ), 'id' ) );
		} catch ( Core_Exception ) {
			array_map( array( Segment_Files::class, 'forget' ), $scope->index_ids );
			$segments = Segment_Files::read_all( $scope->index_ids );
			return array( $segments, array_column( search_segments( $segments, $question, $limit ), 'id' ) );
		}
	}

	/**
	 * @return int[] Chunk ids, best first.
	 */
	private static function fuse( array $lexical, array $similar, int $limit ): array {
		return array_column( fuse_ranks( array( pack( 'P*', ...$lexical ), pack( 'P*', ...$similar ) ), $limit ), 'id' );
	}

	/**
	 * @param int[]            $ids          Best first.
	 * @param array<int,float> $similarities By chunk id.
	 * @return array<int,Passage> By chunk id, in the same order; those that no visitor may read are left out.
	 */
	private static function passages( array $ids, array $similarities, Scope $scope ): array {
		$rows = Store::chunks_by_id( $ids, $scope );
		_prime_post_caches( array_filter( array_map( 'intval', array_column( $rows, 'post_id' ) ) ), false, false );
		$passages = array();
		foreach ( $ids as $id ) {
			$passage = isset( $rows[ $id ] ) ? self::passage( $rows[ $id ], $similarities[ $id ] ?? null ) : null;
			if ( $passage !== null ) {
				$passages[ $id ] = $passage;
			}
		}
		return $passages;
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
	private static function passage( \stdClass $row, ?float $similarity ): ?Passage {
		$url = self::public_url( $row );
		if ( $url === null ) {
			return null;
		}
		return new Passage( (int) $row->id, (int) $row->source_id, (int) $row->position, $url, $row->title, $row->content_type, $row->content, $similarity );
	}
}
