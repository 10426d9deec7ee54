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

	public static function from( string $html ): string {
		$tokens = new \WP_HTML_Tag_Processor( $html );
		$text   = '';
		$hidden = array();
		while ( $tokens->next_token() ) {
			$name = $tokens->get_token_name();
			if ( in_array( $name, self::HIDDEN, true ) ) {
				self::track_hidden( $hidden, $name, $tokens->is_tag_closer() );
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
	 * @param string[] $hidden Open elements whose content no reader sees.
	 */
	private static function track_hidden( array &$hidden, string $name, bool $is_closer ): void {
		if ( ! $is_closer ) {
			$hidden[] = $name;
		} elseif ( end( $hidden ) === $name ) {
			array_pop( $hidden );
		}
	}

	private static function tidy( string $text ): string {
		$text = preg_replace( '/ *\n */', "\n", str_replace( "\xc2\xa0", ' ', $text ) );
		return trim( preg_replace( '/\n{3,}/', "\n\n", preg_replace( '/ {2,}/', ' ', $text ) ) );
	}
}
