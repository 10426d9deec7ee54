<?php
declare( strict_types=1 );

namespace MxChat\Chat;

/**
 * What the widget says, in the site's language.
 */
final class Widget_Strings {

	/**
	 * @return array<string,string> Only what is translated: English stands in the widget itself.
	 */
	public static function translated(): array {
		return array();
	}
}
