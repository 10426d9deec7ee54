<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

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
			'webhooks'           => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  webhook_id varchar(64) $id NOT NULL,
  url text NOT NULL,
  description text NOT NULL,
  events text NOT NULL,
  sealed_secret text NOT NULL,
  sealed_old_secret text NOT NULL,
  old_secret_ends_at bigint(20) unsigned NOT NULL DEFAULT 0,
  is_enabled tinyint(1) NOT NULL DEFAULT 1,
  is_gone tinyint(1) NOT NULL DEFAULT 0,
  held_until bigint(20) unsigned NOT NULL DEFAULT 0,
  told_at bigint(20) unsigned NOT NULL DEFAULT 0,
  created_at datetime NOT NULL,
  updated_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_webhook (webhook_id)
",
			'webhook_deliveries' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  delivery_id varchar(64) $id NOT NULL,
  webhook_row bigint(20) unsigned NOT NULL,
  message_id varchar(64) $id NOT NULL,
  type varchar(64) $id NOT NULL,
  body mediumtext NOT NULL,
  session_id varchar(191) $id NOT NULL DEFAULT '',
  status varchar(16) $id NOT NULL,
  run int(10) unsigned NOT NULL DEFAULT 0,
  tries int(10) unsigned NOT NULL DEFAULT 0,
  next_try_at bigint(20) unsigned NOT NULL DEFAULT 0,
  status_code int(10) unsigned NOT NULL DEFAULT 0,
  error_code varchar(64) $id NOT NULL DEFAULT '',
  created_at datetime NOT NULL,
  finished_at datetime DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_delivery (delivery_id),
  KEY by_webhook (webhook_row,id),
  KEY by_status (status,next_try_at),
  KEY by_session (session_id),
  KEY by_time (created_at)
",
			'webhook_attempts'   => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  delivery_row bigint(20) unsigned NOT NULL,
  status_code int(10) unsigned NOT NULL DEFAULT 0,
  error_code varchar(64) $id NOT NULL DEFAULT '',
  milliseconds int(10) unsigned NOT NULL DEFAULT 0,
  attempted_at datetime NOT NULL,
  PRIMARY KEY  (id),
  KEY by_delivery (delivery_row,id)
",
		);
	}
}
