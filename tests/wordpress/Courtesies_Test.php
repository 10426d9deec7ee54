<?php
declare( strict_types=1 );

use MxChat\Assistant\Courtesy;
use MxChat\Assistant\Courtesy_Forms;
use MxChat\Bots\Bot;
use MxChat\Bots\Store;
use MxChat\Chat\Turn;
use function MxChat\Core\tokenize;

/**
 * A visitor who only greets or thanks is answered in kind, without a page of the site.
 */
final class Courtesies_Test extends Site_Test_Case {

	private const GREETED = 'Hello! What would you like to know about this site?';
	private const THANKED = 'You are welcome! Is there anything else that you would like to know about this site?';

	private const MESSAGES = array(
		self::GREETED => array( 'hello', 'Hi!', '  HEY there 👋🏽 ', 'مرحباً', 'Guten Tag!', 'Grüß Gott', '¡Hola!', 'Bonjour 😀', 'नमस्ते', 'ciao', 'こんにちは。', '안녕하세요', 'Goedemorgen', 'Dzień dobry', 'Dzien dobry', 'Olá', 'Здравствуйте!', 'Hej', 'İyi günler', 'Привіт', '你好！' ),
		self::THANKED => array( 'thanks', 'Thank you very much!!', 'شكراً', 'danke :)', 'Vielen Dank!', 'muchas gracias', 'Merci ❤️', 'धन्यवाद', 'Grazie mille', 'ありがとうございます', '감사합니다', 'Dank u wel', 'dziękuję', 'Obrigada!', 'спасибо', 'tack så mycket', 'Teşekkürler', 'дякую', '谢谢' ),
	);

	private const QUESTIONS = array( 'Hello, where can I call you?', 'thanks card', 'hola contact', '👋', '?!', 'tack', 'salve', '' );

	private static function answer( string $message ): ?string {
		return Courtesy::answer( new Turn( 'turn_1', 'mxchat_chat_s', 'twxchat_thread_t', 'default', $message, '', '' ) );
	}

	public function test_a_visitor_is_answered_in_kind_and_without_a_page(): void {
		$this->publish( 'Contact', 'Say hello or thanks: call us, we are happy to hear from you.' );
		$said = $this->ask( $this->start_session(), 'Hello!' )->get_data();
		$this->assertSame( array( self::GREETED, array(), 'given', true, 'complete' ), array( $said['message']['content'], $said['sources'], $said['engine'], $said['is_answered'], $said['finish'] ) );
		$said = $this->ask( $this->start_session(), 'Hello, whom can I call?' )->get_data();
		$this->assertSame( 'extractive', $said['engine'] );
	}

	public function test_courtesies_are_known_in_every_language(): void {
		foreach ( self::MESSAGES as $answer => $messages ) {
			foreach ( $messages as $message ) {
				$this->assertSame( $answer, self::answer( $message ), $message );
			}
		}
	}

	public function test_what_says_more_is_a_question(): void {
		foreach ( array( ...self::QUESTIONS, str_repeat( 'hello ', 30 ) ) as $message ) {
			$this->assertNull( self::answer( $message ), $message );
		}
	}

	public function test_a_word_that_means_something_else_elsewhere_counts_on_a_site_in_its_language(): void {
		$swedish = static fn() => 'sv_SE';
		add_filter( 'pre_determine_locale', $swedish );
		$answers = array( self::answer( 'Tack!' ), self::answer( 'salve' ) );
		remove_filter( 'pre_determine_locale', $swedish );
		$this->assertSame( array( self::THANKED, null ), $answers );
	}

	public function test_an_owners_greeting_is_the_answer_to_one(): void {
		MxChat\Settings\Store::set( 'greeting', 'Welcome aboard.' );
		$this->assertSame( 'Welcome aboard.', self::answer( 'hello' ) );
		Store::save( new Bot( 'default', 'Charlie', greeting: 'Ahoy!' ) );
		$this->assertSame( array( 'Ahoy!', self::THANKED ), array( self::answer( 'hello' ), self::answer( 'thanks' ) ) );
	}

	public function test_the_forms_are_those_of_the_phrases(): void {
		exec( escapeshellarg( PHP_BINARY ) . ' ' . escapeshellarg( dirname( __DIR__ ) . '/php/courtesies.php' ) . ' 2>&1', $lines, $status );
		$file = ( new ReflectionClass( Courtesy_Forms::class ) )->getFileName();
		$this->assertSame( array( 0, file_get_contents( (string) $file ) ), array( $status, implode( "\n", $lines ) . "\n" ), 'php tests/php/courtesies.php writes them anew.' );
	}

	public function test_every_language_of_the_background_has_both(): void {
		$languages = array_map( static fn( string $file ) => basename( $file, '.txt' ), (array) glob( dirname( MxChat\PLUGIN_FILE ) . '/background/*.txt' ) );
		$class     = new ReflectionClass( Courtesy::class );
		foreach ( array( 'GREETINGS', 'THANKS' ) as $name ) {
			$phrases = $class->getConstant( $name );
			$this->assertSame( $languages, array_keys( $phrases ), $name );
			foreach ( explode( ', ', implode( ', ', $phrases ) ) as $phrase ) {
				$this->assertTrue( tokenize( $phrase ) !== array() && strlen( $phrase ) <= $class->getConstant( 'MAX_BYTES' ), $phrase );
			}
		}
	}
}
