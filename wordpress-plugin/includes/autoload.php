<?php
/**
 * Finds a class of the plugin by its name: path = feature × role.
 *
 * @package MxChat
 */

declare( strict_types=1 );

spl_autoload_register(
	static function ( string $class_name ): void {
		if ( ! str_starts_with( $class_name, 'MxChat\\' ) || str_starts_with( $class_name, 'MxChat\\Core\\' ) ) {
			return;
		}
		$file = __DIR__ . '/' . str_replace( '\\', '/', substr( $class_name, strlen( 'MxChat\\' ) ) ) . '.php';
		if ( is_file( $file ) ) {
			require $file;
		}
	}
);
