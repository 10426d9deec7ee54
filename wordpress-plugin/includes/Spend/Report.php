<?php
declare( strict_types=1 );

namespace MxChat\Spend;

/**
 * What the last days have cost, for the owner.
 */
final class Report {

	private const DAYS = 30;

	/**
	 * @return array{today:array,days:array,models:array,budget:array}
	 */
	public static function make(): array {
		$budget = Budget::current();
		$rows   = Store::since( Day::before( self::DAYS - 1 ) );
		$days   = array_map( static fn( int $ago ) => self::day( Day::before( $ago ), $rows ), range( 0, self::DAYS - 1 ) );
		return array(
			'today'  => $days[0] + array( 'ends_at' => gmdate( 'Y-m-d\TH:i:s\Z', Day::ends_at() ) ),
			'days'   => $days,
			'models' => self::models( $rows, $budget ),
			'budget' => $budget->to_array(),
		);
	}

	/**
	 * @param \stdClass[] $rows
	 */
	private static function day( string $day, array $rows ): array {
		$of_day  = array_filter( $rows, static fn( \stdClass $row ) => $row->day === $day );
		$by_kind = array();
		foreach ( $of_day as $row ) {
			$by_kind[ $row->kind ][] = $row;
		}
		return array( 'day' => $day ) + self::sum( $of_day ) + array( 'by_kind' => (object) array_map( array( self::class, 'sum' ), $by_kind ) );
	}

	/**
	 * What the days' models cost together, and whether the owner has priced them.
	 */
	private static function models( array $rows, Budget $budget ): array {
		$by_model = array();
		foreach ( $rows as $row ) {
			$by_model[ $row->model ][] = $row;
		}
		$models = array();
		foreach ( $by_model as $model => $some ) {
			$models[] = array(
				'model'     => (string) $model,
				'kinds'     => array_values( array_unique( array_column( $some, 'kind' ) ) ),
				'is_priced' => $budget->price( (string) $model ) !== null,
			) + self::sum( $some );
		}
		return $models;
	}

	/**
	 * @param \stdClass[] $rows
	 * @return array{input_tokens:int,output_tokens:int,model_tokens:int,money:float,calls:int,unsettled_calls:int}
	 */
	private static function sum( array $rows ): array {
		$sum    = static fn( string $column ): int => (int) array_sum( array_map( 'intval', array_column( $rows, $column ) ) );
		$input  = $sum( 'input_tokens' );
		$output = $sum( 'output_tokens' );
		return array(
			'input_tokens'    => $input,
			'output_tokens'   => $output,
			'model_tokens'    => $input + $output,
			'money'           => $sum( 'nanos' ) / Price::NANOS,
			'calls'           => $sum( 'calls' ),
			'unsettled_calls' => $sum( 'unsettled_calls' ),
		);
	}
}
