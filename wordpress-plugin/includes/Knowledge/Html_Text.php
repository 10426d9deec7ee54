<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * The text of HTML as a reader sees it: blocks on their own lines, no scripts, no tags.
 */
final class Html_Text {

	private const BLOCKS = array(
		'ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'DD', 'DETAILS', 'DIV', 'DL', 'DT', 'FIGCAPTION', 'FIGURE', 'FOOTER',
		'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HEADER', 'HR', 'LI', 'MAIN', 'NAV', 'OL', 'P', 'PRE', 'SECTION', 'SUMMARY',
		'TABLE', 'TBODY', 'TFOOT', 'THEAD', 'TR', 'UL',
	);

	private const HIDDEN = array( 'FORM', 'NAV', 'NOSCRIPT', 'SVG', 'TEMPLATE' );

	/** How deep hidden elements in hidden ones are told apart. */
	private const MAX_DEPTH = 64;

	public static function from( string $html ): string {
		$tokens = new \WP_HTML_Tag_Processor( $html );
		$text   = '';
		$hidden = array();
		while ( $tokens->next_token() ) {
			$name = $tokens->get_token_name();
			if ( in_array( $name, self::HIDDEN, true ) ) {
				self::track_hidden( $hidden, $tokens, $name );
			} elseif ( $hidden ) {
				continue;
			} elseif ( $name === '#text' ) {
				$text .= preg_replace( '/[ \t\r\n\f]+/', ' ', $tokens->get_modifiable_text() );
			} elseif ( $name === 'BR' ) {
				$text .= "\n";
			} elseif ( $name === 'TD' || $name === 'TH' ) {
				$text .= ' ';
			} elseif ( in_array( $name, self::BLOCKS, true ) ) {
				$text .= "\n\n";
			}
		}
		return self::tidy( $text );
	}

	/**
	 * What was left open inside of an element ends with it.
	 *
	 * @param string[] $hidden Open elements whose content no reader sees.
	 */
	private static function track_hidden( array &$hidden, \WP_HTML_Tag_Processor $tag, string $name ): void {
		if ( $tag->is_tag_closer() ) {
			while ( in_array( $name, $hidden, true ) && array_pop( $hidden ) !== $name ) {
				continue;
			}
		} elseif ( count( $hidden ) < self::MAX_DEPTH && ! ( $name === 'SVG' && $tag->has_self_closing_flag() ) ) {
			$hidden[] = $name;
		}
	}

	private static function tidy( string $text ): string {
		$text = preg_replace( '/ *\n */', "\n", str_replace( "\xc2\xa0", ' ', $text ) );
		return trim( preg_replace( '/\n{3,}/', "\n\n", preg_replace( '/ {2,}/', ' ', $text ) ) );
	}
}
