<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Schema;

/**
 * The tables of this feature.
 *
 * A turn that runs names its thread in `running_thread`. The key on it is the lock: a thread runs one turn at a time.
 */
final class Tables {

	/**
	 * @return array<string,string> The columns and keys of a table, by its name.
	 */
	public static function columns(): array {
		$id = Schema::ID;
		return array(
			'turns'       => "
  turn_id varchar(64) $id NOT NULL,
  session_id varchar(191) $id NOT NULL,
  thread_id varchar(191) $id NOT NULL,
  running_thread varchar(191) $id DEFAULT NULL,
  claim varchar(32) $id NOT NULL,
  started_at bigint(20) unsigned NOT NULL,
  heartbeat_at bigint(20) unsigned NOT NULL,
  watched_at bigint(20) unsigned NOT NULL DEFAULT 0,
  stop_requested tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY  (turn_id),
  UNIQUE KEY by_running_thread (running_thread),
  KEY by_session (session_id),
  KEY by_start (started_at)
",
			'turn_events' => "
  turn_id varchar(64) $id NOT NULL,
  last_id bigint(20) unsigned NOT NULL,
  name varchar(16) $id NOT NULL,
  data longtext NOT NULL,
  PRIMARY KEY  (turn_id,last_id)
",
			'streams'     => "
  slot int(10) unsigned NOT NULL,
  holder varchar(32) $id NOT NULL,
  expires_at bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (slot)
",
		);
	}
}
