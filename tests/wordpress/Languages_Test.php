<?php
declare( strict_types=1 );

use MxChat\Chat\Widget_Strings;
use const MxChat\PLUGIN_FILE;

/**
 * What visitors read in languages other than English.
 */
final class Languages_Test extends Site_Test_Case {

	private string $locale = 'en_US';

	protected function setUp(): void {
		parent::setUp();
		add_filter( 'locale', array( $this, 'locale' ) );
		unload_textdomain( 'mxchat-engine', true );
	}

	protected function tearDown(): void {
		remove_filter( 'locale', array( $this, 'locale' ) );
		unload_textdomain( 'mxchat-engine', true );
		parent::tearDown();
	}

	public function locale(): string {
		return $this->locale;
	}

	/**
	 * @dataProvider locales
	 */
	public function test_every_locale_of_a_language_has_its_words( string $locale, string $send ): void {
		$this->locale = $locale;
		$this->assertSame( $send, __( 'Send', 'mxchat-engine' ) );
	}

	public static function locales(): array {
		return array(
			'German'                  => array( 'de_DE', 'Senden' ),
			'German, Austria'         => array( 'de_AT', 'Senden' ),
			'German, formal'          => array( 'de_DE_formal', 'Senden' ),
			'Japanese'                => array( 'ja', '送信' ),
			'Spanish, Mexico'         => array( 'es_MX', 'Enviar' ),
			'none that comes along'   => array( 'is_IS', 'Send' ),
			'no language, but a path' => array( '../uninstall', 'Send' ),
		);
	}

	/**
	 * @dataProvider languages
	 */
	public function test_a_language_has_all_words_of_the_chat_with_their_placeholders( string $file ): void {
		$messages = ( require $file )['messages'];
		$english  = ( new ReflectionMethod( Widget_Strings::class, 'all' ) )->invoke( null );
		$this->assertSame( array(), array_values( array_diff( $english, array_keys( $messages ) ) ) );
		foreach ( $messages as $original => $translated ) {
			$this->assertSame( self::placeholders( $original ), self::placeholders( $translated ), $original );
			$this->assertSame( trim( $translated ), $translated );
			$this->assertNotSame( '', $translated );
		}
	}

	/**
	 * @dataProvider languages
	 */
	public function test_a_language_translates_nothing_that_the_plugin_no_longer_says( string $file ): void {
		$source = self::source();
		$unused = array_filter( array_keys( ( require $file )['messages'] ), static fn( string $english ) => ! str_contains( $source, str_replace( "\n", '\n', $english ) ) );
		$this->assertSame( array(), array_values( $unused ) );
	}

	public static function languages(): array {
		$files = glob( dirname( PLUGIN_FILE ) . '/languages/*.l10n.php' );
		return array_combine( array_map( 'basename', $files ), array_map( static fn( string $file ) => array( $file ), $files ) );
	}

	private static function placeholders( string $text ): array {
		preg_match_all( '/\{\w+\}|%s|%\d\$s/', $text, $found );
		sort( $found[0] );
		return $found[0];
	}

	private static function source(): string {
		$source = '';
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( dirname( PLUGIN_FILE ) . '/includes', FilesystemIterator::SKIP_DOTS ) ) as $file ) {
			$source .= file_get_contents( (string) $file );
		}
		return $source;
	}
}
