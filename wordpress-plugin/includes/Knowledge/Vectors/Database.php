<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings\Secret;

/**
 * A connection to a database with vectors, opened when it is first used.
 */
final class Database {

	private const CONNECT_SECONDS = 5;

	private ?\PDO $connection = null;

	/**
	 * @param string   $dsn   As `pgsql:host=…;dbname=…` or `mysql:host=…;dbname=…`.
	 * @param string[] $setup Statements that every connection begins with.
	 */
	public function __construct(
		public readonly string $dsn,
		private readonly string $user,
		private readonly Secret $password,
		private readonly array $setup = array(),
	) {}

	/**
	 * The site's own database.
	 */
	public static function of_site(): self {
		global $wpdb;
		[ $host, $port, $socket ] = $wpdb->parse_db_host( DB_HOST ) ?: array( 'localhost', null, null );
		$where                    = $socket ? "unix_socket=$socket" : "host=$host" . ( $port ? ";port=$port" : '' );
		return new self( "mysql:$where;dbname=" . DB_NAME . ';charset=utf8mb4', DB_USER, new Secret( DB_PASSWORD ) );
	}

	public function with_setup( string ...$statements ): self {
		return new self( $this->dsn, $this->user, $this->password, $statements );
	}

	/**
	 * @param list<string|int> $values One for each `?`.
	 * @return int Affected rows.
	 */
	public function execute( string $sql, array $values = array() ): int {
		return $this->run( $sql, $values )->rowCount();
	}

	/**
	 * @param list<string|int> $values One for each `?`.
	 * @return list<array<string,mixed>>
	 */
	public function rows( string $sql, array $values = array() ): array {
		return $this->run( $sql, $values )->fetchAll( \PDO::FETCH_ASSOC );
	}

	/**
	 * @param list<string|int> $values One for each `?`.
	 */
	public function value( string $sql, array $values = array() ): mixed {
		return $this->run( $sql, $values )->fetchColumn();
	}

	public function in_transaction( callable $work ): void {
		$connection = $this->connection();
		$connection->beginTransaction();
		try {
			$work();
			$connection->commit();
		} catch ( \Throwable $error ) {
			$connection->rollBack();
			throw $error;
		}
	}

	private function run( string $sql, array $values ): \PDOStatement {
		try {
			$statement = $this->connection()->prepare( $sql );
			foreach ( array_values( $values ) as $index => $value ) {
				$statement->bindValue( $index + 1, $value, is_int( $value ) ? \PDO::PARAM_INT : \PDO::PARAM_STR );
			}
			$statement->execute();
			return $statement;
		} catch ( \PDOException $error ) {
			throw Store_Failure::of( self::code( $error ), self::detail( $error ) );
		}
	}

	private function connection(): \PDO {
		if ( $this->connection !== null ) {
			return $this->connection;
		}
		if ( ! in_array( strstr( $this->dsn, ':', true ), class_exists( \PDO::class ) ? \PDO::getAvailableDrivers() : array(), true ) ) {
			throw Store_Failure::of( 'store_unsupported', 'PHP has no PDO driver for this database.' );
		}
		$options = array(
			\PDO::ATTR_ERRMODE          => \PDO::ERRMODE_EXCEPTION,
			\PDO::ATTR_TIMEOUT          => self::CONNECT_SECONDS,
			// One round trip; values still travel apart from the text, quoted by the driver.
			\PDO::ATTR_EMULATE_PREPARES => str_starts_with( $this->dsn, 'mysql:' ),
		);
		try {
			$connection = new \PDO( $this->dsn, $this->user, $this->password->reveal(), $options );
		} catch ( \PDOException $error ) {
			throw Store_Failure::of( self::code( $error ), self::detail( $error ) );
		}
		array_map( array( $connection, 'exec' ), $this->setup );
		$this->connection = $connection;
		return $connection;
	}

	/**
	 * By the class of the SQL state: 28 is a refused login, 08 a lost or impossible connection.
	 *
	 * The driver of PostgreSQL gives 08 for a refused login, too; only its words tell.
	 */
	private static function code( \PDOException $error ): string {
		$number = (int) ( $error->errorInfo[1] ?? $error->getCode() );
		$state  = (string) ( $error->errorInfo[0] ?? '' );
		return match ( true ) {
			str_starts_with( $state, '28' ) || in_array( $number, array( 1044, 1045 ), true ) => 'store_unauthorized',
			preg_match( '/authentication failed|no password supplied|role "[^"]*" does not exist/', $error->getMessage() ) === 1 => 'store_unauthorized',
			str_starts_with( $state, '08' ) || in_array( $number, array( 2002, 2003, 2005, 2006, 2013 ), true ) => 'store_unreachable',
			in_array( $state, array( '40001', '40P01', '53300', '55P03' ), true ) || in_array( $number, array( 1040, 1205, 1213 ), true ) => 'store_busy',
			default => 'store_rejected',
		};
	}

	/**
	 * State and number only: the text may quote values.
	 */
	private static function detail( \PDOException $error ): string {
		return 'SQL state ' . ( $error->errorInfo[0] ?? '' ) . ', error ' . ( $error->errorInfo[1] ?? $error->getCode() );
	}
}
