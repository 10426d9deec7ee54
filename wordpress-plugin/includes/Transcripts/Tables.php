<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

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
			'transcripts' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  thread_id varchar(191) $id NOT NULL DEFAULT '',
  turn_id varchar(64) $id NOT NULL DEFAULT '',
  bot_id varchar(64) $id NOT NULL DEFAULT 'default',
  role varchar(16) $id NOT NULL,
  is_agent tinyint(1) NOT NULL DEFAULT 0,
  message longtext NOT NULL,
  sources longtext NOT NULL,
  engine varchar(32) $id NOT NULL DEFAULT '',
  is_answered tinyint(1) NOT NULL DEFAULT 0,
  finish varchar(16) $id NOT NULL DEFAULT '',
  model_usage varchar(255) NOT NULL DEFAULT '',
  actions longtext NOT NULL,
  user_id bigint(20) unsigned NOT NULL DEFAULT 0,
  user_email varchar(191) NOT NULL DEFAULT '',
  user_name varchar(191) NOT NULL DEFAULT '',
  user_identifier varchar(191) NOT NULL DEFAULT '',
  originating_page_url text NOT NULL,
  originating_page_title text NOT NULL,
  has_rag_context tinyint(1) NOT NULL DEFAULT 0,
  rag_context longtext NOT NULL,
  trace longtext NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY turn_role (turn_id,role),
  KEY by_time (created_at,id),
  KEY by_session (session_id,created_at,id),
  KEY by_role (role,created_at,id),
  KEY by_context (has_rag_context,created_at,id),
  KEY by_role_context (role,has_rag_context,created_at,id),
  KEY by_bot (bot_id,created_at,id,role,has_rag_context),
  KEY by_email (user_email),
  KEY by_user (user_identifier,created_at,id)
",
			'transcript_terms' => "
  term bigint(20) unsigned NOT NULL,
  created_at datetime NOT NULL,
  transcript_id bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (term,created_at,transcript_id),
  KEY by_transcript (transcript_id)
",
			'transcript_translations' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  message_id bigint(20) unsigned NOT NULL DEFAULT 0,
  language_code varchar(16) $id NOT NULL DEFAULT '',
  translated_message longtext NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  KEY by_session (session_id)
",
			'url_clicks' => "
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  clicked_url text NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  KEY by_session (session_id)
",
		);
	}
}
