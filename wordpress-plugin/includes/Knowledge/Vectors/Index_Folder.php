<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings\Install_Secret;
use function MxChat\Core\transient_key;

/**
 * Where the indexes of this site lie. The name cannot be guessed, and what is inside is of no use to a browser.
 *
 * The constant MXCHAT_INDEX_FOLDER moves them, for example to a disk of the web server's own where wp-content is shared.
 */
final class Index_Folder {

	private const GUARDS = array(
		'index.php' => "<?php\n",
		'.htaccess' => "Require all denied\n",
	);

	public static function path(): string {
		$parent = defined( 'MXCHAT_INDEX_FOLDER' ) ? (string) constant( 'MXCHAT_INDEX_FOLDER' ) : WP_CONTENT_DIR;
		return $parent . '/' . transient_key( Install_Secret::get(), get_current_blog_id(), 'index', 'folder' );
	}

	/**
	 * Makes the folder and closes it to web servers that list what they find.
	 */
	public static function create(): string {
		$path = self::path();
		if ( is_file( $path . '/.htaccess' ) ) {
			return $path;
		}
		if ( ! wp_mkdir_p( $path ) ) {
			throw Store_Failure::of( 'store_storage', 'The folder of the index cannot be made.' );
		}
		foreach ( self::GUARDS as $name => $content ) {
			file_put_contents( $path . '/' . $name, $content );
		}
		return $path;
	}

	/**
	 * Writes a file of the folder. It appears whole, or not at all.
	 */
	public static function write( string $path, string $bytes ): bool {
		try {
			self::create();
		} catch ( Store_Failure ) {
			return false;
		}
		$draft = $path . '.' . bin2hex( random_bytes( 8 ) );
		if ( @file_put_contents( $draft, $bytes ) === strlen( $bytes ) && rename( $draft, $path ) ) { // phpcs:ignore
			return true;
		}
		@unlink( $draft ); // phpcs:ignore
		return false;
	}

	public static function delete(): void {
		self::delete_files( self::path() );
	}

	/**
	 * A site leaves the network: its tables go by themselves, its folder does not.
	 */
	public static function on_site_removed( \WP_Site $site ): void {
		switch_to_blog( (int) $site->blog_id );
		self::delete();
		restore_current_blog();
	}

	private static function delete_files( string $folder ): void {
		if ( is_link( $folder ) || ! is_dir( $folder ) ) {
			return;
		}
		$files = new \RecursiveIteratorIterator(
			new \RecursiveDirectoryIterator( $folder, \FilesystemIterator::SKIP_DOTS ),
			\RecursiveIteratorIterator::CHILD_FIRST
		);
		foreach ( $files as $file ) {
			$file->isDir() && ! $file->isLink() ? rmdir( $file->getPathname() ) : unlink( $file->getPathname() );
		}
		rmdir( $folder );
	}
}
