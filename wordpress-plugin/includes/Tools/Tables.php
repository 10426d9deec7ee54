<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Schema;

/**
 * The table of this feature.
 */
final class Tables {

	/**
	 * @return array<string,string> The columns and keys of a table, by its name.
	 */
	public static function columns(): array {
		$id = Schema::ID;
		return array(
			// A provider's call id may have hundreds of characters: the key is a hash of thread and id.
			'tool_calls' => "
  call_key varchar(64) $id NOT NULL,
  session_id varchar(191) $id NOT NULL,
  turn_id varchar(64) $id NOT NULL,
  name varchar(64) $id NOT NULL,
  status varchar(32) $id NOT NULL,
  output longtext NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (call_key),
  KEY by_session (session_id),
  KEY by_time (created_at)
",
		);
	}
}
