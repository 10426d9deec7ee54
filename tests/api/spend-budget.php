<?php
/**
 * Sets the budget of a day, and says what was spent by now:
 *
 *   php tests/api/spend-budget.php <folder of the site> [<tokens of the site> <tokens of each visitor>]
 *
 * The tokens of the site are counted from here on, and failures of the provider as well.
 */

declare( strict_types=1 );

use MxChat\Settings;
use MxChat\Spend\Budget;
use MxChat\Spend\Day;
use MxChat\Spend\Store;

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

$mxchat_spent = Store::total( Day::today(), Store::SITE )['model_tokens'];
if ( isset( $argv[3] ) ) {
	// What was scripted before has made a host in trouble of the upstream.
	MxChat\Provider\Breaker_Store::forget( MxChat\Provider\Providers::connection()->host_key() );
	Settings\Store::set( Budget::SETTING, array( 'site_tokens' => $mxchat_spent + (int) $argv[2], 'visitor_tokens' => (int) $argv[3] ) + Budget::DEFAULTS );
}
echo $mxchat_spent;
