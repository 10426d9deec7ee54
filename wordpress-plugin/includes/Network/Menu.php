<?php
declare( strict_types=1 );

namespace MxChat\Network;

use MxChat\Admin;

/**
 * The page of a network's administrator.
 */
final class Menu {

	private const SLUG = 'mxchat-network';

	public static function register(): void {
		add_menu_page(
			'MxChat',
			'MxChat',
			'manage_network_options',
			self::SLUG,
			Admin\Menu::page( 'network' ),
			'dashicons-format-chat'
		);
	}

	public static function enqueue( string $hook_suffix ): void {
		if ( $hook_suffix === 'toplevel_page_' . self::SLUG ) {
			Admin\Menu::enqueue_script( 'network' );
		}
	}
}
