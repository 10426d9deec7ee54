<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

use MxChat\OpenAI\Invalid_Value;
use MxChat\Tools\Date_Text;

final class Date_Type implements Type {

	/**
	 * @param class-string<\DateTimeInterface> $date_class
	 */
	public function __construct( private readonly string $date_class ) {}

	public function schema(): array {
		return array(
			'type'   => 'string',
			'format' => 'date-time',
		);
	}

	public function is_strict(): bool {
		return true;
	}

	public function fits( mixed $value ): bool {
		return is_string( $value ) && Date_Text::is_time( $value );
	}

	public function hydrate( mixed $value ): mixed {
		try {
			return new $this->date_class( $value );
		} catch ( \Throwable ) {
			throw new Invalid_Value( 'A date cannot be read.' );
		}
	}
}
