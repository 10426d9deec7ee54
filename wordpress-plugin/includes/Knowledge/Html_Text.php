<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * The text of HTML as a reader sees it: blocks on their own lines, a table's rows as sentences, no scripts, no tags.
 */
final class Html_Text {

	private const BLOCKS = array(
		'ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'DD', 'DETAILS', 'DIV', 'DL', 'DT', 'FIGCAPTION', 'FIGURE', 'FOOTER',
		'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HEADER', 'HR', 'LI', 'MAIN', 'NAV', 'OL', 'P', 'PRE', 'SECTION', 'SUMMARY', 'UL',
	);

	private const OF_TABLES = array( 'TABLE', 'TBODY', 'TD', 'TFOOT', 'TH', 'THEAD', 'TR' );

	private const HIDDEN = array( 'FORM', 'NAV', 'NOSCRIPT', 'SVG', 'TEMPLATE' );

	/** How deep hidden elements in hidden ones are told apart. */
	private const MAX_DEPTH = 64;

	public static function from( string $html ): string {
		$tokens = new \WP_HTML_Tag_Processor( $html );
		$text   = '';
		$hidden = array();
		/** Open tables, the innermost last. */
		$tables = array();
		while ( $tokens->next_token() ) {
			$name = $tokens->get_token_name();
			if ( in_array( $name, self::HIDDEN, true ) ) {
				self::track_hidden( $hidden, $tokens, $name );
			} elseif ( $hidden ) {
				continue;
			} elseif ( in_array( $name, self::OF_TABLES, true ) ) {
				self::track_tables( $tables, $text, $name, $tokens->is_tag_closer() );
			} else {
				self::add( self::seen( $tokens, $name ), $text, $tables );
			}
		}
		while ( $tables ) {
			self::track_tables( $tables, $text, 'TABLE', true );
		}
		return self::tidy( $text );
	}

	private static function seen( \WP_HTML_Tag_Processor $token, ?string $name ): string {
		return match ( true ) {
			$name === '#text' => preg_replace( '/[ \t\r\n\f]+/', ' ', $token->get_modifiable_text() ),
			$name === 'BR' => "\n",
			in_array( $name, self::BLOCKS, true ) => "\n\n",
			default => '',
		};
	}

	/**
	 * @param Table_Text[] $tables
	 */
	private static function add( string $seen, string &$text, array $tables ): void {
		if ( $tables ) {
			end( $tables )->add( $seen );
		} else {
			$text .= $seen;
		}
	}

	/**
	 * @param Table_Text[] $tables
	 */
	private static function track_tables( array &$tables, string &$text, string $name, bool $is_closer ): void {
		if ( $name === 'TABLE' && ! $is_closer && count( $tables ) < self::MAX_DEPTH ) {
			$tables[] = new Table_Text();
		} elseif ( ! $tables ) {
			$text .= "\n\n";
		} elseif ( $name !== 'TABLE' ) {
			end( $tables )->begin( $name, $is_closer );
		} elseif ( $is_closer ) {
			$closed = array_pop( $tables )->text();
			self::add( $closed, $text, $tables );
		}
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

	public static function tidy( string $text ): string {
		$text = preg_replace( '/ *\n */', "\n", str_replace( "\xc2\xa0", ' ', $text ) );
		return trim( preg_replace( '/\n{3,}/', "\n\n", preg_replace( '/ {2,}/', ' ', $text ) ) );
	}
}
