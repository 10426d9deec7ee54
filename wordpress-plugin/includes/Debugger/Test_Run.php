<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Actions\Scorer;
use MxChat\Assistant\Answer;
use MxChat\Assistant\Extractive;
use MxChat\Chat\Turn;

/**
 * Asks every question of the test set, without a model: the same numbers in the admin, on the command line and in CI.
 */
final class Test_Run {

	/**
	 * @param array<string,array{phrases:string[],counter_examples:string[]}> $drafts Changed phrases that are not saved yet, by action id.
	 * @return array{passed:int,failed:int,items:array<int,array{id:int,question:string,expects:string,expected:string,got:string,passed:bool}>}
	 */
	public static function all( array $drafts = array() ): array {
		$items  = array_map( static fn( Test_Case $case ) => self::one( $case, $drafts ), Test_Store::all() );
		$passed = count( array_filter( array_column( $items, 'passed' ) ) );
		return array(
			'passed' => $passed,
			'failed' => count( $items ) - $passed,
			'items'  => $items,
		);
	}

	private static function one( Test_Case $case, array $drafts ): array {
		$got = self::outcome( $case, $drafts );
		return array(
			'id'       => $case->id,
			'question' => $case->question,
			'expects'  => $case->expects,
			'expected' => $case->expected,
			'got'      => implode( ', ', $got['values'] ),
			'passed'   => $got['kind'] === $case->expects && ( $case->expects === Test_Case::REFUSAL || in_array( $case->expected, $got['values'], true ) ),
		);
	}

	/**
	 * What becomes of a question: an action, sources, or nothing.
	 *
	 * @return array{kind:string,values:string[]}
	 */
	private static function outcome( Test_Case $case, array $drafts ): array {
		$action_id = Scorer::decide( $case->question, $case->bot_id, $drafts )->sure();
		if ( $action_id !== null ) {
			return array( 'kind' => Test_Case::ACTION, 'values' => array( $action_id ) );
		}
		$turn   = new Turn( '', '', '', $case->bot_id, $case->question, '', '' );
		$answer = Answer::gather( new Extractive(), $turn );
		return $answer->is_answered
			? array( 'kind' => Test_Case::SOURCE, 'values' => array_column( $answer->sources, 'source' ) )
			: array( 'kind' => Test_Case::REFUSAL, 'values' => array() );
	}
}
