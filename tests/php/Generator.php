<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Action;
use MxChat\Core\Polyfill\Index;
use MxChat\Core\Polyfill\Sse;
use MxChat\Core\Polyfill\Text;
use MxChat\Core\Polyfill\Thread;
use MxChat\Core\Polyfill\Token;

/**
 * Random arguments for each function of the core: ordinary, at the edges, and hostile. A seed gives
 * the same ones each time.
 */
final class Generator {

	/** Pieces that texts are made of: words of many scripts, codes, punctuation, marks, broken bytes. */
	private const PIECES = [
		'return', 'Returns', 'shoes', 'within', '30', 'days', 'zip', 'REPAIR', 'naïve', 'Größe', 'straße', 'ﬁle', 'Ⅷ',
		'İstanbul', 'ΣΊΣΥΦΟΣ', 'возврат', 'Ёлка', 'обувь', 'إرجاع', 'الأحذية', 'กระเป๋า', 'คืนเงิน', '退货政策', 'かばん', 'カバン', '반품',
		'हिन्दी', "e\u{301}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", '👍🏽', '🇩🇪', 'MX-200-BLK', 'ERR_0x80070005', 'a.b@c.org', 'https://x.org/a?b=1',
		'3.14', '1,000', "don't", 'z.B.', 'Dr.', '.', '!', '?', '…', '。', '؟', '।', ';', ',', "\n", "\n\n", "\r\n", "\t", "\u{a0}", "\u{3000}", "\u{2028}",
		'-', '_', '/', '"', '(', ')', "\u{200B}", "\u{FEFF}", "\0", "\u{10FFFF}", "\u{FFFD}", 'a', '7',
	];

	private const BROKEN = [ "\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\x80" ];

	private const EDGES = [ 0, 1, -1, 2, 59, 60, 61, 3600, 1000000000, 1000000001, 31622400, 31622401, 253402300799, 253402300800, PHP_INT_MAX, PHP_INT_MIN ];

	private const FLOATS = [ 0.0, -0.0, 1.0, -1.0, 0.5, 1e-45, 1.17549435e-38, 3.4e38, -3.4e38, NAN, INF, -INF ];

	public function __construct( int $seed ) {
		mt_srand( $seed );
	}

	/**
	 * Random arguments for a function.
	 *
	 * @return list<mixed>
	 */
	public function arguments( string $function ): array {
		switch ( $function ) {
			case 'cosine_similarity':
				$dimensions = $this->dimensions();
				return [ $this->floats( $dimensions ), $this->floats( $this->rarely() ? $this->dimensions() : $dimensions ) ];
			case 'rank_embeddings':
				$dimensions = $this->dimensions();
				return [ $this->floats( $dimensions ), $this->floats( $dimensions * mt_rand( 0, 9 ) ), $this->rarely() ? $this->integer() : mt_rand( 0, 9 ), $this->threshold() ];
			case 'build_index':
				$dimensions = $this->rarely() ? $this->integer() : mt_rand( 1, 20 );
				return array_merge( [ $dimensions ], $this->rows( $dimensions ) );
			case 'search_index':
				[ $dimensions, $index ] = $this->index();
				return array_merge( [ $index, $this->floats( $dimensions ), $this->rarely() ? $this->integer() : mt_rand( 0, 12 ), $this->threshold() - 0.5 ], $this->filter() );
			case 'parse_threshold':
				return [ $this->number_text() ];
			case 'format_threshold':
				return [ $this->threshold() ];
			case 'mint_token':
			case 'mint_test_token':
				return [ $this->bytes( $this->rarely() ? mt_rand( 0, 40 ) : 32 ) ];
			case 'is_token':
			case 'is_test_token':
			case 'hash_token':
				return [ $this->token() ];
			case 'verify_token':
				$token = $this->token();
				return [ $token, $this->altered( hash( 'sha256', $this->rarely() ? $this->token() : $token ) ) ];
			case 'mint_session_id':
			case 'mint_thread_id':
				return [ $this->bytes( $this->rarely() ? mt_rand( 0, 20 ) : 16 ) ];
			case 'is_session_id':
				return [ $this->session_id() ];
			case 'is_thread_id':
				return [ $this->thread_id() ];
			case 'thread_record':
				return [ $this->thread_id(), $this->session_id(), $this->time(), $this->time() ];
			case 'read_thread_record':
				return [ $this->record() ];
			case 'thread_status':
				return [ $this->time(), $this->rarely() ? $this->integer() : mt_rand( 1, 5000 ), $this->time() ];
			case 'transient_key':
				return [ $this->bytes( mt_rand( 0, 40 ) ), $this->integer(), $this->altered( $this->pick( [ 'rate', 'thread_of', str_repeat( 'z', 32 ), '' ] ) ), $this->text() ];
			case 'rate_window':
				return [ $this->time(), $this->window() ];
			case 'check_rate':
				return [ $this->hits(), $this->window(), $this->hits(), $this->hits(), $this->time() ];
			case 'tokenize':
				return [ $this->text() ];
			case 'chunk_text':
				return [ $this->text( 60 ), $this->rarely() ? $this->integer() : mt_rand( 1, 120 ) ];
			case 'lexical_features':
				return [ $this->text( 5 ), $this->text( 40 ) ];
			case 'build_segment':
				$rows = mt_rand( 0, 6 );
				return [ pack( 'P*', ...$this->ids( $rows ) ), $this->features( $this->rarely() ? mt_rand( 0, 6 ) : $rows ) ];
			case 'verify_segment':
				return [ $this->rarely() ? $this->altered( $this->segment() ) : $this->segment() ];
			case 'search_segments':
				return [ $this->segments(), $this->text( 8 ), $this->rarely() ? $this->integer() : mt_rand( 0, 9 ) ];
			case 'fuse_ranks':
				$lists = array_map( fn(): string => pack( 'P*', ...$this->ids( mt_rand( 0, 6 ) ) ), array_fill( 0, mt_rand( 0, 4 ), null ) );
				return [ $this->rarely() ? array_map( fn( string $list ): string => $this->altered( $list ), $lists ) : $lists, $this->rarely() ? $this->integer() : mt_rand( 0, 9 ) ];
			case 'decode_sse':
				return [ $this->stream_state(), $this->stream_bytes() ];
			case 'extract_answer':
				return [ $this->valid_text( 8 ), $this->passages(), $this->segments() ];
			case 'build_background':
				$count = $this->rarely() ? 0 : mt_rand( 1, 6 );
				return [ array_map( fn(): string => $this->text( 6 ), $count > 0 ? array_fill( 0, $count, null ) : [] ), $this->synonyms(), $this->rarely() ? $this->floats( mt_rand( 0, 9 ) ) : $this->floats( $count * $this->pick( [ 0, 1, 3, 9 ] ) ) ];
			case 'train_actions':
				[ $background, $dimensions ] = $this->background();
				$actions                     = $this->actions();
				return [ $actions, $background, $this->rarely() ? '' : $this->floats( $dimensions * $this->text_count( $actions ) ), (bool) mt_rand( 0, 1 ) ];
			case 'score_actions':
				[ $model, $background, $dimensions ] = $this->model();
				$embedding = mt_rand( 0, 1 ) ? '' : $this->floats( $dimensions );
				return [ $this->rarely() ? $this->altered( $model ) : $model, $this->rarely() ? $this->altered( $background ) : $background, $this->rarely() ? '' : $this->text( 8 ), $embedding, $this->rarely() ? $this->threshold() : 0.5 ];
			default:
				throw new \OutOfBoundsException( "No random arguments for $function." );
		}
	}

	/** A segment with a byte changed somewhere, or cut. */
	public function damaged_segment(): string {
		$segment = $this->segment();
		do {
			$damaged = $this->altered( $segment );
		} while ( $damaged === $segment );
		return $damaged;
	}

	/** A text that is UTF-8. */
	public function valid_text( int $most_pieces ): string {
		do {
			$text = $this->text( $most_pieces );
		} while ( 1 !== preg_match( '//u', $text ) );
		return $text;
	}

	private function rarely(): bool {
		return 0 === mt_rand( 0, 9 );
	}

	/**
	 * @template T
	 * @param non-empty-list<T> $items Some items.
	 * @return T
	 */
	private function pick( array $items ) {
		return $items[ mt_rand( 0, count( $items ) - 1 ) ];
	}

	private function bytes( int $length ): string {
		$bytes = '';
		for ( $i = 0; $i < $length; $i++ ) {
			$bytes .= chr( mt_rand( 0, 255 ) );
		}
		return $bytes;
	}

	/** Mostly as it is; now and then cut, lengthened, or with a byte changed. */
	private function altered( string $text ): string {
		$position = mt_rand( 0, max( 0, strlen( $text ) - 1 ) );
		switch ( mt_rand( 0, 7 ) ) {
			case 0:
				return substr( $text, 0, $position );
			case 1:
				return $text . $this->pick( [ '0', "\n", "\0", ' ', "\xff" ] );
			case 2:
				return '' === $text ? "\xff" : substr_replace( $text, chr( mt_rand( 0, 255 ) ), $position, 1 );
			default:
				return $text;
		}
	}

	private function integer(): int {
		return $this->rarely() ? mt_rand() : $this->pick( self::EDGES );
	}

	private function time(): int {
		return $this->rarely() ? $this->integer() : 1700000000 + mt_rand( 0, 5000 );
	}

	private function window(): int {
		return $this->rarely() ? $this->integer() : $this->pick( [ 1, 2, 7, 60, 3600, 86400 ] );
	}

	private function hits(): int {
		return $this->rarely() ? $this->integer() : mt_rand( 0, 30 );
	}

	private function threshold(): float {
		return $this->rarely() ? $this->pick( self::FLOATS ) : mt_rand() / mt_getrandmax() * ( $this->rarely() ? 3.0 : 1.0 );
	}

	private function number_text(): string {
		$number = $this->pick( [ (string) mt_rand( 0, 120 ), sprintf( '%.' . mt_rand( 0, 17 ) . 'F', mt_rand() / mt_getrandmax() * mt_rand( 0, 120 ) ), $this->text( 2 ) ] );
		return $this->altered( $number . $this->pick( [ '', '', '%', ' %', '%%' ] ) );
	}

	private function dimensions(): int {
		return $this->pick( [ 0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64, 384 ] );
	}

	/** Packed floats; now and then of no whole number, and with numbers that are none. */
	private function floats( int $count ): string {
		$floats = [];
		for ( $i = 0; $i < $count; $i++ ) {
			$floats[] = mt_rand() / mt_getrandmax() * 2 - 1;
		}
		if ( $count > 0 && $this->rarely() ) {
			$floats[ mt_rand( 0, $count - 1 ) ] = $this->pick( self::FLOATS );
		}
		$packed = $this->rarely() && $this->rarely() ? str_repeat( pack( 'g', $this->pick( self::FLOATS ) ), $count ) : pack( 'g*', ...$floats );
		return $this->rarely() ? $this->altered( $packed ) : $packed;
	}

	/**
	 * Rows of an index: ids, embeddings and three lists of labels.
	 *
	 * @return list<mixed>
	 */
	public function rows( int $dimensions, int $most_rows = 12 ): array {
		$count      = mt_rand( 0, $most_rows );
		$dimensions = max( 0, min( 32, $dimensions ) );
		$labels     = fn(): array => $this->rarely() ? [] : array_map( fn(): string => $this->label(), array_fill( 0, $this->rarely() ? 1 : $count, null ) );
		return [ pack( 'P*', ...$this->ids( $count ) ), $this->floats( $dimensions * $count ), $labels(), $labels(), $labels() ];
	}

	/**
	 * Three lists of labels that count; none lets all pass.
	 *
	 * @return list<list<string>>
	 */
	public function filter(): array {
		$labels = fn(): array => $this->rarely() ? array_map( fn(): string => $this->label(), array_fill( 0, mt_rand( 1, 3 ), null ) ) : [];
		return [ $labels(), $labels(), $labels() ];
	}

	private function label(): string {
		return $this->rarely() && $this->rarely() ? $this->text( 2 ) : $this->pick( [ 'default', 'shop', 'post', 'page', 'é' ] );
	}

	/**
	 * The bytes of an index, and its dimensions.
	 *
	 * @return array{int, string}
	 */
	private function index(): array {
		static $indexes = [];
		while ( count( $indexes ) < 30 ) {
			$dimensions = mt_rand( 1, 20 );
			try {
				$indexes[] = [ $dimensions, Index::build_index( $dimensions, ...$this->rows( $dimensions, 40 ) ) ];
			} catch ( Core_Exception $e ) {
				continue;
			}
		}
		return $this->pick( $indexes );
	}

	private function token(): string {
		return $this->rarely() ? $this->text( 3 ) : $this->altered( ( $this->rarely() ? Token::mint_test_token( $this->bytes( 32 ) ) : Token::mint_token( $this->bytes( 32 ) ) ) );
	}

	private function session_id(): string {
		return $this->rarely() ? $this->altered( Thread::mint_session_id( $this->bytes( 16 ) ) ) : Thread::mint_session_id( $this->bytes( 16 ) );
	}

	private function thread_id(): string {
		$id = 'twxchat_thread_' . substr( bin2hex( $this->bytes( 35 ) ), 0, mt_rand( 0, 70 ) );
		return $this->rarely() ? $this->altered( $id ) : $id;
	}

	private function record(): string {
		$time   = mt_rand( 0, 2000000000 );
		$record = Thread::thread_record( Thread::mint_thread_id( $this->bytes( 16 ) ), Thread::mint_session_id( $this->bytes( 16 ) ), $time, $time + mt_rand( 0, 99 ) );
		return $this->altered( $record );
	}

	/** A text of so many pieces at most, mostly valid UTF-8. */
	private function text( int $most_pieces = 20 ): string {
		$text = '';
		for ( $i = mt_rand( 0, $most_pieces ); $i > 0; $i-- ) {
			$text .= $this->pick( self::PIECES ) . $this->pick( [ ' ', ' ', ' ', '', '. ', "\n" ] );
		}
		if ( $this->rarely() ) {
			$text .= self::character( mt_rand( 1, 0x10FFFF ) );
		}
		if ( $this->rarely() && $this->rarely() ) {
			$text = substr_replace( $text, $this->pick( self::BROKEN ), mt_rand( 0, strlen( $text ) ), 0 );
		}
		return $text;
	}

	/** Any code point; a surrogate gives bytes that are no UTF-8. */
	private static function character( int $code ): string {
		if ( $code < 0x80 ) {
			return chr( $code );
		}
		if ( $code < 0x800 ) {
			return chr( 0xC0 | $code >> 6 ) . chr( 0x80 | $code & 0x3F );
		}
		if ( $code < 0x10000 ) {
			return chr( 0xE0 | $code >> 12 ) . chr( 0x80 | $code >> 6 & 0x3F ) . chr( 0x80 | $code & 0x3F );
		}
		return chr( 0xF0 | $code >> 18 ) . chr( 0x80 | $code >> 12 & 0x3F ) . chr( 0x80 | $code >> 6 & 0x3F ) . chr( 0x80 | $code & 0x3F );
	}

	/** @return list<int> */
	private function ids( int $count ): array {
		$ids = [];
		for ( $i = 0; $i < $count; $i++ ) {
			$ids[] = $this->rarely() ? $this->integer() : mt_rand( 1, 40 );
		}
		return $ids;
	}

	/** @return list<string> */
	private function features( int $count ): array {
		$features = [];
		for ( $i = 0; $i < $count; $i++ ) {
			$packed     = $this->rarely() ? '' : Text::lexical_features( $this->valid_text( 4 ), $this->valid_text( 25 ) );
			$features[] = $this->rarely() && $this->rarely() ? $this->altered( $packed ) : $packed;
		}
		return $features;
	}

	private function segment(): string {
		static $segments = [];
		if ( count( $segments ) < 40 ) {
			$ids = range( 1, mt_rand( 1, 8 ) );
			shuffle( $ids );
			$features   = array_map( fn(): string => Text::lexical_features( $this->valid_text( 4 ), $this->valid_text( 25 ) ), $ids );
			$segments[] = Text::build_segment( pack( 'P*', ...$ids ), $features );
		}
		return $this->pick( $segments );
	}

	/** @return list<string> */
	private function segments(): array {
		return array_map( fn(): string => $this->segment(), array_fill( 0, mt_rand( 0, 3 ), null ) );
	}

	/** @return list<array{title: string, text: string}> */
	private function passages(): array {
		return array_map(
			fn(): array => [
				'title' => $this->text( 4 ),
				'text'  => $this->text( 30 ),
			],
			array_fill( 0, mt_rand( 0, 4 ), null )
		);
	}

	/**
	 * Actions of random texts, now and then with an id or a threshold that is none.
	 *
	 * @return list<array{id: string, label: string, phrases: list<string>, counter_phrases: list<string>, threshold: ?float}>
	 */
	private function actions(): array {
		$texts   = fn( int $most ): array => array_map( fn(): string => $this->text( 5 ), array_fill( 0, mt_rand( 0, $most ), null ) );
		$actions = [];
		for ( $i = mt_rand( 0, 4 ); $i > 0; $i-- ) {
			$actions[] = [
				'id'              => $this->rarely() && $this->rarely() ? $this->text( 1 ) : "action-$i",
				'label'           => $this->rarely() ? '' : $this->text( 3 ) . 'x',
				'phrases'         => $texts( 4 ),
				'counter_phrases' => $this->rarely() ? $texts( 2 ) : [],
				'threshold'       => $this->rarely() ? $this->threshold() : null,
			];
		}
		return $actions;
	}

	/** @return list<string> */
	private function synonyms(): array {
		return mt_rand( 0, 1 ) ? [] : array_map( fn(): string => $this->valid_text( 4 ), array_fill( 0, mt_rand( 1, 3 ), null ) );
	}

	/** How many texts actions have, as embeddings are counted. */
	private function text_count( array $actions ): int {
		return array_sum( array_map( static fn( array $action ): int => count( $action['phrases'] ) + count( $action['counter_phrases'] ) + ( '' === $action['label'] ? 0 : 1 ), $actions ) );
	}

	/**
	 * The bytes of a background, and its dimensions.
	 *
	 * @return array{string, int}
	 */
	private function background(): array {
		static $backgrounds = [];
		while ( count( $backgrounds ) < 20 ) {
			$dimensions = $this->pick( [ 0, 1, 3, 9 ] );
			$messages   = array_map( fn(): string => $this->valid_text( 6 ), array_fill( 0, mt_rand( 1, 60 ), null ) );
			try {
				$backgrounds[] = [ Action::build_background( $messages, $this->synonyms(), $this->floats( $dimensions * count( $messages ) ) ), $dimensions ];
			} catch ( Core_Exception $e ) {
				continue;
			}
		}
		return $this->pick( $backgrounds );
	}

	/**
	 * The bytes of a model, those of its background, and their dimensions.
	 *
	 * @return array{string, string, int}
	 */
	private function model(): array {
		static $models = [];
		while ( count( $models ) < 20 ) {
			[ $background, $dimensions ] = $this->background();
			$actions                     = $this->actions();
			try {
				$embeddings = $this->floats( $dimensions * $this->text_count( $actions ) );
				$models[]   = [ Action::train_actions( $actions, $background, $embeddings, (bool) mt_rand( 0, 1 ) ), $background, $dimensions ];
			} catch ( Core_Exception $e ) {
				continue;
			}
		}
		return $this->pick( $models );
	}

	/** Bytes of an event stream, whole or not. */
	private function stream_bytes(): string {
		$bytes = $this->rarely() ? "\xef\xbb\xbf" : '';
		for ( $i = mt_rand( 0, 12 ); $i > 0; $i-- ) {
			$bytes .= $this->pick( [ 'data: ', 'data:', 'data', 'event: ', 'id: ', 'id', 'retry: 3', ': ', '', 'Data: ' ] ) . strtr( $this->text( 2 ), [ "\n" => ' ' ] );
			$bytes .= $this->rarely() ? $this->pick( self::BROKEN ) : '';
			$bytes .= $this->pick( [ "\n", "\n", "\n\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\r\r" ] );
		}
		return $this->altered( $bytes );
	}

	private function stream_state(): string {
		if ( mt_rand( 0, 1 ) ) {
			return '';
		}
		return $this->altered( Sse::decode_sse( '', $this->stream_bytes() )['state'] );
	}
}
