<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Schema;

/**
 * The tables of this feature.
 */
final class Tables {

	/**
	 * @return array<string,string> The columns and keys of a table, by its name.
	 */
	public static function columns(): array {
		$id = Schema::ID;
		return array(
			'bots' => "
  bot_id varchar(64) $id NOT NULL,
  name varchar(191) NOT NULL,
  is_enabled tinyint(1) NOT NULL DEFAULT 1,
  is_test tinyint(1) NOT NULL DEFAULT 0,
  definition longtext NOT NULL,
  created_at datetime NOT NULL,
  updated_at datetime NOT NULL,
  PRIMARY KEY  (bot_id)
",
		);
	}
}
