<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Chat\Turn;

/**
 * What a model is told about the actions of a turn, beside what the site knows.
 */
final class Notes {

	/** @var \WeakMap<Turn,string[]>|null */
	private static ?\WeakMap $notes = null;

	public static function add( Turn $turn, string $note ): void {
		self::$notes          ??= new \WeakMap();
		self::$notes[ $turn ]   = array( ...self::$notes[ $turn ] ?? array(), $note );
	}

	/**
	 * @return string[]
	 */
	public static function of( Turn $turn ): array {
		return self::$notes[ $turn ] ?? array();
	}
}
