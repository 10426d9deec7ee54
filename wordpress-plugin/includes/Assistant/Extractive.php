<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
use MxChat\Knowledge\Passage;
use MxChat\Knowledge\Retriever;
use function MxChat\Core\extract_answer;

/**
 * Answers by quoting the site. No request leaves the site.
 */
final class Extractive implements Assistant {

	private const MAX_SOURCES = 3;

	public function engine(): string {
		return 'extractive';
	}

	public function may_wait(): bool {
		return false;
	}

	public function answer( Turn $turn ): \Generator {
		$courtesy = Courtesy::answer( $turn );
		yield from $courtesy === null ? $this->quotes( $turn ) : ( new Given( $courtesy ) )->answer( $turn );
	}

	private function quotes( Turn $turn ): \Generator {
		$found    = Retriever::find( $turn->question, $turn->bot_id, spender: $turn->spender );
		$passages = $found->passages;
		$result   = self::extract( $turn->question, $passages, $found->segments );
		$close    = array_filter( $passages, static fn( int $position ) => $result['scores'][ $position ] >= $turn->min_similarity, ARRAY_FILTER_USE_KEY );
		if ( count( $close ) < count( $passages ) ) {
			$passages = array_values( $close );
			$result   = self::extract( $turn->question, $passages, $found->segments );
		}
		if ( $result['answer'] === null ) {
			yield Event::delta( __( 'I could not find an answer to that on this site.', 'mxchat-engine' ) );
			yield Event::done( false, null, $this->engine() );
			return;
		}
		$sources = self::sources( $passages, $result );
		yield Event::sources( $sources );
		yield Event::delta( $result['answer'] );
		yield Event::done( true, array( 'sources' => $sources, 'quotes' => $result['quotes'], 'confidence' => $result['confidence'], 'scoring' => $found->scoring() ), $this->engine() );
	}

	/**
	 * A passage's score is that of its embedding where that was compared, of its words otherwise.
	 *
	 * @param Passage[] $passages
	 */
	private static function extract( string $question, array $passages, array $segments ): array {
		$result           = extract_answer( $question, array_map( static fn( Passage $passage ) => $passage->for_core(), $passages ), $segments );
		$result['scores'] = array_map( static fn( Passage $passage, float $score ) => $passage->similarity ?? $score, $passages, $result['scores'] );
		return $result;
	}

	/**
	 * The pages that the answer quotes, in the order of the quotes, each once.
	 */
	private static function sources( array $passages, array $result ): array {
		$sources = array();
		foreach ( $result['quotes'] as $quote ) {
			$passage = $passages[ $quote['passage'] ];
			$sources[ $passage->source_id ] ??= array(
				'source'           => $passage->source_url,
				'title'            => $passage->title,
				'similarity_score' => $result['scores'][ $quote['passage'] ],
			);
		}
		return array_slice( array_values( $sources ), 0, self::MAX_SOURCES );
	}
}
