<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Assistant\Answer;
use MxChat\Assistant\Extractive;
use MxChat\Chat\Turn;
use MxChat\Knowledge\Visibility;
use MxChat\Settings;

/**
 * Questions that an owner may want to offer: one about each of the site's main pages, as far as the bot answers it from
 * that very page. Nothing is offered to visitors until the owner has saved it.
 *
 * Main are the pages of the menus, then those that most others link to.
 */
final class Starter_Proposals {

	/** So many pages are looked at, and so many questions are tried. */
	private const PAGES = 100;
	private const TRIED = 12;

	private const MENUS = 100;

	/**
	 * @return string[]
	 */
	public static function for_bot( Bot $bot ): array {
		$proposed = array();
		foreach ( array_slice( self::main_pages(), 0, self::TRIED ) as $page ) {
			$question = self::question( $page );
			if ( $question !== null && self::is_answered( $question, $page, $bot ) ) {
				$proposed[] = $question;
			}
			if ( count( $proposed ) === Starters::MOST ) {
				break;
			}
		}
		return $proposed;
	}

	/**
	 * @return \WP_Post[] The most important first.
	 */
	private static function main_pages(): array {
		$pages = self::pages();
		$menus = self::links_of_menus();
		$links = array_count_values( array_merge( ...array_map( static fn( \WP_Post $page ) => self::links( $page->post_content ), $pages ) ) );
		$ranks = array();
		foreach ( $pages as $position => $page ) {
			$address            = self::relative( (string) get_permalink( $page ) );
			$ranks[ $position ] = array( (int) in_array( $address, $menus, true ), $links[ $address ] ?? 0, -$position );
		}
		uksort( $pages, static fn( int $a, int $b ) => $ranks[ $b ] <=> $ranks[ $a ] );
		return array_values( array_filter( $pages, static fn( \WP_Post $page ) => ! self::is_entrance( $page ) && Visibility::is_public( $page ) ) );
	}

	/**
	 * Pages stand before what is written from day to day.
	 *
	 * @return \WP_Post[]
	 */
	private static function pages(): array {
		$post_types = array_filter( (array) Settings\Store::get( 'post_types' ), 'post_type_exists' );
		$query      = array(
			'post_type'   => array_filter( $post_types, 'is_post_type_hierarchical' ) ?: $post_types,
			'post_status' => 'publish',
			'numberposts' => self::PAGES,
			'orderby'     => array( 'menu_order' => 'ASC', 'ID' => 'ASC' ),
		);
		return $post_types ? get_posts( $query ) : array();
	}

	/**
	 * The first page says what the site is, the page of the posts lists them, and the page of a chat is where one asks:
	 * none of them answers.
	 */
	private static function is_entrance( \WP_Post $page ): bool {
		return in_array( $page->ID, array( (int) get_option( 'page_on_front' ), (int) get_option( 'page_for_posts' ) ), true )
			|| has_shortcode( $page->post_content, 'mxchat_chatbot' )
			|| has_block( 'mxchat/chatbot', $page );
	}

	/**
	 * @return string[]
	 */
	private static function links_of_menus(): array {
		$links = array();
		foreach ( get_posts( array( 'post_type' => 'wp_navigation', 'numberposts' => self::MENUS ) ) as $menu ) {
			array_push( $links, ...self::links( $menu->post_content ) );
		}
		foreach ( wp_get_nav_menus() as $menu ) {
			array_push( $links, ...array_map( array( self::class, 'relative' ), array_column( wp_get_nav_menu_items( $menu ) ?: array(), 'url' ) ) );
		}
		return $links;
	}

	/**
	 * Where a text leads to, each address once: its links, and those that blocks name in their comments.
	 *
	 * @return string[]
	 */
	private static function links( string $content ): array {
		preg_match_all( '/(?:\bhref=["\']|"url":")([^"\'\s]+)/', $content, $found );
		return array_values( array_unique( array_map( array( self::class, 'relative' ), $found[1] ) ) );
	}

	private static function relative( string $address ): string {
		return untrailingslashit( wp_make_link_relative( strtok( str_replace( '\/', '/', html_entity_decode( $address ) ), '#' ) ?: '' ) );
	}

	/**
	 * Its title or its first heading that asks something; else a question about its title.
	 */
	private static function question( \WP_Post $page ): ?string {
		$title = self::text( get_the_title( $page ) );
		preg_match_all( '#<h[1-6]\b[^>]*>(.*?)</h[1-6]>#is', $page->post_content, $found );
		$asking = array_filter( array( $title, ...array_map( array( self::class, 'text' ), $found[1] ) ), static fn( string $text ) => (bool) preg_match( '/[?？؟\x{37E}]$/u', $text ) );
		/* translators: %s: title of a page. */
		$question = reset( $asking ) ?: sprintf( __( 'What should I know about “%s”?', 'mxchat-engine' ), $title );
		return $title === '' || mb_strlen( $question ) > Starters::MAX_CHARACTERS ? null : $question;
	}

	private static function text( string $html ): string {
		return trim( (string) preg_replace( '/\s+/u', ' ', html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5 ) ) );
	}

	private static function is_answered( string $question, \WP_Post $page, Bot $bot ): bool {
		$answer = Answer::gather( new Extractive(), new Turn( '', '', '', $bot->bot_id, $question, '', '', min_similarity: Store::min_similarity( $bot->bot_id ) ) );
		return $answer->is_answered && ( $answer->sources[0]['source'] ?? '' ) === get_permalink( $page );
	}
}
