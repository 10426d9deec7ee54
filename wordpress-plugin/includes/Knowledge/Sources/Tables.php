<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

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
			'web_sources' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  source_id varchar(64) $id NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  kind varchar(16) $id NOT NULL,
  url text NOT NULL,
  url_key varchar(64) $id NOT NULL,
  recrawl_hours int(10) unsigned NOT NULL DEFAULT 0,
  status varchar(16) $id NOT NULL,
  error_code varchar(64) $id NOT NULL DEFAULT '',
  round int(10) unsigned NOT NULL DEFAULT 0,
  next_crawl_at bigint(20) unsigned NOT NULL DEFAULT 0,
  crawled_at datetime DEFAULT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_source (source_id),
  UNIQUE KEY by_url (bot_id,url_key),
  KEY by_time (next_crawl_at)
",
			'web_pages'   => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  source_row bigint(20) unsigned NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  url text NOT NULL,
  url_key varchar(64) $id NOT NULL,
  known_url text NOT NULL,
  known_key varchar(64) $id NOT NULL DEFAULT '',
  etag varchar(255) $id NOT NULL DEFAULT '',
  last_modified varchar(64) $id NOT NULL DEFAULT '',
  body_hash varchar(64) $id NOT NULL DEFAULT '',
  status varchar(16) $id NOT NULL,
  error_code varchar(64) $id NOT NULL DEFAULT '',
  failures int(10) unsigned NOT NULL DEFAULT 0,
  seen_round int(10) unsigned NOT NULL,
  read_round int(10) unsigned NOT NULL DEFAULT 0,
  read_at datetime DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_url (source_row,url_key),
  KEY by_known (bot_id,known_key),
  KEY by_round (source_row,read_round,id)
",
			'web_hosts'   => "
  origin_key varchar(64) $id NOT NULL,
  robots mediumtext NOT NULL,
  robots_status varchar(16) $id NOT NULL DEFAULT '',
  robots_until bigint(20) unsigned NOT NULL DEFAULT 0,
  next_ask_at bigint(20) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY  (origin_key)
",
		);
	}
}
