<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
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

	public function answer( Turn $turn ): \Generator {
		$found    = Retriever::find( $turn->question, $turn->bot_id );
		$passages = array_map( static fn( $passage ) => $passage->for_core(), $found->passages );
		$result   = extract_answer( $turn->question, $passages, $found->segments );
		if ( $result['answer'] === null ) {
			yield Event::delta( __( 'I could not find an answer to that on this site.', 'mxchat-engine' ) );
			yield Event::done( false, null );
			return;
		}
		$sources = self::sources( $found->passages, $result );
		yield Event::sources( $sources );
		yield Event::delta( $result['answer'] );
		yield Event::done( true, array( 'sources' => $sources, 'quotes' => $result['quotes'], 'confidence' => $result['confidence'] ) );
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
