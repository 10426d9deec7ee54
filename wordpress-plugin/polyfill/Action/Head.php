<?php
/**
 * The logistic head: the twin of the core's `action::head`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Polyfill\Math;
use MxChat\Core\Polyfill\Similarity;

/**
 * One line through the space of embeddings for each action, by Nesterov's method with a fixed step and count.
 */
final class Head {

	/** How much each of both classes weighs, against a regularisation of 1. */
	private const CLASS_WEIGHT = 128.0;
	private const STEPS        = 40;

	/**
	 * The head of an action: weights, then the constant.
	 *
	 * @param list<list<float>> $rows  The embeddings as they are compared.
	 * @param int               $start The first that is one of the action's phrases.
	 * @param int               $end   Behind the last.
	 * @return list<float>
	 */
	public static function train( array $rows, int $start, int $end ): array {
		$own          = (float) ( $end - $start );
		$own_weight   = self::CLASS_WEIGHT / $own;
		$other_weight = self::CLASS_WEIGHT / ( count( $rows ) - $own );
		$curvature    = 1.0 + 0.5 * 2.0 * self::CLASS_WEIGHT;
		$width        = count( $rows[0] );
		$weights      = array_fill( 0, $width + 1, 0.0 );
		$line         = array_fill( 0, $width, 0.0 );
		$constant     = 0.0;
		$t            = 1.0;
		for ( $step = 0; $step < self::STEPS; ++$step ) {
			$gradient = array_fill( 0, $width + 1, 0.0 );
			foreach ( $rows as $place => $row ) {
				$logit = Math::logistic( Similarity::dot( $row, $line ) + $constant );
				$slope = $place >= $start && $place < $end ? $own_weight * ( $logit - 1.0 ) : $other_weight * $logit;
				foreach ( $row as $i => $number ) {
					$gradient[ $i ] += $slope * $number;
				}
				$gradient[ $width ] += $slope;
			}
			$next_t   = ( 1.0 + sqrt( 1.0 + 4.0 * $t * $t ) ) / 2.0;
			$momentum = ( $t - 1.0 ) / $next_t;
			foreach ( $line as $i => $ahead ) {
				$next          = $ahead - ( $gradient[ $i ] + $ahead ) / $curvature;
				$line[ $i ]    = $next + $momentum * ( $next - $weights[ $i ] );
				$weights[ $i ] = $next;
			}
			// The constant is not pulled towards zero.
			$next              = $constant - $gradient[ $width ] / $curvature;
			$constant          = $next + $momentum * ( $next - $weights[ $width ] );
			$weights[ $width ] = $next;

			$t = $next_t;
		}
		return $weights;
	}
}
