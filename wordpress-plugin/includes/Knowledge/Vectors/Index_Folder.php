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

	public static function path(): string {
		$parent = defined( 'MXCHAT_INDEX_FOLDER' ) ? (string) constant( 'MXCHAT_INDEX_FOLDER' ) : WP_CONTENT_DIR . '/mxchat-index';
		return $parent . '/' . transient_key( Install_Secret::get(), get_current_blog_id(), 'index', 'folder' );
	}

	/**
	 * Makes the folder and closes it to web servers that list what they find.
	 */
	public static function create(): string {
		$path   = self::path();
		$parent = dirname( $path );
		if ( ! wp_mkdir_p( $path ) ) {
			throw Store_Failure::of( 'store_storage', 'The folder of the index cannot be made.' );
		}
		if ( ! is_file( $parent . '/index.php' ) ) {
			file_put_contents( $parent . '/index.php', "<?php\n" );
			file_put_contents( $parent . '/.htaccess', "Require all denied\n" );
		}
		return $path;
	}

	/**
	 * Removes the indexes of this site, and the folder above when it was the last one.
	 */
	public static function delete(): void {
		$path = self::path();
		self::delete_files( $path );
		if ( is_dir( dirname( $path ) ) && ! glob( dirname( $path ) . '/*', GLOB_ONLYDIR ) ) {
			self::delete_files( dirname( $path ) );
		}
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
