<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
use MxChat\Knowledge\Found;
use MxChat\Knowledge\Passage;
use MxChat\Knowledge\Retriever;
use function MxChat\Core\extract_answer;

/**
 * What the site knows about a question, as far as it is close enough: passages of a few sources, with their scores.
 */
final class Retrieval {

	private const MAX_SOURCES = 6;

	/**
	 * @param float[] $scores By the passage's position, 0 to 1.
	 */
	private function __construct( public readonly Found $found, public readonly array $scores ) {}

	public static function for( string $question, Turn $turn, float $min_similarity ): self {
		/**
		 * Passages from elsewhere: a Found takes the place of the plugin's own search.
		 *
		 * @param ?Found $found Null to search as usual.
		 * @param array{question:string,bot_id:string,session_id:string} $about
		 */
		$found = apply_filters( 'mxchat_pre_vector_query', null, array( 'question' => $question, 'bot_id' => $turn->bot_id, 'session_id' => $turn->session_id ) );
		$found = $found instanceof Found ? $found : Retriever::find( $question, $turn->bot_id, spender: $turn->spender );
		$close = self::close_enough( $found, self::similarities( $question, $found ), $min_similarity );
		/**
		 * What was found for a question, and how close it is.
		 *
		 * @param array<int,array{source:string,title:string,similarity_score:float}> $sources
		 * @param string $question
		 * @param string $session_id
		 */
		do_action( 'mxchat_similarity_results', $close->sources(), $question, $turn->session_id );
		return $close;
	}

	/**
	 * For an assistant that is not given what the site knows.
	 */
	public static function none(): self {
		return new self( new Found( array(), array(), false ), array() );
	}

	public function is_empty(): bool {
		return $this->found->passages === array();
	}

	public function scoring(): string {
		return $this->found->scoring();
	}

	/**
	 * Each source once, in the order of its best passage. The first is the one that an answer names as [1].
	 *
	 * @return array<int,array{source:string,title:string,similarity_score:float}>
	 */
	public function sources(): array {
		$sources = array();
		foreach ( $this->found->passages as $position => $passage ) {
			$sources[ $passage->source_id ] ??= array(
				'source'           => $passage->source_url,
				'title'            => $passage->title,
				'similarity_score' => 0.0,
			);
			$sources[ $passage->source_id ]['similarity_score'] = max( $sources[ $passage->source_id ]['similarity_score'], $this->scores[ $position ] );
		}
		return array_values( $sources );
	}

	/**
	 * @return array<int,int> The number of each source, by its id.
	 */
	public function numbers(): array {
		$ids = array_values( array_unique( array_column( $this->found->passages, 'source_id' ) ) );
		return array_map( static fn( int $position ) => $position + 1, array_flip( $ids ) );
	}

	/**
	 * @param float[] $scores
	 */
	private static function close_enough( Found $found, array $scores, float $min_similarity ): self {
		$passages = array();
		$kept     = array();
		$sources  = array();
		foreach ( $found->passages as $position => $passage ) {
			if ( $scores[ $position ] <= 0.0 || $scores[ $position ] < $min_similarity ) {
				continue;
			}
			$sources[ $passage->source_id ] = true;
			if ( count( $sources ) > self::MAX_SOURCES ) {
				break;
			}
			$passages[] = $passage;
			$kept[]     = $scores[ $position ];
		}
		return new self( new Found( $passages, $found->segments, $found->is_hybrid ), $kept );
	}

	/**
	 * @return float[] Of a passage's embedding where that was compared, of its words otherwise.
	 */
	private static function similarities( string $question, Found $found ): array {
		$similarities = array_map( static fn( Passage $passage ) => $passage->similarity, $found->passages );
		if ( ! in_array( null, $similarities, true ) ) {
			return $similarities;
		}
		$texts = array_map( static fn( Passage $passage ) => $passage->for_core(), $found->passages );
		return array_map(
			static fn( ?float $similarity, float $score ) => $similarity ?? $score,
			$similarities,
			extract_answer( $question, $texts, $found->segments )['scores']
		);
	}
}
