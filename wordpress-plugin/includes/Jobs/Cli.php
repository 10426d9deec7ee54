<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

/**
 * Works with the jobs that wait.
 */
final class Cli {

	public static function register(): void {
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			\WP_CLI::add_command( 'mxchat jobs', self::class );
		}
	}

	/**
	 * Does every job that is due.
	 *
	 * ## OPTIONS
	 *
	 * [--seconds=<seconds>]
	 * : Begin nothing later than this.
	 * ---
	 * default: 3600
	 * ---
	 *
	 * @param string[]             $arguments
	 * @param array<string,string> $options
	 */
	public function run( array $arguments, array $options ): void {
		$count = Runner::run( max( 1, (int) ( $options['seconds'] ?? 3600 ) ) );
		\WP_CLI::success( sprintf( 'Jobs worked on: %d', $count ) );
	}

	/**
	 * Lists the latest jobs.
	 *
	 * @subcommand list
	 */
	public function list_jobs(): void {
		$items = array_map( array( Rest_Controller::class, 'item' ), Store::list( 50, 0 )['jobs'] );
		\WP_CLI\Utils\format_items( 'table', $items, array( 'id', 'kind', 'status', 'done', 'total', 'failures', 'created_at' ) );
	}
}
