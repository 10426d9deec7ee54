<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Settings\Environment;
use MxChat\Settings\Seal;
use MxChat\Settings\Secret;

/**
 * The key for Brave Search: environment, constant, then the owner's own, which is sealed. It goes in and never comes out.
 */
final class Image_Search_Key {

	public const OPTION = 'mxchat_image_search_key';
	private const NAME  = 'MXCHAT_BRAVE_KEY';

	public static function get(): ?Secret {
		$fixed = Environment::get( self::NAME );
		return $fixed === null ? Seal::open( (string) get_option( self::OPTION, '' ) ) : new Secret( $fixed );
	}

	public static function set( #[\SensitiveParameter] string $key ): void {
		$key === '' ? delete_option( self::OPTION ) : update_option( self::OPTION, Seal::close( new Secret( $key ) ), false );
	}

	public static function is_fixed(): bool {
		return Environment::source( self::NAME ) !== '';
	}
}
