<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Bots;
use MxChat\Capability;
use MxChat\Settings;
use const MxChat\PLUGIN_FILE;
use const MxChat\VERSION;

/**
 * `<mxchat-widget>` on a page: the shortcode and the block print the same element.
 *
 * The element carries no nonce and no secret: a page that was cached for a month still works.
 */
final class Widget {

	private const HANDLE = 'mxchat-widget';

	/** Keeps the place of a chat in the page, so that nothing moves when its script arrives. */
	private const PLACE = 'display:block;min-block-size:var(--mxchat-height,560px);';

	private static bool $is_on_page = false;

	public static function register(): void {
		wp_register_script_module( self::HANDLE, plugins_url( 'build/widget.js', PLUGIN_FILE ), array(), VERSION );
		add_shortcode( 'mxchat_chatbot', array( self::class, 'render_shortcode' ) );
		$block = plugin_dir_path( PLUGIN_FILE ) . 'build/block';
		if ( is_file( $block . '/block.json' ) ) {
			register_block_type( $block, array( 'render_callback' => array( self::class, 'render_block' ) ) );
		}
	}

	public static function render_shortcode( array|string $attributes ): string {
		$attributes = shortcode_atts(
			array(
				'bot_id'   => Bots\Store::DEFAULT_ID,
				'floating' => 'no',
				'heading'  => '',
				'greeting' => '',
			),
			is_array( $attributes ) ? $attributes : array(),
			'mxchat_chatbot'
		);
		return self::element(
			(string) $attributes['bot_id'],
			in_array( strtolower( (string) $attributes['floating'] ), array( 'yes', 'true', '1' ), true ),
			(string) $attributes['heading'],
			(string) $attributes['greeting'],
		);
	}

	public static function render_block( array $attributes ): string {
		return self::element(
			(string) ( $attributes['botId'] ?? Bots\Store::DEFAULT_ID ),
			(bool) ( $attributes['floating'] ?? false ),
			(string) ( $attributes['heading'] ?? '' ),
			(string) ( $attributes['greeting'] ?? '' ),
		);
	}

	/**
	 * Early, since themes made of blocks print modules in the head.
	 */
	public static function enqueue_on_every_page(): void {
		if ( Settings\Store::get( 'is_on_every_page' ) ) {
			wp_enqueue_script_module( self::HANDLE );
		}
	}

	/**
	 * The button in the corner, unless the page has a chat of its own.
	 */
	public static function print_on_every_page(): void {
		if ( Settings\Store::get( 'is_on_every_page' ) && ! self::$is_on_page ) {
			echo self::element( Bots\Store::DEFAULT_ID, true, '', '' );
		}
	}

	/**
	 * The chat as visitors have it, for a page of the owner.
	 */
	public static function in_place(): string {
		return self::element( Bots\Store::DEFAULT_ID, false, '', '' );
	}

	private static function element( string $bot_id, bool $is_floating, string $heading, string $greeting ): string {
		$bot = Bots\Store::find( $bot_id );
		if ( $bot === null || ! $bot->is_enabled || is_feed() ) {
			return '';
		}
		self::$is_on_page = true;
		wp_enqueue_script_module( self::HANDLE );
		$values = array(
			'rest-url'    => rest_url( 'mxchat/v1/' ),
			'bot-id'      => $bot_id,
			'heading'     => self::first_said( $heading, $bot->heading, (string) Settings\Store::get( 'heading' ) ),
			'greeting'    => self::first_said( $greeting, $bot->greeting, (string) Settings\Store::get( 'greeting' ) ),
			'starters'    => self::json( Bots\Starters::of( $bot ) ),
			'contact-url' => self::contact_url(),
			'search-url'  => home_url( '/?s=' ),
			'debug-url'   => current_user_can( Capability::USE_DEBUGGER ) ? admin_url( 'admin.php?page=mxchat-debugger&turn=' ) : '',
			'lang'        => get_bloginfo( 'language' ),
			'strings'     => self::json( Widget_Strings::translated() ),
			'side'        => $is_floating && Settings\Store::get( 'button_side' ) === 'start' ? 'start' : '',
			'style'       => ( $is_floating ? '' : self::PLACE ) . Accent::style( (string) Settings\Store::get( 'accent' ) ),
		);
		$html = '<mxchat-widget' . ( $is_floating ? ' floating' : '' );
		foreach ( array_filter( $values, static fn( string $value ) => $value !== '' ) as $name => $value ) {
			$html .= ' ' . $name . '="' . esc_attr( $value ) . '"';
		}
		return $html . '></mxchat-widget>';
	}

	private static function first_said( string ...$texts ): string {
		return current( array_filter( $texts, static fn( string $text ) => $text !== '' ) ) ?: '';
	}

	private static function json( array $values ): string {
		return $values ? (string) wp_json_encode( $values, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) : '';
	}

	/**
	 * Where a visitor goes when the site does not say: the owner's choice, else the page called "contact".
	 */
	private static function contact_url(): string {
		$chosen = (string) Settings\Store::get( 'contact_url' );
		if ( $chosen !== '' ) {
			return esc_url_raw( $chosen, array( 'http', 'https', 'mailto' ) );
		}
		$page = get_page_by_path( 'contact' );
		return $page instanceof \WP_Post && is_post_publicly_viewable( $page ) ? (string) get_permalink( $page ) : '';
	}
}
