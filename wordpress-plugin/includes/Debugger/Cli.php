<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

/**
 * `wp mxchat test`: the site's test set.
 */
final class Cli {

	public static function register(): void {
		\WP_CLI::add_command( 'mxchat test', array( self::class, 'run' ), array( 'shortdesc' => 'Asks every question of the test set; ends with an error if one has another outcome than it should.' ) );
	}

	public static function run(): void {
		$run = Test_Run::all();
		foreach ( $run['items'] as $item ) {
			\WP_CLI::log( sprintf( '%s  %s  (%s: %s; got: %s)', $item['passed'] ? 'ok    ' : 'FAILED', $item['question'], $item['expects'], $item['expected'], $item['got'] ) );
		}
		$line = sprintf( '%d passed, %d failed', $run['passed'], $run['failed'] );
		$run['failed'] === 0 ? \WP_CLI::success( $line ) : \WP_CLI::error( $line );
	}
}
