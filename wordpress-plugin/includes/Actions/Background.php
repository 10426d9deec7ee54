<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Space;
use MxChat\Knowledge\Vectors\Index_Folder;
use MxChat\Settings;
use MxChat\Transcripts;
use const MxChat\PLUGIN_FILE;
use function MxChat\Core\build_background;

/**
 * What ordinary messages are like: every score of an action is seen against them.
 *
 * The plugin brings messages of many kinds of sites in many languages. The owner can add the site's own past messages.
 */
final class Background {

	private const OWN_MESSAGES = 1000;
	private const MAX_BYTES    = 6_000_000;

	private static ?string $brought = null;

	/**
	 * As the core takes it; null if the embeddings of the messages are not there yet.
	 */
	public static function of( ?Space $space ): ?string {
		$name        = self::name( $space );
		$fingerprint = self::fingerprint( $space );
		$path        = Index_Folder::path() . '/' . str_replace( ':', '-', $name ) . '-' . $fingerprint;
		if ( is_file( $path ) ) {
			return 'file://' . $path;
		}
		$bytes = Model_Store::find( $name, $fingerprint ) ?? ( $space === null ? self::build( null, '' ) : null );
		return $bytes === null ? null : self::as_file( $path, $bytes );
	}

	/**
	 * What the plugin brings and nothing else: no visitor's message leaves the site with it.
	 */
	public static function brought_along(): string {
		if ( ! Settings\Store::get( 'learns_from_messages' ) ) {
			$own = (string) self::of( null );
			return str_starts_with( $own, 'file://' ) ? (string) file_get_contents( substr( $own, 7 ) ) : $own; // phpcs:ignore
		}
		$name        = 'background:brought';
		$fingerprint = self::fingerprint( null );
		$bytes       = Model_Store::find( $name, $fingerprint );
		if ( $bytes === null ) {
			$bytes = build_background( self::brought(), self::lines( 'background/synonyms/*.txt' ), '' );
			Model_Store::put( $name, $fingerprint, $bytes );
		}
		return $bytes;
	}

	/**
	 * Messages of visitors were deleted: what was learned from them goes, too, and is learned anew from those that stay.
	 */
	public static function forget_messages(): void {
		if ( ! Settings\Store::get( 'learns_from_messages' ) ) {
			return;
		}
		Model_Store::forget( 'background:' );
		foreach ( (array) glob( Index_Folder::path() . '/background-*' ) as $file ) {
			is_string( $file ) && @unlink( $file ); // phpcs:ignore
		}
	}

	/**
	 * Packs the messages with their embeddings, or with none, and keeps the result.
	 */
	public static function build( ?Space $space, string $embeddings ): string {
		$bytes = build_background( self::messages( $space ), self::lines( 'background/synonyms/*.txt' ), $embeddings );
		Model_Store::put( self::name( $space ), self::fingerprint( $space ), $bytes );
		return $bytes;
	}

	/**
	 * @return string[] Fewer where their embeddings would be too long for the database.
	 */
	public static function messages( ?Space $space ): array {
		$messages = array_merge( self::brought(), Settings\Store::get( 'learns_from_messages' ) ? Transcripts\Store::sample_questions( self::OWN_MESSAGES ) : array() );
		$limit    = $space === null ? count( $messages ) : intdiv( self::MAX_BYTES, 4 * $space->dimensions );
		$step     = max( 1.0, count( $messages ) / max( 1, $limit ) );
		$kept     = array();
		for ( $place = 0.0; $place < count( $messages ); $place += $step ) {
			$kept[] = $messages[ (int) $place ];
		}
		return $kept;
	}

	/**
	 * Tells one background from another without reading the transcripts: what the site's own messages add counts by the week.
	 */
	public static function fingerprint( ?Space $space ): string {
		$own = Settings\Store::get( 'learns_from_messages' ) ? gmdate( 'Y-W' ) : '';
		return substr( hash( 'sha256', self::name( $space ) . '|' . $own . '|' . self::what_is_brought() ), 0, 32 );
	}

	/**
	 * The names and sizes of the plugin's files. Every message is scored, and they do not change while it is.
	 */
	private static function what_is_brought(): string {
		return self::$brought ??= implode( '|', array_map( static fn( string $file ) => basename( $file ) . filesize( $file ), array_merge( self::files( 'background/*.txt' ), self::files( 'background/synonyms/*.txt' ) ) ) );
	}

	private static function name( ?Space $space ): string {
		return 'background:' . ( $space === null ? 'words' : substr( hash( 'sha256', $space->collection()->name() ), 0, 32 ) );
	}

	/**
	 * @return string[]
	 */
	private static function brought(): array {
		return self::lines( 'background/*.txt' );
	}

	/**
	 * @param string $files Those of the plugin that have the lines.
	 * @return string[]
	 */
	private static function lines( string $files ): array {
		$all = array();
		foreach ( self::files( $files ) as $file ) {
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

	private static function delete_older( string $path ): void {
		foreach ( (array) glob( substr( $path, 0, -32 ) . '*' ) as $other ) {
			$other !== $path && is_string( $other ) && @unlink( $other ); // phpcs:ignore
		}
	}

	/**
	 * A file that this web server reads without asking the database; the bytes themselves where no file can be written.
	 */
	private static function as_file( string $path, string $bytes ): string {
		if ( ! Index_Folder::write( $path, $bytes ) ) {
			return $bytes;
		}
		self::delete_older( $path );
		return 'file://' . $path;
	}
}
