<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * The original MxChat plugin owns the same routes and shortcodes: two engines on one site would answer each other's visitors.
 */
final class Plugin_Conflict {

	private const ORIGINALS = array( 'mxchat-basic', 'mxchat' );

	public static function is_present(): bool {
		return self::find_original() !== null;
	}

	public static function show_notice(): void {
		if ( ! current_user_can( 'activate_plugins' ) ) {
			return;
		}
		wp_admin_notice(
			esc_html__( 'MxChat Engine is waiting: the original MxChat plugin is active and owns the same routes and shortcodes. Deactivate one of the two.', 'mxchat-engine' ),
			array( 'type' => 'error' )
		);
	}

	private static function find_original(): ?string {
		$active = (array) get_option( 'active_plugins', array() );
		if ( is_multisite() ) {
			$active = array_merge( $active, array_keys( (array) get_site_option( 'active_sitewide_plugins', array() ) ) );
		}
		foreach ( $active as $basename ) {
			if ( in_array( dirname( (string) $basename ), self::ORIGINALS, true ) ) {
				return (string) $basename;
			}
		}
		return null;
	}
}
