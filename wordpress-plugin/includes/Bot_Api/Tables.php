<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

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
			'conversations' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  client varchar(64) $id NOT NULL DEFAULT '',
  client_session_id varchar(191) $id NOT NULL DEFAULT '',
  contact_id varchar(64) $id NOT NULL DEFAULT '',
  is_test tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime NOT NULL,
  closed_at datetime DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_session (session_id),
  KEY by_client (client,id),
  KEY by_bot (bot_id,id),
  KEY by_contact (contact_id,id)
",
		);
	}
}
