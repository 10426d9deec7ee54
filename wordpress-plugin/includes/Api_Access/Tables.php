<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

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
			'tokens' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  name varchar(191) NOT NULL,
  token_hash varchar(64) $id NOT NULL,
  hint varchar(8) $id NOT NULL,
  scopes text NOT NULL,
  is_test tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime NOT NULL,
  last_used_at datetime DEFAULT NULL,
  expires_at datetime DEFAULT NULL,
  revoked_at datetime DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_hash (token_hash)
",
		);
	}
}
