<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

/**
 * Contacts as a table that spreadsheets read and none executes.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
final class Csv {

	private const BYTE_ORDER_MARK = "\xef\xbb\xbf";
	private const COLUMNS         = array( 'id', 'email', 'name', 'phone', 'consent', 'consent_at', 'source', 'created_at', 'updated_at' );
	private const MAX_ATTRIBUTES  = 500;

	/**
	 * @return \Generator<int,string> Line by line; the attributes' names are looked for in a first pass.
	 */
	public static function lines( Contact_Query $query ): \Generator {
		$attributes = self::attribute_names( $query );
		yield self::BYTE_ORDER_MARK . self::line( array( ...self::COLUMNS, ...$attributes ) );
		foreach ( Store::each( $query ) as $contact ) {
			$item  = $contact->item();
			$cells = array_map( static fn( string $column ) => $item[ $column ], self::COLUMNS );
			foreach ( $attributes as $name ) {
				$cells[] = $contact->attributes[ $name ] ?? '';
			}
			yield self::line( $cells );
		}
	}

	/**
	 * @param array<int,string|int|float|bool|null> $cells
	 */
	public static function line( array $cells ): string {
		return implode( ',', array_map( array( self::class, 'cell' ), $cells ) ) . "\r\n";
	}

	/**
	 * A text that a spreadsheet would take for a formula gets an apostrophe before it. Numbers are what they are.
	 */
	private static function cell( string|int|float|bool|null $value ): string {
		if ( is_string( $value ) && preg_match( '/^[=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]/u', $value ) ) {
			$value = "'" . $value;
		}
		$text = match ( true ) {
			is_bool( $value )  => $value ? 'yes' : 'no',
			is_float( $value ) => (string) wp_json_encode( $value ),
			default            => (string) $value,
		};
		return '"' . str_replace( '"', '""', $text ) . '"';
	}

	/**
	 * @return string[]
	 */
	private static function attribute_names( Contact_Query $query ): array {
		$names = array();
		foreach ( Store::each( $query ) as $contact ) {
			$names += array_fill_keys( array_keys( $contact->attributes ), true );
			if ( count( $names ) >= self::MAX_ATTRIBUTES ) {
				break;
			}
		}
		$names = array_map( 'strval', array_keys( $names ) );
		sort( $names, SORT_STRING );
		return $names;
	}
}
