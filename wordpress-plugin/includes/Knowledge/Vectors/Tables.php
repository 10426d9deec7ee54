<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

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
			'vectors' => "
  chunk_id bigint(20) unsigned NOT NULL,
  model varchar(128) $id NOT NULL,
  dimensions int(10) unsigned NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  role varchar(64) $id NOT NULL,
  content_type varchar(64) $id NOT NULL,
  source_id bigint(20) unsigned NOT NULL,
  updated_at bigint(20) NOT NULL,
  seq bigint(20) unsigned NOT NULL,
  is_deleted tinyint(1) NOT NULL DEFAULT 0,
  embedding mediumblob NOT NULL,
  PRIMARY KEY  (chunk_id,model,dimensions),
  UNIQUE KEY by_change (model,dimensions,seq),
  KEY by_source (source_id),
  KEY by_age (is_deleted,updated_at)
",
			'sequences' => "
  name varchar(191) $id NOT NULL,
  value bigint(20) NOT NULL,
  PRIMARY KEY  (name)
",
		);
	}
}
