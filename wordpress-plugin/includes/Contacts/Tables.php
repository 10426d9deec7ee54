<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

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
			'contacts' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  contact_id varchar(64) $id NOT NULL,
  is_test tinyint(1) NOT NULL DEFAULT 0,
  email varchar(191) NOT NULL,
  email_key varchar(191) $id NOT NULL,
  name varchar(191) NOT NULL DEFAULT '',
  phone varchar(64) NOT NULL DEFAULT '',
  attributes longtext NOT NULL,
  has_consent tinyint(1) DEFAULT NULL,
  consent_at datetime DEFAULT NULL,
  source varchar(32) $id NOT NULL DEFAULT '',
  created_at datetime NOT NULL,
  updated_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_contact (contact_id),
  UNIQUE KEY by_email (is_test,email_key),
  KEY by_change (updated_at)
",
		);
	}
}
