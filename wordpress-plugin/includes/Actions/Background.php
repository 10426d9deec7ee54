<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Space;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Index_Folder;
use MxChat\Settings;
use MxChat\Transcripts\Total_Store;
use function MxChat\Core\build_background;

/**
 * What ordinary messages are like: every score of an action is seen against them.
 *
 * There are two of a kind: the one of the messages that the plugin brings, and the owner's choice, one of the site's own
 * messages as well. That is forgotten with the first of them that is deleted; until it is learned anew, the other serves.
 */
final class Background {

	private const OWN       = 'own:';
	private const MAX_BYTES = 6_000_000;

	/**
	 * @param string $packed      As the core takes it: bytes, or `file://` and where they are.
	 * @param string $fingerprint Tells it from one of other messages. A model is scored with the one that it was trained on.
	 * @param bool   $is_own      Whether it knows messages of visitors.
	 */
	private function __construct( public readonly string $packed, public readonly string $fingerprint, public readonly bool $is_own ) {}

	/**
	 * The best that is there; null if the embeddings of the messages are not there yet.
	 */
	public static function of( ?Space $space ): ?self {
		return ( self::learns() ? self::kept( $space, true ) : null )
			?? self::kept( $space, false )
			?? ( $space === null ? self::build( null, false, Ordinary_Messages::brought(), '' ) : null );
	}

	/**
	 * The one of what the plugin brings and nothing else: no visitor's message leaves the site with it.
	 */
	public static function brought_along(): self {
		return self::kept( null, false ) ?? self::build( null, false, Ordinary_Messages::brought(), '' );
	}

	public static function learns(): bool {
		return (bool) Settings\Store::get( 'learns_from_messages' );
	}

	/**
	 * One that was built before, if its messages are still those.
	 */
	public static function kept( ?Space $space, bool $is_own ): ?self {
		$fingerprint = self::fingerprint( $space, $is_own );
		$path        = self::path( $space, $is_own, $fingerprint );
		if ( is_file( $path ) ) {
			return new self( 'file://' . $path, $fingerprint, $is_own );
		}
		$bytes = Model_Store::find( self::name( $space, $is_own ), $fingerprint );
		return $bytes === null ? null : new self( self::as_file( $path, $bytes ), $fingerprint, $is_own );
	}

	/**
	 * Packs messages with their embeddings, or with none, and keeps the result.
	 *
	 * @param string[] $messages
	 */
	public static function build( ?Space $space, bool $is_own, array $messages, string $embeddings, ?string $fingerprint = null ): self {
		$fingerprint ??= self::fingerprint( $space, $is_own );
		$bytes         = build_background( $messages, Ordinary_Messages::synonyms(), $embeddings );
		Model_Store::put( self::name( $space, $is_own ), $fingerprint, $bytes );
		return new self( self::as_file( self::path( $space, $is_own, $fingerprint ), $bytes ), $fingerprint, $is_own );
	}

	/**
	 * How many messages it may have: more of their embeddings would be too long for the database.
	 */
	public static function limit( ?Space $space ): int {
		return $space === null ? PHP_INT_MAX : intdiv( self::MAX_BYTES, 4 * $space->dimensions );
	}

	/**
	 * Messages of visitors were deleted: what was learned from them goes, too, and what was trained with it. It is
	 * learned anew from those that stay.
	 */
	public static function forget_messages(): void {
		if ( self::learns() ) {
			self::forget_own();
			Background_Job::add_later();
		}
	}

	public static function forget_own(): void {
		Model_Store::forget( self::OWN );
		foreach ( (array) glob( Index_Folder::path() . '/' . self::file_name( self::OWN ) . '*' ) as $file ) {
			is_string( $file ) && @unlink( $file ); // phpcs:ignore
		}
	}

	/**
	 * Nothing is compared in these embeddings any more.
	 */
	public static function forget_collection( Collection $collection ): void {
		foreach ( array( '', self::OWN ) as $prefix ) {
			Model_Store::forget( $prefix . self::name_of( $collection ) );
		}
	}

	/**
	 * The name under which a model is kept that was trained on it.
	 */
	public function model_name( string $name ): string {
		return ( $this->is_own ? self::OWN : '' ) . $name;
	}

	/**
	 * Tells one background from another without reading the transcripts: what the site's own messages add counts by the
	 * week, and until one of them is deleted.
	 */
	public static function fingerprint( ?Space $space, bool $is_own ): string {
		$own = $is_own ? gmdate( 'o-W' ) . Total_Store::generation() : '';
		return substr( hash( 'sha256', self::name( $space, $is_own ) . '|' . $own . '|' . Ordinary_Messages::fingerprint() ), 0, 32 );
	}

	private static function name( ?Space $space, bool $is_own ): string {
		return ( $is_own ? self::OWN : '' ) . ( $space === null ? 'background:words' : self::name_of( $space->collection() ) );
	}

	private static function name_of( Collection $collection ): string {
		return 'background:' . substr( hash( 'sha256', $collection->name() ), 0, 32 );
	}

	private static function path( ?Space $space, bool $is_own, string $fingerprint ): string {
		return Index_Folder::path() . '/' . self::file_name( self::name( $space, $is_own ) ) . '-' . $fingerprint;
	}

	private static function file_name( string $name ): string {
		return str_replace( ':', '-', $name );
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
