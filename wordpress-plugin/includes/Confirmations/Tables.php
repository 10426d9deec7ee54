<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

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
			'confirmations' => "
  confirmation_key varchar(32) $id NOT NULL,
  name varchar(191) $id NOT NULL,
  label varchar(191) NOT NULL,
  summary text NOT NULL,
  arguments longtext NOT NULL,
  assistant_id varchar(64) $id NOT NULL,
  session_id varchar(191) $id NOT NULL,
  thread_id varchar(191) $id NOT NULL,
  turn_id varchar(64) $id NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  user_id bigint(20) unsigned NOT NULL,
  spender varchar(191) $id NOT NULL,
  expires_at bigint(20) NOT NULL,
  status varchar(16) $id NOT NULL,
  output longtext NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (confirmation_key),
  KEY by_session (session_id,created_at),
  KEY by_user (user_id),
  KEY by_time (created_at)
",
		);
	}
}
