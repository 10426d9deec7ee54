<?php
declare( strict_types=1 );

use MxChat\Rest;
use MxChat\Schema;

/**
 * Rules that the sources themselves keep: what stands in no file can be done by none.
 */
final class Rules_Test extends Site_Test_Case {

	/** Stores, each by the name of what it keeps. */
	private const STORES = array( 'Chat/Event_Log.php', 'Provider/Host_State.php', 'Schema.php', 'Transaction.php' );

	/** Conditions that a query's own store puts together, and the address of the database. */
	private const CONDITIONS = array( 'Contacts/Contact_Query.php', 'Knowledge/Source_Query.php', 'Knowledge/Vectors/Database.php' );

	private const KEEPS_ONE_VALUE = array( 'Actions/Image_Search_Key.php', 'Assistant/Last_Failure.php', 'Chat/Threads.php', 'Provider/Refused_Parameters.php', 'Schema.php' );

	public function test_sql_stands_in_stores_alone(): void {
		$this->assertSame( array(), $this->files_with( '/\$wpdb\b/', '/Store\.php$/', array( ...self::STORES, ...self::CONDITIONS ) ) );
		$this->assertSame( array(), $this->files_with( '/->(query|get_\w+|insert|update|delete|replace)\s*\(.*\$wpdb|\$wpdb->(query|get_\w+|insert|update|delete|replace)\b/', '/Store\.php$/', self::STORES ) );
	}

	public function test_options_and_transients_are_written_by_what_keeps_them_alone(): void {
		$this->assertSame( array(), $this->files_with( '/\b(add|update|delete)_(site_|network_|blog_)?option\(|\b(set|delete)_(site_)?transient\(/', '/Store\.php$/', self::KEEPS_ONE_VALUE ) );
	}

	public function test_nothing_that_is_kept_outlives_the_plugin(): void {
		$uninstall = (string) file_get_contents( dirname( MxChat\PLUGIN_FILE ) . '/uninstall.php' );
		$kept      = array();
		foreach ( $this->sources() as $name => $code ) {
			if ( preg_match( '/\b(add|update)_(site_)?option\(|\bset_transient\(|INTO \$wpdb->options\b|Option_Store::(change|add_first)\(/', $code ) ) {
				preg_match_all( "/const\s+\w+\s*=\s*'(mxchat_\w+)'/", $code, $names );
				preg_match_all( "/(?:transient_key\(.*get_current_blog_id\(\), |self::key\( )'(\w+?)(?:_link)?',/", $code, $purposes );
				$kept[ $name ] = array( ...$names[1], ...array_map( static fn( string $purpose ) => "mxchat_{$purpose}_", $purposes[1] ) );
			}
			preg_match_all( "/const\s+HOOK\s*=\s*'(\w+)'|wp_schedule_event\(.*'(mxchat_\w+)'/", $code, $hooks );
			$kept[ "$name, its events" ] = array_filter( array( ...$hooks[1], ...$hooks[2] ) );
		}
		foreach ( array_filter( $kept ) as $name => $names ) {
			foreach ( $names as $each ) {
				$this->assertTrue( str_contains( $uninstall, $each ) || $each === 'mxchat_schema_version', "$name keeps $each" );
			}
		}
		$this->assertGreaterThan( 12, count( array_filter( $kept ) ) );
	}

	/**
	 * @dataProvider parts
	 */
	public function test_what_a_feature_declares_is_in_the_table( string $file, string $table ): void {
		$declared = array_map( static fn( string $name ) => 'MxChat\\' . strtr( substr( $name, 0, -4 ), '/', '\\' ), $this->files_with( "/^final class $file\b/m", '/^$/' ) );
		$declared = array_filter( $declared, static fn( string $class ) => $class !== $table && str_ends_with( $class, '\\' . $file ) );
		$listed   = ( new ReflectionClassConstant( $table, 'FEATURES' ) )->getValue();
		sort( $declared );
		sort( $listed );
		$this->assertSame( $listed, array_values( $declared ) );
	}

	public function parts(): array {
		return array( array( 'Routes', Rest\Routes::class ), array( 'Tables', Schema::class ) );
	}

	/**
	 * Whatever a feature keeps of a session goes with it.
	 */
	public function test_erased_sessions_are_in_no_table(): void {
		$session_id = 'mxchat_chat_' . str_repeat( 'e', 32 );
		$tables     = $this->tables_of_sessions();
		foreach ( $tables as $table => $types ) {
			$this->fill( $table, $types, $session_id, 1 );
			$this->fill( $table, $types, 'mxchat_chat_' . str_repeat( 'f', 32 ), 2 );
		}
		MxChat\Transcripts\Deletion::delete( array( $session_id ) );
		$left = array();
		foreach ( array_keys( $tables ) as $table ) {
			$left[ $table ] = $this->session_ids( $table );
		}
		$this->assertGreaterThan( 6, count( $tables ) );
		$this->assertSame( array(), array_filter( $left, static fn( array $ids ) => in_array( $session_id, $ids, true ) ) );
		$this->assertSame( array(), array_filter( $left, static fn( array $ids ) => $ids === array() ), 'A session of another id went as well.' );
	}

	public function test_every_route_is_limited(): void {
		$free = array();
		foreach ( Rest\Routes::table() as $route ) {
			if ( $route->limiter === '' ) {
				$free[] = "$route->method $route->path";
			}
		}
		// It costs no more than WordPress itself, and a monitor asks it as often as it likes.
		$this->assertSame( array( 'GET /health' ), $free );
	}

	/**
	 * @dataProvider words_that_no_file_has
	 */
	public function test_no_file_has( string $pattern, array $where = array() ): void {
		$this->assertSame( array(), $this->files_with( $pattern, '/^$/', $where ) );
	}

	public function words_that_no_file_has(): array {
		return array(
			'objects made from text'      => array( '/\b(maybe_)?unserialize\(/' ),
			'code made from text'         => array( '/\b(eval|create_function|assert)\s*\(|(?<!function )(?<![:>])\b(extract|parse_str)\s*\(|new \\\\?ReflectionFunction\( \$_/' ),
			'other programs'              => array( '/\b(exec|shell_exec|proc_open|popen|passthru|system|pcntl_\w+)\s*\(/' ),
			'a door beside the table'     => array( '/wp_ajax_|admin_post_|register_rest_field|xmlrpc_methods/' ),
			'a user signed in by us'      => array( '/wp_set_current_user|wp_set_auth_cookie|wp_signon|determine_current_user/', array( 'Knowledge/Post_Content.php', 'Tools/Execution.php' ) ),
			'TLS without a check'         => array( '/[\'"]sslverify[\'"]\s*=>\s*(false|0)|CURLOPT_SSL_VERIFY(PEER|HOST)\s*,\s*(false|0)/' ),
			'a log with somebody\'s text' => array( '/error_log\(.*(getMessage|getTrace|->message|->body|->text)\b/' ),
			'a dump'                      => array( '/\b(var_dump|var_export|print_r|debug_backtrace|debug_print_backtrace)\s*\(/' ),
			'input past the guard'        => array( '/\$_(GET|POST|REQUEST|COOKIE|FILES)\b|php:\/\/input/', array( 'Rest/Guard.php', 'Actions/Guest_Proof.php' ) ),
			'headers past the guard'      => array( '/\$_SERVER\b/', array( 'Rest/Client_Address.php', 'Api_Access/Bearer.php', 'Actions/Guest_Proof.php', 'Chat/Stream_Health.php' ) ),
			'output past REST'            => array( '/\b(echo|print|printf|readfile|fpassthru)\b\s*\(?[\s$\'"]/', array( 'Contacts/Csv_Response.php', 'Actions/Thumbnails.php', 'Http/Output.php', 'Admin/Menu.php', 'Network/Menu.php', 'Plugin_Conflict.php', 'Actions/Guest_Proof.php', 'Chat/Widget.php' ) ),
			'a secret that a trace shows' => array( '/function \w+\((?:[^()]|\([^()]*\))*(?<!SensitiveParameter\] )string \$(secret|api_key|password|bearer)\b/' ),
		);
	}

	/**
	 * @dataProvider words_that_no_script_has
	 */
	public function test_no_script_has( string $pattern, array $where = array() ): void {
		$this->assertSame( array(), $this->files_with( $pattern, '/^$/', $where, 'src' ) );
	}

	public function words_that_no_script_has(): array {
		return array(
			'HTML made from text'    => array( '/\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|RawHTML|createContextualFragment|DOMParser|srcdoc|setHTML\w*)\b|document\.write/' ),
			'code made from text'    => array( '/\beval\s*\(|new Function\b|set(Timeout|Interval)\(\s*[\'"`]|javascript:/' ),
			'a request past rest.ts' => array( '/(?<![\w.])fetch\(\s*[^$\s)]|XMLHttpRequest|sendBeacon|new EventSource|WebSocket/', array( 'rest.ts', 'admin/send.ts', 'assistant-api/clear_session.tsx', 'api-access/examples.tsx' ) ),
			'a cookie'               => array( '/document\.cookie/' ),
		);
	}

	/**
	 * @return array<string,array<string,string>> The columns' types, by the table.
	 */
	private function tables_of_sessions(): array {
		global $wpdb;
		$tables = array();
		foreach ( Schema::names() as $name ) {
			$tables[ $name ] = array_column( $wpdb->get_results( 'SHOW COLUMNS FROM ' . Schema::table( $name ), ARRAY_A ), 'Type', 'Field' );
		}
		return array_filter( $tables, static fn( array $types ) => isset( $types['session_id'] ) );
	}

	private function fill( string $table, array $types, string $session_id, int $number ): void {
		global $wpdb;
		$row = array_map( static fn( string $type ) => self::value_of( strtolower( $type ), $number ), $types );
		$this->assertSame( 1, $wpdb->insert( Schema::table( $table ), array( 'session_id' => $session_id ) + $row ), $table );
	}

	private static function value_of( string $type, int $number ): string|int {
		return match ( true ) {
			(bool) preg_match( '/int|float|double|decimal/', $type ) => $number,
			str_contains( $type, 'date' )                           => '2026-05-12 00:00:00',
			default                                                 => (string) $number,
		};
	}

	/**
	 * @return string[]
	 */
	private function session_ids( string $table ): array {
		global $wpdb;
		return $wpdb->get_col( 'SELECT session_id FROM ' . Schema::table( $table ) );
	}

	/**
	 * @param string[] $allowed Files that may have it; each must exist.
	 * @return string[]
	 */
	private function files_with( string $pattern, string $allowed_names, array $allowed = array(), string $folder = 'includes' ): array {
		$sources = $this->sources( $folder );
		$this->assertSame( array(), array_diff( $allowed, array_keys( $sources ) ), 'A file that may have it is gone.' );
		$found = array_filter( $sources, static fn( string $code, string $name ) => preg_match( $pattern, $code ) && ! preg_match( $allowed_names, $name ), ARRAY_FILTER_USE_BOTH );
		return array_values( array_diff( array_keys( $found ), $allowed ) );
	}

	/**
	 * @return array<string,string> Code without comments by the file's name.
	 */
	private function sources( string $folder = 'includes' ): array {
		static $read = array();
		if ( isset( $read[ $folder ] ) ) {
			return $read[ $folder ];
		}
		$root    = dirname( MxChat\PLUGIN_FILE ) . "/$folder/";
		$sources = array();
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $root, FilesystemIterator::SKIP_DOTS ) ) as $path ) {
			if ( preg_match( '/\.(php|tsx?)$/', (string) $path ) ) {
				$sources[ substr( (string) $path, strlen( $root ) ) ] = self::without_comments( (string) file_get_contents( (string) $path ), str_ends_with( (string) $path, '.php' ) );
			}
		}
		ksort( $sources );
		return $read[ $folder ] = $sources;
	}

	private static function without_comments( string $code, bool $is_php ): string {
		if ( ! $is_php ) {
			return (string) preg_replace( '#/\*.*?\*/|(?<![:\'"`])//.*#', '', (string) preg_replace( '#/\*.*?\*/#s', '', $code ) );
		}
		$text = '';
		foreach ( token_get_all( $code ) as $token ) {
			$text .= is_array( $token ) ? ( in_array( $token[0], array( T_COMMENT, T_DOC_COMMENT ), true ) ? '' : $token[1] ) : $token;
		}
		return $text;
	}
}
