<?php
declare( strict_types=1 );

use MxChat\Chat\Accent;
use PHPUnit\Framework\TestCase;

/**
 * The owner's colour stays readable. The contrasts of the expected values, calculated elsewhere: white on #1d4fc4 7.08, on
 * #767676 4.54, on #777777 4.48.
 */
final class Accent_Test extends TestCase {

	/**
	 * @dataProvider texts
	 */
	public function test_text_on_it_is_white_or_black( string $accent, string $text ): void {
		$this->assertStringContainsString( "--mxchat-accent:$accent;--mxchat-accent-text:$text;", Accent::style( $accent ) );
	}

	public static function texts(): array {
		return array(
			'dark blue'      => array( '#1d4fc4', '#ffffff' ),
			'yellow'         => array( '#ffeb3b', '#000000' ),
			'the last grey'  => array( '#767676', '#ffffff' ),
			'one grey on'    => array( '#777777', '#000000' ),
		);
	}

	public function test_what_can_be_read_stays_as_it_is(): void {
		$this->assertStringContainsString( '--mxchat-accent-on-light:#1d4fc4;', Accent::style( '#1d4fc4' ) );
		$this->assertStringContainsString( '--mxchat-accent-on-dark:#ffeb3b;', Accent::style( '#FFEB3B' ) );
	}

	public function test_yellow_is_darkened_by_day_and_navy_lightened_by_night(): void {
		// Half yellow, half black is #7f751d: 4.35 to 1 on #f5f6f9. With 45 % of yellow it is 5.18 to 1.
		$this->assertStringContainsString( '--mxchat-accent-on-light:#72691a;', Accent::style( '#ffeb3b' ) );
		// Half navy, half white is #7f7fbf: 4.46 to 1 on #1b1f29. With 45 % of navy it is 5.23 to 1.
		$this->assertStringContainsString( '--mxchat-accent-on-dark:#8c8cc5;', Accent::style( '#000080' ) );
	}

	/**
	 * @dataProvider no_colours
	 */
	public function test_anything_else_is_no_style( string $text ): void {
		$this->assertSame( '', Accent::style( $text ) );
	}

	public static function no_colours(): array {
		return array( array( '' ), array( 'red' ), array( '#fff' ), array( "#ffffff\n" ), array( '#ffffff;color:red' ), array( '#gggggg' ) );
	}
}
