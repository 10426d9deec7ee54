<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

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
			'question_embeddings' => "
  question_key varchar(64) $id NOT NULL,
  model varchar(128) $id NOT NULL,
  dimensions int(10) unsigned NOT NULL,
  embedding mediumblob NOT NULL,
  expires_at bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (question_key,model,dimensions),
  KEY by_expiry (expires_at)
",
			'replacements' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  bot_id varchar(64) $id NOT NULL,
  source_key varchar(64) $id NOT NULL,
  content_hash varchar(64) $id NOT NULL,
  source longtext NOT NULL,
  created_at bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_key (bot_id,source_key)
",
		);
	}
}
