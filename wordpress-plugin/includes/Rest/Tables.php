<?php
declare( strict_types=1 );

namespace MxChat\Rest;

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
			'limits' => "
  limit_key varchar(191) $id NOT NULL,
  window_start bigint(20) unsigned NOT NULL,
  hits bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (limit_key,window_start),
  KEY by_window (window_start)
",
			'idempotency' => "
  identity_hash varchar(64) $id NOT NULL,
  key_hash varchar(64) $id NOT NULL,
  request_hash varchar(64) $id NOT NULL,
  claim varchar(32) $id NOT NULL,
  status smallint(5) unsigned NOT NULL,
  sealed_body mediumtext NOT NULL,
  expires_at bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (identity_hash,key_hash),
  KEY by_expiry (expires_at)
",
		);
	}
}
