<?php
declare( strict_types=1 );

/**
 * The written reference says what the code says.
 */
final class Reference_Test extends Site_Test_Case {

	/**
	 * @dataProvider files
	 */
	public function test_the_reference_is_up_to_date( string $file ): void {
		$folder = sys_get_temp_dir() . '/mxchat-reference-' . bin2hex( random_bytes( 6 ) );
		mkdir( $folder );
		exec( implode( ' ', array_map( 'escapeshellarg', array( PHP_BINARY, dirname( __DIR__ ) . '/site/reference.php', (string) getenv( 'MXCHAT_SITE' ), $folder ) ) ) . ' 2>&1', $output, $status );
		$made = (string) @file_get_contents( "$folder/$file" );
		array_map( 'unlink', (array) glob( "$folder/*" ) );
		rmdir( $folder );
		$this->assertSame( 0, $status, implode( "\n", $output ) );
		$this->assertSame( $made, file_get_contents( dirname( __DIR__, 2 ) . "/wordpress-plugin/docs/$file" ), 'php tests/site/reference.php <folder of a site> writes it anew.' );
	}

	public static function files(): array {
		return array( array( 'rest.md' ), array( 'php.md' ) );
	}
}
