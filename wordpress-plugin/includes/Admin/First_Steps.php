<?php
declare( strict_types=1 );

namespace MxChat\Admin;

use MxChat\Capability;
use MxChat\Chat\Widget;
use MxChat\Settings;
use MxChat\Transcripts;

/**
 * The way from the list of plugins to a chat that visitors see.
 */
final class First_Steps {

	public const SLUG = 'mxchat-start';

	/**
	 * @param string[] $links Below the plugin's name in the list of plugins.
	 * @return string[]
	 */
	public static function add_links( array $links ): array {
		if ( ! current_user_can( Capability::MANAGE_SETTINGS ) ) {
			return $links;
		}
		return array(
			self::link( self::SLUG, __( 'Start', 'mxchat-engine' ) ),
			self::link( 'mxchat-settings', __( 'Settings', 'mxchat-engine' ) ),
			...$links,
		);
	}

	/**
	 * In the list of plugins, until somebody has asked the chat something.
	 */
	public static function show_notice(): void {
		if ( get_current_screen()?->id !== 'plugins' || ! current_user_can( Capability::MANAGE_SETTINGS ) || ! self::is_unused() ) {
			return;
		}
		wp_admin_notice(
			esc_html__( 'MxChat Engine reads your site and answers from it.', 'mxchat-engine' )
				. ' ' . self::link( self::SLUG, __( 'Try it, and show it to your visitors', 'mxchat-engine' ) ),
			array( 'type' => 'info', 'dismissible' => true )
		);
	}

	/**
	 * The chat beside the steps.
	 */
	public static function chat(): string {
		return '<section id="mxchat-try" aria-label="' . esc_attr__( 'Your chat', 'mxchat-engine' ) . '">' . Widget::in_place() . '</section>';
	}

	private static function is_unused(): bool {
		return ! Settings\Store::get( 'is_on_every_page' ) && Transcripts\Store::sample_questions( 1 ) === array();
	}

	private static function link( string $slug, string $text ): string {
		return sprintf( '<a href="%s">%s</a>', esc_url( admin_url( "admin.php?page=$slug" ) ), esc_html( $text ) );
	}
}
