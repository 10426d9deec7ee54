<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Bots;
use MxChat\Chat\Turn;
use MxChat\Settings;
use function MxChat\Core\tokenize;

/**
 * What is said to a visitor who only greets or thanks: no page of the site answers that.
 *
 * It is told by the whole message, in any of the languages that actions are scored in, and answered in the site's. The
 * phrases are written here as people write them, and compared as Courtesy_Forms has them.
 */
final class Courtesy {

	private const GREETINGS = array(
		'ar' => 'مرحبا, مرحبا بكم, أهلا, أهلا وسهلا, هلا, سلام, السلام عليكم, السلام عليكم ورحمة الله, السلام عليكم ورحمة الله وبركاته, صباح الخير, مساء الخير',
		'de' => 'Hallo, Hallo zusammen, Hallöchen, Guten Tag, Guten Morgen, Guten Abend, Grüß Gott, Grüß dich, Grüezi, Moin, Moin moin, Servus',
		'en' => "hello, hello there, hello again, hi, hi there, hey, hey there, hiya, howdy, good morning, good afternoon, good evening, good day, g'day",
		'es' => 'hola, hola buenas, hola buenos días, hola buenas tardes, hola qué tal, buenas, muy buenas, buenos días, buenas tardes, buenas noches',
		'fr' => 'bonjour, bonjour à tous, rebonjour, bonsoir, salut, coucou',
		'hi' => 'नमस्ते, नमस्कार, हैलो, हेलो, हाय, सुप्रभात, शुभ संध्या, namaste, namaskar',
		'it' => 'ciao, salve, buongiorno, buon giorno, buonasera, buona sera, buon pomeriggio',
		'ja' => 'こんにちは, こんばんは, おはよう, おはようございます, はじめまして, もしもし, ハロー',
		'ko' => '안녕, 안녕하세요, 안녕하십니까, 반갑습니다, 하이, 헬로',
		'nl' => 'hallo, hoi, hé, dag, goedendag, goedemorgen, goede morgen, goedemiddag, goede middag, goedenavond, goede avond',
		'pl' => 'cześć, hej, dzień dobry, dobry wieczór, witam, witaj, siema',
		'pt' => 'olá, olá bom dia, olá boa tarde, oi, oi tudo bem, bom dia, boa tarde, boa noite, e aí',
		'ru' => 'привет, приветствую, здравствуйте, здравствуй, добрый день, доброго дня, доброе утро, добрый вечер',
		'sv' => 'hej, hej hej, hejsan, hallå, tjena, god dag, god morgon, god kväll',
		'tr' => 'merhaba, merhabalar, selam, selamlar, selamün aleyküm, günaydın, iyi günler, iyi akşamlar',
		'uk' => 'привіт, вітаю, здрастуйте, добрий день, доброго дня, добридень, добрий ранок, доброго ранку, добрий вечір',
		'zh' => '你好, 您好, 妳好, 你们好, 大家好, 早上好, 上午好, 下午好, 晚上好, 嗨, 哈喽, 哈啰, 在吗',
	);

	private const THANKS = array(
		'ar' => 'شكرا, شكرا لك, شكرا لكم, شكرا جزيلا, شكرا كثيرا, ألف شكر, مشكور, تسلم, جزاك الله خيرا',
		'de' => 'Danke, Danke schön, Dankeschön, Danke sehr, Danke dir, Danke Ihnen, Vielen Dank, Vielen lieben Dank, Besten Dank, Herzlichen Dank, Tausend Dank, Okay danke, OK danke, Super danke, Alles klar danke, Danke für die Hilfe',
		'en' => 'thanks, thanks a lot, thanks so much, thank you, thank you very much, thank you so much, many thanks, thx, ty, tysm, cheers, ok thanks, okay thanks, ok thank you, great thanks, great thank you, perfect thanks, thanks for your help, thank you for your help',
		'es' => 'gracias, muchas gracias, muchísimas gracias, mil gracias, ok gracias, vale gracias, perfecto gracias, gracias por tu ayuda, gracias por su ayuda',
		'fr' => 'merci, merci beaucoup, merci bien, merci à vous, merci à toi, un grand merci, mille mercis, ok merci, super merci, merci pour votre aide',
		'hi' => 'धन्यवाद, शुक्रिया, बहुत धन्यवाद, बहुत बहुत धन्यवाद, बहुत शुक्रिया, थैंक यू, थैंक्स, dhanyavad, shukriya',
		'it' => 'grazie, grazie mille, mille grazie, molte grazie, tante grazie, ok grazie, perfetto grazie, ti ringrazio, la ringrazio',
		'ja' => 'ありがとう, ありがとうございます, ありがとうございました, どうもありがとう, どうもありがとうございます, どうもありがとうございました, サンキュー, 助かりました',
		'ko' => '감사, 감사합니다, 감사해요, 정말 감사합니다, 고마워, 고마워요, 고맙습니다, 땡큐',
		'nl' => 'dank je, dank je wel, dankjewel, dank u, dank u wel, dankuwel, bedankt, heel erg bedankt, hartelijk dank, oké bedankt, ok bedankt',
		'pl' => 'dziękuję, dziękuję bardzo, bardzo dziękuję, serdecznie dziękuję, dzięki, wielkie dzięki, dzięki wielkie, ok dzięki',
		'pt' => 'obrigado, obrigada, muito obrigado, muito obrigada, ok obrigado, ok obrigada, brigado, brigada, valeu',
		'ru' => 'спасибо, спасибо большое, спасибо вам, большое спасибо, огромное спасибо, ок спасибо, хорошо спасибо, благодарю, благодарю вас, спс',
		'sv' => 'tack, tack så mycket, tusen tack, stort tack, ok tack, tack för hjälpen',
		'tr' => 'teşekkürler, teşekkür ederim, teşekkür ederiz, çok teşekkürler, çok teşekkür ederim, tamam teşekkürler, sağ ol, sağol, sağ olun, eyvallah',
		'uk' => 'дякую, дуже дякую, щиро дякую, дякую вам, ок дякую, добре дякую, спасибі',
		'zh' => '谢谢, 谢谢你, 谢谢您, 谢了, 多谢, 感谢, 非常感谢, 太感谢了, 好的谢谢, 謝謝, 謝謝你, 謝謝您, 多謝, 感謝',
	);

	/** Mean something else in another language, for example an ointment: they count on a site in their own alone. */
	private const COUNT_AT_HOME = array( 'salve', 'dag', 'tack', 'brigada' );

	/** No courtesy is longer. */
	private const MAX_BYTES = 100;

	/**
	 * The answer to a message that is nothing but a courtesy; null for every other.
	 */
	public static function answer( Turn $turn ): ?string {
		return match ( self::kind( $turn->question ) ) {
			'greeting' => self::greeting( $turn->bot_id ),
			'thanks'   => __( 'You are welcome! Is there anything else that you would like to know about this site?', 'mxchat-engine' ),
			default    => null,
		};
	}

	public static function is_one( string $message ): bool {
		return self::kind( $message ) !== null;
	}

	/**
	 * `greeting`, `thanks`, or null for every other message.
	 */
	private static function kind( string $message ): ?string {
		$form            = strlen( $message ) > self::MAX_BYTES ? '' : self::folded( $message );
		[ $kind, $home ] = Courtesy_Forms::ALL[ $form ] ?? array( null, null );
		return $home === null || $home === substr( determine_locale(), 0, 2 ) ? $kind : null;
	}

	/**
	 * As the widget greets, where the owner has written how.
	 */
	private static function greeting( string $bot_id ): string {
		$written = array( Bots\Store::find( $bot_id )->greeting ?? '', (string) Settings\Store::get( 'greeting' ) );
		return current( array_filter( $written, static fn( string $text ) => $text !== '' ) )
			?: __( 'Hello! What would you like to know about this site?', 'mxchat-engine' );
	}

	/**
	 * The words alone: without upper case, accents, punctuation and emoji.
	 */
	private static function folded( string $text ): string {
		return implode( ' ', tokenize( $text ) );
	}
}
