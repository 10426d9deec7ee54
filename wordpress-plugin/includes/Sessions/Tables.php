<?php
declare( strict_types=1 );

namespace MxChat\Sessions;

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
			'sessions' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  secret_hash varchar(64) $id NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  visible_after bigint(20) unsigned NOT NULL DEFAULT 0,
  created_at datetime NOT NULL,
  expires_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_session (session_id),
  UNIQUE KEY by_secret (secret_hash),
  KEY by_expiry (expires_at)
",
		);
	}
}
