<?php
declare( strict_types=1 );

namespace MxChat\Admin;

use MxChat\Capability;
use const MxChat\PLUGIN_FILE;
use const MxChat\VERSION;

/**
 * The owner's pages: a shell each, filled by a script that talks REST like any program with the capability.
 */
final class Menu {

	private const PARENT = 'mxchat';

	/** @var array<string,string> Hook suffix of a page => name of its script. */
	private static array $scripts = array();

	public static function register(): void {
		add_menu_page(
			'MxChat',
			'MxChat',
			Capability::READ_TRANSCRIPTS,
			self::PARENT,
			'__return_null',
			'dashicons-format-chat',
			58
		);
		self::add_page( self::PARENT, __( 'Transcripts', 'mxchat-engine' ), Capability::READ_TRANSCRIPTS, 'transcripts' );
		self::add_page( 'mxchat-contacts', __( 'Contacts', 'mxchat-engine' ), Capability::MANAGE_CONTACTS, 'contacts' );
		self::add_page( 'mxchat-knowledge', __( 'Knowledge', 'mxchat-engine' ), Capability::MANAGE_KNOWLEDGE, 'knowledge' );
		self::add_page( 'mxchat-actions', __( 'Actions', 'mxchat-engine' ), Capability::MANAGE_ACTIONS, 'actions' );
		self::add_page( 'mxchat-bots', __( 'Bots', 'mxchat-engine' ), Capability::MANAGE_BOTS, 'bots' );
		self::add_page( 'mxchat-assistant-api', __( 'Assistant API', 'mxchat-engine' ), Capability::MANAGE_ASSISTANTS, 'assistant-api' );
		self::add_page( 'mxchat-debugger', __( 'Debugger', 'mxchat-engine' ), Capability::USE_DEBUGGER, 'debugger' );
		self::add_page( 'mxchat-api-access', __( 'API Access', 'mxchat-engine' ), Capability::MANAGE_TOKENS, 'api-access' );
		self::add_page( 'mxchat-webhooks', __( 'Webhooks', 'mxchat-engine' ), Capability::MANAGE_WEBHOOKS, 'webhooks' );
		self::add_page( 'mxchat-settings', __( 'Settings', 'mxchat-engine' ), Capability::MANAGE_SETTINGS, 'settings' );
		// WordPress takes the parent's own page first: this one is put before it.
		self::add_page( First_Steps::SLUG, __( 'Start', 'mxchat-engine' ), Capability::MANAGE_SETTINGS, 'start', First_Steps::chat( ... ), 0 );
	}

	public static function enqueue( string $hook_suffix ): void {
		$name = self::$scripts[ $hook_suffix ] ?? null;
		if ( $name !== null ) {
			self::enqueue_script( $name );
		}
	}

	/**
	 * What a page needs to fill its shell.
	 */
	public static function enqueue_script( string $name ): void {
		$handle = 'mxchat-' . $name;
		wp_enqueue_script(
			$handle,
			plugins_url( "build/admin/$name.js", PLUGIN_FILE ),
			array( 'wp-element', 'wp-components', 'wp-api-fetch', 'wp-i18n', 'wp-url', 'wp-date', 'wp-a11y' ),
			VERSION,
			array( 'in_footer' => true )
		);
		wp_set_script_translations( $handle, 'mxchat-engine' );
		wp_enqueue_style( $handle, plugins_url( "build/admin/$name.css", PLUGIN_FILE ), array( 'wp-components' ), VERSION );
	}

	/**
	 * The shell of a page.
	 *
	 * @param ?callable():string $beside HTML that stands after what the script draws.
	 */
	public static function page( string $script, ?callable $beside = null ): \Closure {
		return static function () use ( $script, $beside ): void {
			printf(
				'<div class="wrap"><div id="mxchat-%s" data-mxchat-rest-url="%s" data-mxchat-home-url="%s"></div>%s</div>',
				esc_attr( $script ),
				esc_url( rest_url() ),
				esc_url( home_url( '/' ) ),
				$beside === null ? '' : $beside()
			);
		};
	}

	private static function add_page( string $slug, string $title, string $capability, string $script, ?callable $beside = null, ?int $position = null ): void {
		$hook_suffix = add_submenu_page(
			self::PARENT,
			$title . ' ‹ MxChat',
			$title,
			$capability,
			$slug,
			self::page( $script, $beside ),
			$position
		);
		if ( is_string( $hook_suffix ) ) {
			self::$scripts[ $hook_suffix ] = $script;
		}
	}
}
