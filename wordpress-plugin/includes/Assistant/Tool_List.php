<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Bots;
use MxChat\Chat\Turn;
use MxChat\Tools\Registry;
use MxChat\Tools\Tool;

/**
 * Every tool of the site, for the owner to choose from.
 */
final class Tool_List {

	/**
	 * @return list<array{name:string,description:string,changes_something:bool}>
	 */
	public static function all(): array {
		$nobody = new Turn( '', '', '', Bots\Store::DEFAULT_ID, '', '', '' );
		$items  = array();
		foreach ( Registry::for( new Record(), $nobody ) as $tool ) {
			$items[] = self::item( $tool );
		}
		return $items;
	}

	private static function item( Tool $tool ): array {
		return array(
			'name'              => $tool->name(),
			'description'       => $tool->description(),
			'changes_something' => $tool->changes_something(),
		);
	}
}
