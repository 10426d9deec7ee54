<?php
declare( strict_types=1 );

use MxChat\Provider\Failure;
use MxChat\Provider\Usage;
use MxChat\Schema;
use MxChat\Spend\Bound;
use MxChat\Spend\Budget;
use MxChat\Spend\Day;
use MxChat\Spend\Estimate;
use MxChat\Spend\Gate;
use MxChat\Spend\Reservation;
use MxChat\Spend\Store;

/**
 * Paid calls and the budgets that bound them.
 */
final class Spend_Test extends Site_Test_Case {

	private const VISITOR = 'ip:abc';

	protected function tearDown(): void {
		delete_option( 'timezone_string' );
		remove_all_filters( 'mxchat_visitor_budget' );
		parent::tearDown();
	}

	public function test_budgets_are_on_from_the_first_day(): void {
		$budget = Budget::current();
		$this->assertGreaterThan( 0, $budget->site_tokens );
		$this->assertGreaterThan( 0, $budget->visitor_tokens );
		$this->assertNull( $budget->site_money );
		$this->assertSame( array(), $budget->prices );
	}

	public function test_a_reservation_counts_before_the_call(): void {
		$this->budget( array( 'site_tokens' => 100 ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 60, 40 ) );
		$this->assertOverBudget( $this->reserve( 1, 0 ) );
	}

	public function test_settling_frees_what_was_not_needed(): void {
		$this->budget( array( 'site_tokens' => 100 ) );
		$this->reserve( 60, 40 )->settle( new Usage( 10, 5 ) );
		$this->assertSame( 15, $this->site()['model_tokens'] );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 85, 0 ) );
		$this->assertOverBudget( $this->reserve( 1, 0 ) );
	}

	public function test_a_refund_frees_all_of_it(): void {
		$this->budget( array( 'site_tokens' => 100 ) );
		$this->reserve( 100, 0 )->refund();
		$this->assertSame( 0, $this->site()['model_tokens'] );
		$this->assertSame( 0, (int) $this->row()->calls );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 100, 0 ) );
	}

	public function test_a_forgotten_reservation_stays_in_full(): void {
		$this->reserve( 60, 40 );
		$this->assertSame( 100, $this->site()['model_tokens'] );
		$this->assertSame( array( 1, 1 ), array( (int) $this->row()->calls, (int) $this->row()->unsettled_calls ) );
	}

	public function test_a_reservation_is_closed_once(): void {
		$reservation = $this->reserve( 60, 40 );
		$reservation->settle( new Usage( 10, 0 ) );
		$reservation->refund();
		$reservation->settle( new Usage( 90, 0 ) );
		$this->assertSame( 10, $this->site()['model_tokens'] );
		$this->assertSame( array( 1, 0 ), array( (int) $this->row()->calls, (int) $this->row()->unsettled_calls ) );
	}

	public function test_a_usage_that_nobody_tells_is_all_that_was_reserved(): void {
		$this->reserve( 60, 40 )->settle( Usage::unknown() );
		$this->assertSame( 100, $this->site()['model_tokens'] );
		$this->assertSame( 0, (int) $this->row()->unsettled_calls );
	}

	/**
	 * @dataProvider failures
	 */
	public function test_only_what_was_refused_is_sure_to_cost_nothing( string $kind, int $counted ): void {
		$this->reserve( 60, 40 )->fail( Failure::of( $kind ) );
		$this->assertSame( $counted, $this->site()['model_tokens'] );
	}

	public function failures(): array {
		return array(
			'the key is wrong'      => array( 'unauthorized', 0 ),
			'the host is down'      => array( 'network', 0 ),
			'too many requests'     => array( 'rate_limited', 0 ),
			'an error of the server' => array( 'server', 0 ),
			'it took too long'      => array( 'timeout', 100 ),
			'it was cut off'        => array( 'cut', 100 ),
			'it makes no sense'     => array( 'garbled', 100 ),
		);
	}

	public function test_a_visitor_past_his_budget_holds_nobody_else_up(): void {
		$this->budget( array( 'visitor_tokens' => 50 ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 50, 0, 'ip:one' ) );
		$refusal = $this->reserve( 1, 0, 'ip:one' );
		$this->assertOverBudget( $refusal );
		$this->assertStringContainsString( 'visitor', $refusal->detail );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 50, 0, 'ip:two' ) );
		$this->assertSame( 100, $this->site()['model_tokens'] );
	}

	public function test_past_the_sites_budget_the_visitors_is_left_as_it_was(): void {
		$this->budget( array( 'site_tokens' => 10, 'visitor_tokens' => 50 ) );
		$this->assertOverBudget( $this->reserve( 20, 0 ) );
		$this->assertSame( 0, Store::total( Day::today(), self::VISITOR )['model_tokens'] );
	}

	public function test_the_owners_own_programs_have_the_sites_budget_alone(): void {
		$this->budget( array( 'site_tokens' => 100, 'visitor_tokens' => 10 ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 50, 0, 'token:3' ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 50, 0, Gate::SITE ) );
		$this->assertOverBudget( $this->reserve( 1, 0, 'token:3' ) );
	}

	public function test_strangers_share_one_budget(): void {
		$this->budget( array( 'visitor_tokens' => 10 ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 10, 0, '' ) );
		$this->assertOverBudget( $this->reserve( 1, 0, '' ) );
	}

	public function test_a_plugin_may_give_a_member_more(): void {
		$this->budget( array( 'visitor_tokens' => 10 ) );
		add_filter( 'mxchat_visitor_budget', static fn( Bound $bound, string $spender ) => $spender === 'user:7' ? Bound::of( 1000, null ) : $bound, 10, 2 );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 500, 0, 'user:7' ) );
		$this->assertOverBudget( $this->reserve( 11, 0, 'user:8' ) );
	}

	public function test_money_is_counted_by_the_owners_prices(): void {
		$this->budget( array( 'prices' => array( array( 'model' => 'model', 'input' => 2.5, 'output' => 10, 'cached_input' => 0.25 ) ) ) );
		// 1,000 × 2.50 / 1,000,000 + 100 × 10 / 1,000,000 = 0.0025 + 0.001.
		$reservation = $this->reserve( 1000, 100 );
		$this->assertSame( 3_500_000, $this->site()['nanos'] );
		// 200 × 2.50 + 800 × 0.25 + 10 × 10 = 800 millionths.
		$reservation->settle( new Usage( 1000, 10, 800 ) );
		$this->assertSame( 800_000, $this->site()['nanos'] );
	}

	public function test_a_budget_in_money_holds_too(): void {
		$this->budget( array( 'site_money' => 0.003, 'prices' => array( array( 'model' => 'model', 'input' => 1, 'output' => 1 ) ) ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 2000, 1000 ) );
		$this->assertOverBudget( $this->reserve( 1, 0 ) );
	}

	public function test_what_has_no_price_is_counted_in_tokens_alone(): void {
		$this->budget( array( 'site_money' => 0.0 ) );
		$this->assertInstanceOf( Reservation::class, $this->reserve( 2000, 1000 ) );
	}

	public function test_a_fraction_of_a_token_price_is_not_lost(): void {
		$this->budget( array( 'prices' => array( array( 'model' => 'model', 'input' => 0.02, 'output' => 0 ) ) ) );
		// 7 × 0.02 millionths are 140 thousand-millionths.
		$this->reserve( 7, 0 );
		$this->assertSame( 140, $this->site()['nanos'] );
	}

	public function test_a_budget_of_nothing_refuses_everything(): void {
		$this->budget( array( 'site_tokens' => 0 ) );
		$this->assertOverBudget( $this->reserve( 0, 0 ) );
	}

	public function test_the_day_is_the_sites(): void {
		update_option( 'timezone_string', 'Pacific/Kiritimati' );
		$east = Day::today();
		update_option( 'timezone_string', 'Pacific/Niue' );
		// There are 25 hours between the two: it is never the same day.
		$this->assertGreaterThan( Day::today(), $east );
		$this->assertGreaterThan( time(), Day::ends_at() );
		$this->assertLessThanOrEqual( time() + DAY_IN_SECONDS, Day::ends_at() );
	}

	public function test_a_call_that_ends_after_midnight_is_settled_on_its_day(): void {
		update_option( 'timezone_string', 'Pacific/Niue' );
		$day         = Day::today();
		$reservation = $this->reserve( 60, 40 );
		update_option( 'timezone_string', 'Pacific/Kiritimati' );
		$reservation->settle( new Usage( 10, 0 ) );
		$this->assertSame( 10, Store::total( $day, Store::SITE )['model_tokens'] );
		$this->assertSame( 0, $this->site()['model_tokens'] );
	}

	public function test_parallel_processes_never_overspend(): void {
		$this->budget( array( 'site_tokens' => 1000, 'visitor_tokens' => 420 ) );
		$processes = array();
		foreach ( array( 'ip:one', 'ip:two', 'ip:three', 'token:1' ) as $spender ) {
			foreach ( array( 1, 2 ) as $_ ) {
				$processes[] = $this->start_spender( $spender, 40, 10 );
			}
		}
		$granted = array_sum( array_map( array( $this, 'finish' ), $processes ) );
		$this->assertSame( 100, $granted );
		$this->assertSame( 1000, $this->site()['model_tokens'] );
		foreach ( array( 'ip:one', 'ip:two', 'ip:three' ) as $spender ) {
			$this->assertLessThanOrEqual( 420, Store::total( Day::today(), $spender )['model_tokens'] );
		}
		$this->assertSame( 100, (int) $this->row()->calls );
	}

	public function test_who_has_spent_it_is_not_stored(): void {
		global $wpdb;
		$this->reserve( 10, 0, 'user:4711' );
		$spenders = $wpdb->get_col( 'SELECT spender FROM ' . Schema::table( 'spend_totals' ) . " WHERE spender <> 'site'" );
		$this->assertCount( 1, $spenders );
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{32}$/', $spenders[0] );
		Store::forget( 'user:4711' );
		$this->assertSame( 1, $this->count_rows( 'spend_totals' ) );
	}

	public function test_days_are_forgotten_when_nothing_needs_them(): void {
		$this->reserve( 10, 0 );
		foreach ( array( array( 3, self::VISITOR ), array( 399, Store::SITE ), array( 401, Store::SITE ) ) as [ $days, $spender ] ) {
			Store::try_add( Day::before( $days ), $spender, MxChat\Spend\Amount::of( MxChat\Spend\Price::none(), 1, 0 ), Bound::of( null, null ) );
			Store::note( Day::before( $days ), 'chat', 'model', MxChat\Spend\Amount::of( MxChat\Spend\Price::none(), 1, 0 ), 1, 0 );
		}
		Store::delete_old();
		$this->assertSame( 3, $this->count_rows( 'spend_totals' ) );
		$this->assertSame( 3, $this->count_rows( 'spend' ) );
	}

	/**
	 * @dataProvider texts
	 */
	public function test_an_estimate_is_never_too_low( string $text, int $model_tokens ): void {
		$this->assertGreaterThanOrEqual( $model_tokens, Estimate::at_most( $text ) );
	}

	/**
	 * Texts, and the tokens that cl100k_base or o200k_base makes of them, whichever makes more.
	 */
	public function texts(): array {
		return array(
			'English'        => array( 'The quick brown fox jumps over the lazy dog', 9 ),
			'Chinese'        => array( '我们的退货政策是什么？请告诉我。', 18 ),
			'random letters' => array( 'xqzjv wkqpz bvnmq zzxqj', 15 ),
			'base64'         => array( 'dGhpcyBpcyBhIHRlc3QgMTIz', 19 ),
			'rare scripts'   => array( 'ⴰⴱⴳⴷ ꧁꧂ ᚠᚢᚦ', 28 ),
			'emoji'          => array( '🧑🏽‍🚀👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿', 50 ),
		);
	}

	public function test_the_owner_sees_what_was_spent(): void {
		$this->budget( array( 'prices' => array( array( 'model' => 'model', 'input' => 1, 'output' => 2 ) ) ) );
		$this->reserve( 60, 40 )->settle( new Usage( 50, 10 ) );
		Gate::reserve( Gate::SITE, 'embedding', 'other', 30, 0 );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', '/spend' ) );
		wp_set_current_user( 1 );
		$report = $this->request( 'GET', '/spend' )->get_data();
		$this->assertSame( 90, $report['today']['model_tokens'] );
		$this->assertSame( 0.00007, $report['today']['money'] );
		$this->assertSame( array( 2, 1 ), array( $report['today']['calls'], $report['today']['unsettled_calls'] ) );
		$this->assertSame( 60, $report['today']['by_kind']->chat['model_tokens'] );
		$this->assertCount( 30, $report['days'] );
		$this->assertSame( array( Day::today(), Day::before( 29 ) ), array( $report['days'][0]['day'], $report['days'][29]['day'] ) );
		$this->assertSame( array( 'model' => true, 'other' => false ), array_column( $report['models'], 'is_priced', 'model' ) );
	}

	public function test_the_owner_sets_the_budget(): void {
		wp_set_current_user( 1 );
		$prices   = array( array( 'model' => 'gpt-x', 'input' => 1.25, 'output' => 10, 'cached_input' => null ) );
		$response = $this->request( 'POST', '/spend/budget', array( 'site_money' => 5.5, 'visitor_tokens' => null, 'currency' => 'EUR', 'prices' => $prices ) );
		$this->assertSame( 200, $response->get_status() );
		$budget = $response->get_data()['budget'];
		$this->assertSame( array( 5.5, null, 'EUR' ), array( $budget['site_money'], $budget['visitor_tokens'], $budget['currency'] ) );
		$this->assertSame( Budget::DEFAULTS['site_tokens'], $budget['site_tokens'] );
		$this->assertEquals( $prices, Budget::current()->prices );
	}

	/**
	 * @dataProvider wrong_budgets
	 */
	public function test_a_wrong_budget_is_refused( array $budget ): void {
		wp_set_current_user( 1 );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', '/spend/budget', $budget ) );
		$this->assertFalse( get_option( 'mxchat_settings' ) );
	}

	public function wrong_budgets(): array {
		$price = array( 'model' => 'a', 'input' => 1, 'output' => 1 );
		return array(
			'less than nothing' => array( array( 'site_tokens' => -1 ) ),
			'half a token'      => array( array( 'visitor_tokens' => 1.5 ) ),
			'no number'         => array( array( 'site_money' => 'a lot' ) ),
			'no currency'       => array( array( 'currency' => 'dollars' ) ),
			'a model twice'     => array( array( 'prices' => array( $price, $price ) ) ),
			'a price too few'   => array( array( 'prices' => array( array( 'model' => 'a', 'input' => 1 ) ) ) ),
			'an absurd price'   => array( array( 'prices' => array( array( 'input' => 1e9 ) + $price ) ) ),
		);
	}

	private function budget( array $budget ): void {
		update_option( 'mxchat_settings', array( 'spend_budget' => $budget + Budget::DEFAULTS ) );
	}

	private function reserve( int $input_tokens, int $max_output_tokens, string $spender = self::VISITOR ): Reservation|Failure {
		return Gate::reserve( $spender, 'chat', 'model', $input_tokens, $max_output_tokens );
	}

	private function assertOverBudget( Reservation|Failure $answer ): void {
		$this->assertInstanceOf( Failure::class, $answer );
		$this->assertSame( 'budget', $answer->kind );
		$this->assertGreaterThan( 0, $answer->retry_after_seconds );
	}

	/**
	 * @return array{model_tokens:int,nanos:int}
	 */
	private function site(): array {
		return Store::total( Day::today(), Store::SITE );
	}

	private function row(): stdClass {
		$rows = Store::since( Day::today() );
		$this->assertCount( 1, $rows );
		return $rows[0];
	}

	/**
	 * @return array{process:resource,output:resource}
	 */
	private function start_spender( string $spender, int $reservations, int $tokens ): array {
		$arguments = array( __DIR__ . '/spender.php', (string) getenv( 'MXCHAT_SITE' ), $spender, (string) $reservations, (string) $tokens );
		$pipes     = array();
		$process   = proc_open( array( PHP_BINARY, ...$arguments ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes );
		return array(
			'process' => $process,
			'output'  => $pipes[1],
		);
	}

	private function finish( array $spender ): int {
		$granted = (int) stream_get_contents( $spender['output'] );
		proc_close( $spender['process'] );
		return $granted;
	}
}
