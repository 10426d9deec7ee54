<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * What a vector can be filtered by. Every vector has all of these.
 */
enum Field: string {

	private const MAX_LABEL_BYTES = 64;

	case Bot          = 'bot_id';
	case Role         = 'role';
	case Content_Type = 'content_type';
	case Source       = 'source_id';
	case Updated      = 'updated_at';

	/**
	 * Numbers have an order and can be in a range; the other fields are labels, compared byte for byte.
	 */
	public function is_number(): bool {
		return $this === self::Source || $this === self::Updated;
	}

	/**
	 * Whether a text can be a label. Databases differ over spaces at the end, so there are none.
	 */
	public static function is_label( string $text ): bool {
		return strlen( $text ) <= self::MAX_LABEL_BYTES && preg_match( '/^(?!\s)[^\x00]*(?<!\s)$/Du', $text ) === 1;
	}
}
