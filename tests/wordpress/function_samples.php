<?php
declare( strict_types=1 );

enum Sample_Size: string {
	case Small = 's';
	case Large = 'l';
}

enum Sample_Level: int {
	case Low  = 1;
	case High = 2;
}

enum Sample_Suit {
	case Hearts;
}

final class Sample_Address {

	/**
	 * @param string $street Street and number.
	 */
	public function __construct( public readonly string $street, public readonly ?int $zip ) {}
}

final class Sample_Node {

	public function __construct( public readonly ?Sample_Node $next ) {}
}

final class Sample_Percent {

	public function __construct( public readonly int $value ) {
		if ( $value > 100 ) {
			throw new InvalidArgumentException( 'Too much.' );
		}
	}
}

final class Sample_Service {

	public function find( string $words ): array {
		return array( $words );
	}

	public static function make(): void {}

	public function __invoke( int $n ): int {
		return $n;
	}
}

/**
 * Find things.
 *
 * They are everywhere.
 *
 * @param string $words What to look for.
 */
function sample_search( string $words, int $limit = 5 ): array {
	return array( $words, $limit );
}

/**
 * Arguments as a model might write them: right ones, of which some are spoilt.
 */
final class Sample_Arguments {

	public static function random(): string {
		$arguments = array(
			's'     => 'text',
			'n'     => mt_rand( 0, 1 ) ? null : mt_rand(),
			'f'     => mt_rand( 0, 1 ) ? 1 : 1.5,
			'b'     => true,
			'size'  => 'l',
			'u'     => array( null, 1, 'x' )[ mt_rand( 0, 2 ) ],
			'at'    => '2026-02-28T23:59:59Z',
			'to'    => array( 'street' => 'Main 1', 'zip' => null ),
			'list'  => array( 1, 2 ),
			'map'   => (object) array( 'a' => true ),
			'shape' => array( 'a' => 1, 'b' => null ),
			'o'     => null,
			'rest'  => array( 'x' ),
		);
		for ( $spoilt = mt_rand( 0, 3 ); $spoilt > 0; $spoilt-- ) {
			$key               = array_keys( $arguments )[ mt_rand( 0, count( $arguments ) - 1 ) ];
			$arguments[ $key ] = self::anything( 3 );
			if ( mt_rand( 0, 9 ) === 0 ) {
				unset( $arguments[ $key ] );
				$arguments[ 'more' . mt_rand( 0, 9 ) ] = self::anything( 2 );
			}
		}
		$json = (string) json_encode( $arguments, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR );
		return mt_rand( 0, 9 ) === 0 ? substr( $json, 0, mt_rand( 0, strlen( $json ) ) ) : $json;
	}

	private static function anything( int $depth ): mixed {
		return match ( mt_rand( 0, $depth > 0 ? 13 : 10 ) ) {
			0       => null,
			1       => (bool) mt_rand( 0, 1 ),
			2       => mt_rand( -9, 9 ),
			3       => PHP_INT_MAX,
			4       => 1e300,
			5       => -0.5,
			6       => '',
			7       => str_repeat( "\u{1F600}'\"\\<", mt_rand( 0, 50 ) ),
			8       => array( '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', 'now', '0000-00-00T00:00:00Z', '2026-01-01T00:00:00+99:99' )[ mt_rand( 0, 4 ) ],
			9       => array( 's', 'm', 'L', '1' )[ mt_rand( 0, 3 ) ],
			10      => array(),
			11      => array( self::anything( $depth - 1 ), self::anything( $depth - 1 ) ),
			12      => (object) array( 'street' => self::anything( $depth - 1 ), 'zip' => self::anything( $depth - 1 ) ),
			default => (object) array( 'a' => self::anything( $depth - 1 ), '' => self::anything( $depth - 1 ) ),
		};
	}
}
