<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

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
			'assistants'         => "
  assistant_id varchar(64) $id NOT NULL,
  version bigint(20) unsigned NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (assistant_id)
",
			'assistant_versions' => "
  assistant_id varchar(64) $id NOT NULL,
  version bigint(20) unsigned NOT NULL,
  content longtext NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (assistant_id,version)
",
		);
	}
}
