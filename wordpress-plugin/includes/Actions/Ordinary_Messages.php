<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Transcripts;
use const MxChat\PLUGIN_FILE;

/**
 * Messages that ask for no action: those that the plugin brings, of many kinds of sites in many languages, and the
 * site's own past ones.
 */
final class Ordinary_Messages {

	private const OWN = 1000;

	private const BROUGHT  = 'background/*.txt';
	private const SYNONYMS = 'background/synonyms/*.txt';

	private static ?string $fingerprint = null;

	/**
	 * @param int $limit Where there are more, they are thinned out evenly.
	 * @return string[]
	 */
	public static function brought( int $limit = PHP_INT_MAX ): array {
		return self::thinned( self::lines( self::BROUGHT ), $limit );
	}

	/**
	 * The brought ones with the site's own. How many of the brought stay does not hang on how much was asked on the site.
	 *
	 * @return string[]
	 */
	public static function with_own( int $limit = PHP_INT_MAX ): array {
		$brought = self::brought();
		$own     = min( self::OWN, max( intdiv( $limit, 2 ), $limit - count( $brought ) ) );
		return array( ...self::thinned( $brought, $limit - $own ), ...self::thinned( Transcripts\Store::sample_questions( self::OWN ), $own ) );
	}

	/**
	 * @return string[]
	 */
	public static function synonyms(): array {
		return self::lines( self::SYNONYMS );
	}

	/**
	 * The names and sizes of the plugin's files. Every message is scored, and they do not change while it is.
	 */
	public static function fingerprint(): string {
		return self::$fingerprint ??= implode( '|', array_map( static fn( string $file ) => basename( $file ) . filesize( $file ), array( ...self::files( self::BROUGHT ), ...self::files( self::SYNONYMS ) ) ) );
	}

	/**
	 * @param string[] $messages
	 * @return string[]
	 */
	private static function thinned( array $messages, int $limit ): array {
		$step = max( 1.0, count( $messages ) / max( 1, $limit ) );
		$kept = array();
		for ( $place = 0.0; $place < count( $messages ); $place += $step ) {
			$kept[] = $messages[ (int) $place ];
		}
		return $kept;
	}

	/**
	 * @return string[]
	 */
	private static function lines( string $pattern ): array {
		$all = array();
		foreach ( self::files( $pattern ) as $file ) {
			$lines = file( $file, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES );
			array_push( $all, ...( $lines === false ? array() : $lines ) );
		}
		return $all;
	}

	/**
	 * @return string[]
	 */
	private static function files( string $pattern ): array {
		$files = glob( plugin_dir_path( PLUGIN_FILE ) . $pattern );
		return $files === false ? array() : $files;
	}
}
