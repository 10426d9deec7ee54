<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Schema;
use MxChat\Settings\Install_Secret;
use MxChat\Utf8;
use function MxChat\Core\transient_key;

/**
 * What was spent on a day: by the site and by each visitor, against which budgets are held, and by kind and model.
 *
 * A reservation counts from the moment it is made. Whatever becomes of its process, the budget holds: settling only
 * corrects what was counted, and a reservation that nobody settles stays in full.
 */
final class Store {

	public const SITE = 'site';

	private const MAX_MODEL_BYTES    = 128;
	private const KEPT_DAYS          = 400;
	private const KEPT_DAYS_VISITORS = 2;

	/**
	 * Counts an amount if it fits below the bound, by one conditional write: parallel calls cannot pass together.
	 */
	public static function try_add( string $day, string $spender, Amount $amount, Bound $bound ): bool {
		if ( $amount->model_tokens() > $bound->model_tokens || $amount->nanos > $bound->nanos ) {
			return false;
		}
		if ( self::add_below( $day, $spender, $amount, $bound ) ) {
			return true;
		}
		return self::insert_total( $day, $spender ) && self::add_below( $day, $spender, $amount, $bound );
	}

	/**
	 * Corrects what was counted.
	 */
	public static function add( string $day, string $spender, Amount $amount ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::totals() . ' SET model_tokens = model_tokens + %d, nanos = nanos + %d WHERE day = %s AND spender = %s',
				$amount->model_tokens(),
				$amount->nanos,
				$day,
				self::key( $spender )
			)
		);
	}

	/**
	 * Notes what an amount was spent on.
	 */
	public static function note( string $day, string $kind, string $model, Amount $amount, int $calls, int $unsettled_calls ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'INSERT INTO ' . Schema::table( 'spend' ) . ' (day, kind, model, input_tokens, output_tokens, nanos, calls, unsettled_calls)'
					. ' VALUES (%s, %s, %s, %d, %d, %d, %d, %d) ON DUPLICATE KEY UPDATE input_tokens = input_tokens + VALUES(input_tokens),'
					. ' output_tokens = output_tokens + VALUES(output_tokens), nanos = nanos + VALUES(nanos), calls = calls + VALUES(calls),'
					. ' unsettled_calls = unsettled_calls + VALUES(unsettled_calls)',
				$day,
				$kind,
				Utf8::cut( $model, self::MAX_MODEL_BYTES ),
				$amount->input_tokens,
				$amount->output_tokens,
				$amount->nanos,
				$calls,
				$unsettled_calls
			)
		);
	}

	/**
	 * @return array{model_tokens:int,nanos:int} What somebody has spent on a day, with what is reserved.
	 */
	public static function total( string $day, string $spender ): array {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT model_tokens, nanos FROM ' . self::totals() . ' WHERE day = %s AND spender = %s', $day, self::key( $spender ) )
		);
		return array(
			'model_tokens' => (int) ( $row->model_tokens ?? 0 ),
			'nanos'        => (int) ( $row->nanos ?? 0 ),
		);
	}

	/**
	 * @return \stdClass[] By day, kind and model, from a day on.
	 */
	public static function since( string $first_day ): array {
		global $wpdb;
		return $wpdb->get_results(
			$wpdb->prepare( 'SELECT * FROM ' . Schema::table( 'spend' ) . ' WHERE day >= %s ORDER BY day, kind, model', $first_day )
		);
	}

	/**
	 * Forgets what visitors have spent as soon as no budget asks for it, and the rest after a year.
	 */
	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::totals() . ' WHERE day < %s AND spender <> %s', Day::before( self::KEPT_DAYS_VISITORS ), self::SITE ) );
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::totals() . ' WHERE day < %s', Day::before( self::KEPT_DAYS ) ) );
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . Schema::table( 'spend' ) . ' WHERE day < %s', Day::before( self::KEPT_DAYS ) ) );
	}

	/**
	 * Forgets what somebody has spent.
	 */
	public static function forget( string $spender ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::totals() . ' WHERE spender = %s', self::key( $spender ) ) );
	}

	private static function add_below( string $day, string $spender, Amount $amount, Bound $bound ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::totals() . ' SET model_tokens = model_tokens + %d, nanos = nanos + %d'
					. ' WHERE day = %s AND spender = %s AND model_tokens <= %d AND nanos <= %d',
				$amount->model_tokens(),
				$amount->nanos,
				$day,
				self::key( $spender ),
				$bound->model_tokens - $amount->model_tokens(),
				$bound->nanos - $amount->nanos
			)
		) === 1;
	}

	/**
	 * @return bool Whether the row was not there; another process may have been quicker, and that is as good.
	 */
	private static function insert_total( string $day, string $spender ): bool {
		global $wpdb;
		return $wpdb->query(
			$wpdb->prepare( 'INSERT IGNORE INTO ' . self::totals() . ' (day, spender) VALUES (%s, %s)', $day, self::key( $spender ) )
		) !== false;
	}

	/**
	 * Who spent it is nobody's business, only that it was the same one.
	 */
	private static function key( string $spender ): string {
		return $spender === self::SITE ? self::SITE : substr( transient_key( Install_Secret::get(), get_current_blog_id(), 'spend', $spender ), -32 );
	}

	private static function totals(): string {
		return Schema::table( 'spend_totals' );
	}
}
