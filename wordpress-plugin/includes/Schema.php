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

	/** The type of an id. Not ASCII: wpdb takes a table of mixed character sets for an ASCII one, and refuses all other text for it. */
	public const ID = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

	/** Classes with `columns(): array<string,string>`. */
	private const FEATURES = array(
		Transcripts\Tables::class,
		Sessions\Tables::class,
		Chat\Tables::class,
		Knowledge\Tables::class,
		Knowledge\Vectors\Tables::class,
		Knowledge\Sources\Tables::class,
		Jobs\Tables::class,
		Api_Access\Tables::class,
		Rest\Tables::class,
		Webhooks\Tables::class,
		Actions\Tables::class,
		Openai_Api\Tables::class,
		Bots\Tables::class,
		Bot_Api\Tables::class,
		Contacts\Tables::class,
		Spend\Tables::class,
		Assistant\Tables::class,
		Provider\Tables::class,
		Embeddings\Tables::class,
		Tools\Tables::class,
		Confirmations\Tables::class,
		OpenAI\Tables::class,
	);

	public static function upgrade_if_needed(): void {
		$version = (int) get_option( self::OPTION );
		if ( $version >= self::VERSION ) {
			return;
		}
		self::upgrade();
		if ( $version === 0 ) {
			/**
			 * A site has its tables now, and nothing in them: the plugin is switched on for a whole network, or files
			 * were put in place, and nobody activated it here.
			 */
			do_action( 'mxchat_site_begun' );
		}
	}

	public static function upgrade(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		dbDelta( self::statements() );
		update_option( self::OPTION, self::VERSION, true );
	}

	public static function drop(): void {
		global $wpdb;
		foreach ( self::names() as $table ) {
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
		return array_merge( $tables, array_map( array( self::class, 'table' ), self::names() ) );
	}

	/**
	 * @return string[] Without the prefix.
	 */
	public static function names(): array {
		return array_keys( self::columns() );
	}

	/**
	 * @return array<string,string>
	 */
	private static function columns(): array {
		return array_merge( ...array_map( static fn( string $feature ) => $feature::columns(), self::FEATURES ) );
	}

	private static function statements(): string {
		global $wpdb;
		$statements = '';
		foreach ( self::columns() as $name => $columns ) {
			$statements .= 'CREATE TABLE ' . self::table( $name ) . ' (' . $columns . ') ' . $wpdb->get_charset_collate() . ";\n";
		}
		return $statements;
	}
}
