<?php
declare( strict_types=1 );

namespace MxChat\Provider;

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
			// A host's ids have no longest length, and they are worth nothing at another host.
			'thread_states' => "
  thread_id varchar(191) $id NOT NULL,
  session_id varchar(191) $id NOT NULL DEFAULT '',
  base_url text NOT NULL,
  state longtext NOT NULL,
  kept longtext NOT NULL,
  updated_at bigint(20) unsigned NOT NULL,
  forget_at bigint(20) unsigned NOT NULL,
  failures int(10) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY  (thread_id),
  KEY by_session (session_id),
  KEY by_end (forget_at)
",
		);
	}
}
