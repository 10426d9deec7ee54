<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * Takes the links out of a model's text that lead neither to the site nor to a source: they stay as text.
 *
 * Injected text can so give no visitor a link to follow, whoever shows the answer. It works on a text that comes in
 * pieces: what may still become a link is held back until it is complete.
 */
final class Links {

	private const MAX_HELD = 2048;

	/** A link at the end of what has come so far, which may go on. */
	private const UNFINISHED = '~(?:\](?:\([^\s)]*(?:\)[\x21-\x7e]*)?)?|https?://\S*|https?:?/?|htt?p?|h|(?<![A-Za-z0-9@/.-])(?:www\.\S*|w{1,3}))$~iD';

	/** Of a link that is longer than anybody's, only what could begin another one. */
	private const BEGINNING = '~(?:\]\(?|https?:?/?/?|htt?p?|h|w{1,3}\.?)$~iD';

	private const LINK = '~\]\((?<target><[^<>\s]*>|[^\s)]*)|https?://[^\s<>"\')\]]+|(?<![A-Za-z0-9@/.-])www\.[^\s<>"\')\]]+~i';

	private string $held = '';

	/**
	 * @param string[] $hosts     Lower-case hosts of the site.
	 * @param string[] $addresses Of the sources.
	 */
	public function __construct( private readonly array $hosts, private readonly array $addresses ) {}

	/**
	 * For this site and these sources.
	 *
	 * @param array<int,array{source:string}> $sources
	 */
	public static function of_site( array $sources ): self {
		$hosts = array_map( static fn( string $url ) => strtolower( (string) wp_parse_url( $url, PHP_URL_HOST ) ), array( home_url(), site_url() ) );
		return new self( array_values( array_unique( $hosts ) ), array_column( $sources, 'source' ) );
	}

	/**
	 * The next piece, as far as it can be told; the rest comes with a later one.
	 */
	public function pass( string $text ): string {
		$text  = $this->held . $text;
		$start = self::start( self::UNFINISHED, $text );
		if ( strlen( $text ) - $start > self::MAX_HELD ) {
			$start = self::start( self::BEGINNING, $text );
		}
		$this->held = substr( $text, $start );
		$text       = substr( $text, 0, $start );
		return $this->clean( $text );
	}

	/**
	 * What was held back.
	 */
	public function rest(): string {
		$rest       = $this->held;
		$this->held = '';
		return $this->clean( $rest );
	}

	/**
	 * Where a pattern begins that reaches to the end; the end itself if none does.
	 */
	private static function start( string $pattern, string $text ): int {
		return preg_match( $pattern, $text, $part, PREG_OFFSET_CAPTURE ) === 1 ? $part[0][1] : strlen( $text );
	}

	private function clean( string $text ): string {
		return (string) preg_replace_callback( self::LINK, fn( array $link ) => $this->replaced( $link ), $text );
	}

	/**
	 * @param array<string|int,string> $link
	 */
	private function replaced( array $link ): string {
		if ( isset( $link['target'] ) ) {
			$target = (string) preg_replace( '~^<(.*)>$~s', '$1', $link['target'] );
			// With a space between them, brackets and parentheses are no link.
			return $target !== '' && $this->is_allowed( $target ) ? $link[0] : '] (' . self::without_scheme( $target );
		}
		return $this->is_allowed( rtrim( $link[0], '.,;:!?*_`' ) ) ? $link[0] : self::without_scheme( $link[0] );
	}

	private function is_allowed( string $target ): bool {
		if ( in_array( $target, $this->addresses, true ) || preg_match( '~^(?:#[\w-]*|/(?![/\\\\])(?!.*://)[^\\\\\]<>]*)$~D', $target ) ) {
			return true;
		}
		return preg_match( '~^https?://([a-z0-9.-]+)(?::\d+)?(?:[/?#][^\\\\\]<>]*)?$~iD', $target, $part ) === 1
			&& in_array( strtolower( $part[1] ), $this->hosts, true );
	}

	/**
	 * Nor may what is left make a link with what stands before it: "hthttps://tps://…", "http:/https:///…".
	 */
	private static function without_scheme( string $target ): string {
		return str_replace( array( '://', '](' ), array( ': //', '] (' ), (string) preg_replace( '~^(?:(?:https?:)?/+|www\.)+~i', '', $target ) );
	}
}
