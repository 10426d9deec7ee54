<?php
/**
 * Removes everything that the plugin has stored, on every site of a network.
 *
 * @package MxChat
 */

declare( strict_types=1 );

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/polyfill/bootstrap.php';
require_once __DIR__ . '/includes/autoload.php';

/**
 * Removes the tables, options, transients and scheduled events of the current site.
 */
function mxchat_engine_remove_site(): void {
	global $wpdb;
	// Its name comes from the secret, so it goes before that.
	MxChat\Knowledge\Vectors\Index_Folder::delete();
	MxChat\Schema::drop();
	MxChat\Actions\Media::forget_sessions();
	wp_clear_scheduled_hook( 'mxchat_daily' );
	wp_unschedule_hook( 'mxchat_run_jobs' );
	wp_unschedule_hook( 'mxchat_recrawl' );
	array_map( 'delete_option', array( 'mxchat_settings', 'mxchat_install_secret', 'mxchat_last_failure', 'mxchat_transcripts_generation', 'mxchat_image_search_key', 'mxchat_connection', 'mxchat_provider_verdicts', 'mxchat_provider_models', 'mxchat_host_assistants', 'mxchat_embeddings', 'mxchat_embeddings_progress' ) );
	foreach ( array( 'mxchat_breaker_', '_transient_mxchat_refused_', '_transient_timeout_mxchat_refused_', '_transient_mxchat_thread_', '_transient_timeout_mxchat_thread_', '_transient_mxchat_proof_', '_transient_timeout_mxchat_proof_', '_transient_mxchat_total_', '_transient_timeout_mxchat_total_' ) as $prefix ) {
		$names = $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) );
		array_map( 'delete_option', $names );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site_id ) {
		switch_to_blog( $site_id );
		mxchat_engine_remove_site();
		restore_current_blog();
	}
} else {
	mxchat_engine_remove_site();
}
delete_site_option( 'mxchat_network_connection' );
