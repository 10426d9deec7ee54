<?php
/**
 * Which sentences stand in the answer: the twin of the core's `answer::compose`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Answer;

use MxChat\Core\Polyfill\Answer;
use MxChat\Core\Polyfill\Text\Sentences;
use MxChat\Core\Polyfill\Text\Words;

/**
 * Chooses sentences, most telling first, until the answer is full.
 */
final class Composer {

	/** Passages that are quoted. */
	private const MAX_PASSAGES = 3;

	/** Share of the best passage's relevance that another one needs to be quoted. */
	private const MIN_SHARE = 0.7;

	/** What a question's terms in the sentences before and after are worth. */
	private const NEIGHBOUR = 0.25;

	/** What the relevance of the passage is worth beside the coverage of the sentence. */
	private const PASSAGE = 2.0;

	/** What a character costs: a long sentence takes the place of others. */
	private const COST = 0.0004;

	/** What it costs to stand further down, where the title has the whole question: then the page begins with its answer. */
	private const LATER = 0.1;

	/** How much less telling than the best a sentence may be. */
	private const MAX_LOSS = 0.6;

	/** Shortest part of a sentence that is worth quoting, in characters. */
	private const MIN_PART = 20;

	/** Between quotes, and behind one that ends within a sentence. */
	private const GAP = ' … ';
	private const CUT = ' …';

	/**
	 * Sentences that may stand in the answer; `chosen` is where the part in the answer ends, or null.
	 *
	 * @var list<array{passage: int, start: int, end: int, characters: int, score: float, chosen: ?int}>
	 */
	private array $candidates = [];

	/**
	 * Keeps the passages.
	 *
	 * @param list<string>                                                    $texts  Text of each passage.
	 * @param list<array{relevance: float, in_title: float, units: list<array>}> $judged Judgement of each passage.
	 */
	public function __construct( private array $texts, array $judged ) {
		$ranked = array_column( $judged, 'relevance' );
		arsort( $ranked, SORT_NUMERIC );
		$ranked = array_slice( $ranked, 0, self::MAX_PASSAGES, true );
		$best   = [] === $ranked ? 0.0 : max( $ranked );
		$rank   = 0;
		foreach ( $ranked as $passage => $relevance ) {
			if ( $relevance < self::MIN_SHARE * $best ) {
				break;
			}
			foreach ( $judged[ $passage ]['units'] as $i => $unit ) {
				// A sentence of another passage stands alone, so it has to answer by itself.
				if ( 0 === $rank || $unit['coverage'] >= self::MIN_SHARE * $best ) {
					$this->candidates[] = [
						'passage'    => $passage,
						'start'      => $unit['start'],
						'end'        => $unit['end'],
						'characters' => $unit['characters'],
						'score'      => self::score( $judged[ $passage ], $i ),
						'chosen'     => null,
					];
				}
			}
			++$rank;
		}
	}

	/**
	 * How well a sentence answers.
	 *
	 * @param array{relevance: float, in_title: float, units: list<array{characters: int, coverage: float}>} $judged Its passage.
	 * @param int                                                                                            $i      Which of its units.
	 */
	private static function score( array $judged, int $i ): float {
		$units      = $judged['units'];
		$place      = self::LATER * $judged['in_title'] * (float) $i;
		$neighbours = ( $units[ $i - 1 ]['coverage'] ?? 0.0 ) + ( $units[ $i + 1 ]['coverage'] ?? 0.0 );
		return $units[ $i ]['coverage'] + self::NEIGHBOUR * $neighbours + self::PASSAGE * $judged['relevance'] - self::COST * (float) $units[ $i ]['characters'] - $place;
	}

	/**
	 * The quotes of an answer, passages by relevance and sentences in their order, and their text.
	 *
	 * @return array{list<array{passage: int, start: int, end: int}>, ?string}
	 */
	public function compose(): array {
		$order = array_column( $this->candidates, 'score' );
		arsort( $order, SORT_NUMERIC );
		$least = [] === $order ? 0.0 : max( $order ) - self::MAX_LOSS;
		foreach ( $order as $at => $score ) {
			if ( $score < $least ) {
				break;
			}
			$left = max( 0, Answer::MAX_CHARACTERS - $this->length() );

			$this->candidates[ $at ]['chosen'] = $this->candidates[ $at ]['end'];
			if ( $this->length() > Answer::MAX_CHARACTERS ) {
				$this->candidates[ $at ]['chosen'] = $this->part_end( $this->candidates[ $at ], $left );
				if ( $this->length() > Answer::MAX_CHARACTERS ) {
					$this->candidates[ $at ]['chosen'] = null;
				}
				break;
			}
		}
		$text = $this->render();
		return [ $this->quotes(), '' === $text ? null : $text ];
	}

	/**
	 * Where the beginning of a sentence ends that fits into what is left, or null.
	 *
	 * @param array{passage: int, start: int, end: int, characters: int} $candidate The sentence.
	 * @param int                                                        $left      Characters.
	 */
	private function part_end( array $candidate, int $left ): ?int {
		$room = $left - Words::count( self::GAP . self::CUT );
		if ( $room < self::MIN_PART || $candidate['characters'] <= $room ) {
			return null;
		}
		$part = substr( $this->texts[ $candidate['passage'] ], $candidate['start'], $candidate['end'] - $candidate['start'] );
		return $candidate['start'] + strlen( Sentences::trim_end( substr( $part, 0, Sentences::cut_at( $part, $room ) ) ) );
	}

	/**
	 * The chosen sentences, neighbours as one quote.
	 *
	 * @return list<array{passage: int, start: int, end: int}>
	 */
	private function quotes(): array {
		$quotes = [];
		$last   = -1;
		$open   = null;
		foreach ( $this->candidates as $candidate ) {
			if ( null === $candidate['chosen'] ) {
				$open = null;
				continue;
			}
			if ( $open === $candidate['passage'] ) {
				$quotes[ $last ]['end'] = $candidate['chosen'];
			} else {
				$quotes[] = [
					'passage' => $candidate['passage'],
					'start'   => $candidate['start'],
					'end'     => $candidate['chosen'],
				];
				++$last;
			}
			$open = $candidate['chosen'] < $candidate['end'] ? null : $candidate['passage'];
		}
		return $quotes;
	}

	/**
	 * The quotes as one text.
	 */
	private function render(): string {
		$texts = [];
		foreach ( $this->quotes() as [ 'passage' => $passage, 'start' => $start, 'end' => $end ] ) {
			$texts[] = substr( $this->texts[ $passage ], $start, $end - $start );
		}
		$is_cut = false;
		foreach ( $this->candidates as $candidate ) {
			if ( null !== $candidate['chosen'] ) {
				$is_cut = $candidate['chosen'] < $candidate['end'];
			}
		}
		return implode( self::GAP, $texts ) . ( $is_cut ? self::CUT : '' );
	}

	/**
	 * How many characters the answer has.
	 */
	private function length(): int {
		return Words::count( $this->render() );
	}
}
