<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\Schema;

/**
 * The table of this feature: threads that programs have made. Their messages are in the transcripts.
 */
final class Tables {

	/**
	 * @return array<string,string> The columns and keys of a table, by its name.
	 */
	public static function columns(): array {
		$id = Schema::ID;
		return array(
			'openai_threads' => "
  thread_id varchar(191) $id NOT NULL,
  session_id varchar(191) $id NOT NULL,
  user_id bigint(20) unsigned NOT NULL,
  running_until bigint(20) NOT NULL DEFAULT 0,
  created_at datetime NOT NULL,
  PRIMARY KEY  (thread_id),
  KEY by_session (session_id)
",
		);
	}
}
