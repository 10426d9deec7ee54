<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * The tables, created and upgraded by version.
 *
 * Only SQL that runs on MariaDB, MySQL and the SQLite drop-in. Times are UTC. Ids have binary collation; SQLite
 * ignores it, so an id that comes from outside is compared with BINARY as well.
 */
final class Schema {

	private const VERSION = 1;
	private const OPTION  = 'mxchat_schema_version';

	public const TABLES = array(
		'transcripts',
		'transcript_terms',
		'transcript_translations',
		'url_clicks',
		'sessions',
		'sources',
		'chunks',
		'segments',
		'vectors',
		'sequences',
		'index_states',
		'jobs',
		'tokens',
		'limits',
		'idempotency',
	);

	public static function upgrade_if_needed(): void {
		if ( (int) get_option( self::OPTION ) < self::VERSION ) {
			self::upgrade();
		}
	}

	public static function upgrade(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		dbDelta( self::statements() );
		update_option( self::OPTION, self::VERSION, true );
	}

	public static function drop(): void {
		global $wpdb;
		foreach ( self::TABLES as $table ) {
			$wpdb->query( 'DROP TABLE IF EXISTS ' . self::table( $table ) );
		}
		delete_option( self::OPTION );
	}

	public static function table( string $name ): string {
		global $wpdb;
		return $wpdb->prefix . 'mxchat_' . $name;
	}

	/**
	 * @param string[] $tables Tables that WordPress drops with a site of a network.
	 * @return string[]
	 */
	public static function add_to_dropped_tables( array $tables ): array {
		return array_merge( $tables, array_map( array( self::class, 'table' ), self::TABLES ) );
	}

	private static function statements(): string {
		global $wpdb;
		$charset = $wpdb->get_charset_collate();
		// Not ASCII: wpdb takes a table of mixed character sets for an ASCII one, and refuses all other text for it.
		$id      = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
		$p       = $wpdb->prefix . 'mxchat_';
		return "CREATE TABLE {$p}transcripts (
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
  user_id bigint(20) unsigned NOT NULL DEFAULT 0,
  user_email varchar(191) NOT NULL DEFAULT '',
  user_name varchar(191) NOT NULL DEFAULT '',
  user_identifier varchar(191) NOT NULL DEFAULT '',
  originating_page_url text NOT NULL,
  originating_page_title text NOT NULL,
  has_rag_context tinyint(1) NOT NULL DEFAULT 0,
  rag_context longtext NOT NULL,
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
) $charset;
CREATE TABLE {$p}transcript_terms (
  term bigint(20) unsigned NOT NULL,
  created_at datetime NOT NULL,
  transcript_id bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (term,created_at,transcript_id),
  KEY by_transcript (transcript_id)
) $charset;
CREATE TABLE {$p}transcript_translations (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  message_id bigint(20) unsigned NOT NULL DEFAULT 0,
  language_code varchar(16) $id NOT NULL DEFAULT '',
  translated_message longtext NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  KEY by_session (session_id)
) $charset;
CREATE TABLE {$p}url_clicks (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  clicked_url text NOT NULL,
  created_at datetime NOT NULL,
  PRIMARY KEY  (id),
  KEY by_session (session_id)
) $charset;
CREATE TABLE {$p}sessions (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  session_id varchar(191) $id NOT NULL,
  secret_hash varchar(64) $id NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  visible_after bigint(20) unsigned NOT NULL DEFAULT 0,
  created_at datetime NOT NULL,
  expires_at datetime NOT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_session (session_id),
  UNIQUE KEY by_secret (secret_hash),
  KEY by_expiry (expires_at)
) $charset;
CREATE TABLE {$p}sources (
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
) $charset;
CREATE TABLE {$p}chunks (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  source_id bigint(20) unsigned NOT NULL,
  bot_id varchar(64) $id NOT NULL,
  position int(10) unsigned NOT NULL,
  content mediumtext NOT NULL,
  features mediumblob NOT NULL,
  PRIMARY KEY  (id),
  KEY by_source (source_id,position),
  KEY by_bot (bot_id,id)
) $charset;
CREATE TABLE {$p}segments (
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
) $charset;
CREATE TABLE {$p}index_states (
  bot_id varchar(64) $id NOT NULL,
  changes bigint(20) unsigned NOT NULL DEFAULT 0,
  indexed_changes bigint(20) unsigned NOT NULL DEFAULT 0,
  writer varchar(32) $id NOT NULL DEFAULT '',
  lease_ends_at bigint(20) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY  (bot_id)
) $charset;
CREATE TABLE {$p}jobs (
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
) $charset;
CREATE TABLE {$p}vectors (
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
) $charset;
CREATE TABLE {$p}sequences (
  name varchar(191) $id NOT NULL,
  value bigint(20) NOT NULL,
  PRIMARY KEY  (name)
) $charset;
CREATE TABLE {$p}tokens (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  name varchar(191) NOT NULL,
  token_hash varchar(64) $id NOT NULL,
  hint varchar(8) $id NOT NULL,
  scopes text NOT NULL,
  created_at datetime NOT NULL,
  last_used_at datetime DEFAULT NULL,
  expires_at datetime DEFAULT NULL,
  revoked_at datetime DEFAULT NULL,
  PRIMARY KEY  (id),
  UNIQUE KEY by_hash (token_hash)
) $charset;
CREATE TABLE {$p}limits (
  limit_key varchar(191) $id NOT NULL,
  window_start bigint(20) unsigned NOT NULL,
  hits bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (limit_key,window_start),
  KEY by_window (window_start)
) $charset;
CREATE TABLE {$p}idempotency (
  identity_hash varchar(64) $id NOT NULL,
  key_hash varchar(64) $id NOT NULL,
  request_hash varchar(64) $id NOT NULL,
  claim varchar(32) $id NOT NULL,
  status smallint(5) unsigned NOT NULL,
  sealed_body mediumtext NOT NULL,
  expires_at bigint(20) unsigned NOT NULL,
  PRIMARY KEY  (identity_hash,key_hash),
  KEY by_expiry (expires_at)
) $charset;";
	}
}
