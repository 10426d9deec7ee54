<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Settings\Secret;

/**
 * The key for Brave Search: environment, constant, then the owner's own. It goes in and never comes out.
 */
final class Image_Search_Key {

	public const OPTION = 'mxchat_image_search_key';
	private const NAME  = 'MXCHAT_BRAVE_KEY';

	public static function get(): ?Secret {
		$environment = getenv( self::NAME );
		$key         = is_string( $environment ) && $environment !== '' ? $environment
			: ( defined( self::NAME ) ? constant( self::NAME ) : get_option( self::OPTION, '' ) );
		return is_string( $key ) && $key !== '' ? new Secret( $key ) : null;
	}

	public static function set( #[\SensitiveParameter] string $key ): void {
		$key === '' ? delete_option( self::OPTION ) : update_option( self::OPTION, $key, false );
	}

	public static function is_fixed(): bool {
		return getenv( self::NAME ) !== false || defined( self::NAME );
	}
}
