<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

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
			'sources' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  bot_id varchar(64) $id NOT NULL,
  source_key varchar(64) $id NOT NULL,
  source_url text NOT NULL,
  post_id bigint(20) unsigned NOT NULL DEFAULT 0,
  is_pushed tinyint(1) NOT NULL DEFAULT 0,
  title text NOT NULL,
  content_type varchar(64) NOT NULL,
  content_hash varchar(64) $id NOT NULL,
  bytes bigint(20) unsigned NOT NULL DEFAULT 0,
  updated_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_key (bot_id,source_key),
  KEY by_post (post_id),
  KEY by_time (updated_at,id),
  KEY by_type (content_type,updated_at,id)
",
			'chunks' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  source_id bigint(20) unsigned NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  position int(10) unsigned NOT NULL,
  content mediumtext NOT NULL,
  features mediumblob NOT NULL,
  PRIMARY KEY  (id),
  KEY by_source (source_id,position),
  KEY by_bot (bot_id,id)
",
			'segments' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  bot_id varchar(64) $id NOT NULL,
  generation bigint(20) unsigned NOT NULL,
  page int(10) unsigned NOT NULL,
  after_chunk_id bigint(20) unsigned NOT NULL,
  max_chunk_id bigint(20) unsigned NOT NULL,
  chunk_count int(10) unsigned NOT NULL,
  segment_bytes bigint(20) unsigned NOT NULL,
  content mediumblob NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_page (bot_id,generation,page),
  KEY by_first_page (bot_id,page,generation)
",
			'index_states' => "
  bot_id varchar(64) $id NOT NULL,
  changes bigint(20) unsigned NOT NULL DEFAULT 0,
  indexed_changes bigint(20) unsigned NOT NULL DEFAULT 0,
  writer varchar(32) $id NOT NULL DEFAULT '',
  lease_ends_at bigint(20) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY  (bot_id)
",
		);
	}
}
