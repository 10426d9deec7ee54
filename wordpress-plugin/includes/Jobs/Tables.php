<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

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
			'jobs' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  job_id varchar(64) $id NOT NULL,
  kind varchar(32) $id NOT NULL,
  lane varchar(80) $id NOT NULL DEFAULT '',
  status varchar(16) $id NOT NULL,
  state longtext NOT NULL,
  result longtext NOT NULL,
  error_code varchar(64) $id NOT NULL DEFAULT '',
  done bigint(20) unsigned NOT NULL DEFAULT 0,
  total bigint(20) unsigned NOT NULL DEFAULT 0,
  failures int(10) unsigned NOT NULL DEFAULT 0,
  worker varchar(32) $id NOT NULL DEFAULT '',
  due_at bigint(20) unsigned NOT NULL,
  created_at datetime NOT NULL,
  updated_at datetime NOT NULL,
  finished_at datetime DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_job (job_id),
  KEY by_lane (lane,status,id),
  KEY by_due (status,due_at,id)
",
		);
	}
}
