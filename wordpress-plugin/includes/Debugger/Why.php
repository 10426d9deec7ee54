<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Actions\Decision;
use MxChat\Knowledge\Found;

/**
 * Why a message had the outcome it had, in sentences for the owner.
 */
final class Why {

	/**
	 * @param array<int,array<string,mixed>> $steps
	 * @return string[]
	 */
	public static function of( Decision $decision, Found $found, array $steps ): array {
		$why = array( self::action( $decision ) );
		if ( $found->passages === array() ) {
			$why[] = __( 'No page has words or meaning in common with the message.', 'mxchat-engine' );
		}
		foreach ( $steps as $step ) {
			if ( $step['name'] === 'answer' ) {
				$why[] = self::answer( $step );
			}
		}
		return array_values( array_filter( $why, static fn( string $sentence ) => $sentence !== '' ) );
	}

	private static function action( Decision $decision ): string {
		$best = $decision->scores[0] ?? null;
		if ( $best === null ) {
			return __( 'No action is switched on.', 'mxchat-engine' );
		}
		$sentence = match ( $best['decision'] ) {
			/* translators: 1: name of an action, 2: its score, 3: the score it needs. */
			Decision::SURE   => __( '“%1$s” is triggered: it scores %2$s and needs %3$s.', 'mxchat-engine' ),
			/* translators: 1: name of an action, 2: its score, 3: the score it needs. */
			Decision::LIKELY => __( '“%1$s” is only offered to the assistant: it scores %2$s and needs %3$s, clearly ahead of the next.', 'mxchat-engine' ),
			/* translators: 1: name of an action, 2: its score, 3: the score it needs. */
			default          => __( 'No action: the nearest, “%1$s”, scores %2$s and needs %3$s.', 'mxchat-engine' ),
		};
		return sprintf( $sentence, $best['label'], number_format_i18n( $best['score'], 3 ), number_format_i18n( $best['threshold'], 3 ) );
	}

	private static function answer( array $step ): string {
		if ( $step['failure'] !== null ) {
			return (string) $step['failure'];
		}
		if ( $step['is_answered'] ) {
			return '';
		}
		return $step['engine'] === 'extractive'
			? __( 'The site’s own words do not answer it well enough, so nothing is quoted.', 'mxchat-engine' )
			: __( 'The model did not answer it.', 'mxchat-engine' );
	}
}
