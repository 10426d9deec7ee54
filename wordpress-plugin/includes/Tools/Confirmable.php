<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * A tool that says in its own words what a person confirms.
 */
interface Confirmable {

	/**
	 * Two or three words, such as "Order item".
	 */
	public function label(): string;

	/**
	 * What will happen, as a question or a sentence for the visitor.
	 */
	public function summary( array $arguments ): string;
}
