<?php
/**
 * Which rows count.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Polyfill\Text\Words;

/**
 * Rows with one of the labels of each list that is not empty.
 */
final class Filter {

	/** Labels by column. @var list<list<string>> */
	public readonly array $columns;

	/**
	 * Takes the lists of labels.
	 *
	 * @param list<string> $bots          Bots, or none for all.
	 * @param list<string> $roles         Roles, or none for all.
	 * @param list<string> $content_types Content types, or none for all.
	 */
	public function __construct( array $bots, array $roles, array $content_types ) {
		$this->columns = [ $bots, $roles, $content_types ];
		foreach ( $this->columns as $labels ) {
			Words::check( ...$labels );
		}
	}

	/**
	 * Whether a row with these labels counts.
	 *
	 * @param list<string> $labels Bot, role, content type.
	 */
	public function passes( array $labels ): bool {
		foreach ( $this->columns as $column => $wanted ) {
			if ( [] !== $wanted && ! in_array( $labels[ $column ], $wanted, true ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether every row counts.
	 */
	public function is_empty(): bool {
		return [ [], [], [] ] === $this->columns;
	}
}
