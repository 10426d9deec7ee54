<?php
declare( strict_types=1 );

namespace MxChat\Actions;

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
			'actions' => "
  action_id varchar(128) $id NOT NULL,
  is_enabled tinyint(1) NOT NULL DEFAULT 0,
  position int(10) unsigned NOT NULL DEFAULT 0,
  strictness varchar(8) $id NOT NULL DEFAULT '',
  who varchar(64) $id NOT NULL DEFAULT 'anyone',
  confirmation text NOT NULL,
  updated_at datetime NOT NULL,
  PRIMARY KEY  (action_id)
",
			'action_phrases' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  action_id varchar(128) $id NOT NULL,
  is_counter tinyint(1) NOT NULL DEFAULT 0,
  phrase text NOT NULL,
  PRIMARY KEY  (id),
  KEY by_action (action_id,is_counter,id)
",
			'action_models' => "
  scorer varchar(191) $id NOT NULL,
  fingerprint varchar(64) $id NOT NULL,
  model mediumblob NOT NULL,
  updated_at datetime NOT NULL,
  PRIMARY KEY  (scorer)
",
			'test_cases' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  bot_id varchar(64) $id NOT NULL DEFAULT 'default',
  question text NOT NULL,
  expects varchar(16) $id NOT NULL,
  expected text NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  KEY by_bot (bot_id,id)
",
		);
	}
}
