<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Spend\Gate;
use function MxChat\Core\chunk_text;
use function MxChat\Core\extract_answer;

/**
 * Sources that are close to a question, each once, with the piece of text that is closest.
 */
final class Search {

	/** A source may be found by several chunks, and only one of them stands for it. */
	private const CANDIDATES_PER_RESULT = 4;
	private const SNIPPET_CHARACTERS    = 240;

	/**
	 * @param string $spender Whose budget pays for the question's embedding.
	 * @return array{results:array<int,array{source:string,title:string,content_type:string,similarity_score:float,snippet:string}>,scoring:string}
	 */
	public static function find( string $question, string $bot_id, int $limit, float $min_similarity = 0.0, string $spender = Gate::SITE ): array {
		$found  = Retriever::find( $question, $bot_id, $limit * self::CANDIDATES_PER_RESULT, $spender );
		$scores = self::similarities( $question, $found );
		arsort( $scores );
		$results = array();
		foreach ( $scores as $position => $score ) {
			$passage = $found->passages[ $position ];
			if ( $score >= $min_similarity && $score > 0.0 && count( $results ) < $limit ) {
				$results[ $passage->source_id ] ??= array(
					'source'           => $passage->source_url,
					'title'            => $passage->title,
					'content_type'     => $passage->content_type,
					'similarity_score' => $score,
					'snippet'          => self::snippet( $question, $passage, $found->segments ),
				);
			}
		}
		return array(
			'results' => array_values( $results ),
			'scoring' => $found->scoring(),
		);
	}

	/**
	 * @return float[] By the passage's position: of its embedding where that was compared, of its words otherwise.
	 */
	private static function similarities( string $question, Found $found ): array {
		$texts = array_map( static fn( Passage $passage ) => $passage->for_core(), $found->passages );
		return array_map(
			static fn( Passage $passage, float $score ) => $passage->similarity ?? $score,
			$found->passages,
			self::scores( $question, $texts, $found->segments )
		);
	}

	private static function snippet( string $question, Passage $passage, array $segments ): string {
		$pieces = array_map(
			static fn( array $span ) => array(
				'title' => '',
				'text'  => substr( $passage->text, $span['start'], $span['end'] - $span['start'] ),
			),
			chunk_text( $passage->text, self::SNIPPET_CHARACTERS )
		);
		$scores = self::scores( $question, $pieces, $segments );
		return $scores ? trim( $pieces[ array_search( max( $scores ), $scores, true ) ]['text'] ) : '';
	}

	/**
	 * @return float[] How close each text is, 0 to 1.
	 */
	private static function scores( string $question, array $texts, array $segments ): array {
		return $texts ? extract_answer( $question, $texts, $segments )['scores'] : array();
	}
}
