<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Schema;

/**
 * The table of this feature: what programs have made by the API, as they are shown it.
 */
final class Tables {

	/**
	 * @return array<string,string> The columns and keys of a table, by its name.
	 */
	public static function columns(): array {
		$id = Schema::ID;
		return array(
			'openai_objects' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  api_id varchar(64) $id NOT NULL,
  kind varchar(24) $id NOT NULL,
  owner varchar(64) $id NOT NULL,
  parent_id varchar(64) $id NOT NULL DEFAULT '',
  session_id varchar(191) $id NOT NULL DEFAULT '',
  active_id varchar(64) $id NOT NULL DEFAULT '',
  active_until bigint(20) NOT NULL DEFAULT 0,
  content longtext NOT NULL,
  created_at bigint(20) NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_object (api_id),
  KEY by_list (owner,kind,parent_id,id),
  KEY by_parent (parent_id),
  KEY by_session (session_id),
  KEY by_age (kind,created_at)
",
		);
	}
}
