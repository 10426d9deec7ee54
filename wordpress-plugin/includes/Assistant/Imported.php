<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * An assistant from elsewhere, and what of it could not be taken along.
 */
final class Imported {

	/**
	 * @param string[] $warnings Sentences for the owner.
	 */
	public function __construct(
		public readonly Record $record,
		public readonly array $warnings,
	) {}
}
