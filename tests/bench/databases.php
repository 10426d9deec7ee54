<?php
/**
 * Databases that search vectors, asked from PHP: databases.php pgvector|mariadb|sqlite-vec <folder of a case> [seconds]
 *
 * The same settings as the plugin's own stores for these. MXCHAT_TEST_PGVECTOR and MXCHAT_TEST_MARIADB say where
 * they are (tests/stores/databases env); sqlite-vec is loaded from sqlite3.extension_dir.
 */

declare( strict_types=1 );

namespace MxChat\Bench;

use PDO;
use SQLite3;

require __DIR__ . '/measure.php';
ini_set( 'memory_limit', '-1' );

function decimals( string $packed ): string {
	return '[' . implode( ',', unpack( 'g*', $packed ) ) . ']';
}

function connect( string $variable, ?string $user ): PDO {
	$dsn = getenv( $variable ) ?: fail( "$variable is not set." );
	return new PDO( $dsn, $user, $user === null ? null : '', array( PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION ) );
}

function pgvector( Vectors_Case $case, float $seconds ): void {
	$pdo = connect( 'MXCHAT_TEST_PGVECTOR', 'postgres' );
	// As the documentation advises: the graph is built in memory, by every core.
	foreach ( array( "maintenance_work_mem = '1GB'", 'max_parallel_maintenance_workers = 2', 'hnsw.ef_search = 200', 'client_min_messages = warning' ) as $setting ) {
		$pdo->exec( "SET $setting" );
	}
	$pdo->exec( 'CREATE EXTENSION IF NOT EXISTS vector' );
	$pdo->exec( 'DROP TABLE IF EXISTS bench' );
	$pdo->exec( "CREATE TABLE bench (id BIGINT PRIMARY KEY, embedding VECTOR($case->dimensions))" );
	$began = now_ms();
	foreach ( $case->batches() as $first => $rows ) {
		$lines = array();
		foreach ( str_split( $rows, $case->row_bytes() ) as $number => $row ) {
			$lines[] = ( $first + $number ) . "\t" . decimals( $row );
		}
		$pdo->pgsqlCopyFromArray( 'bench', $lines );
	}
	list( $column, $type ) = $case->dimensions > 2000 ? array( "(embedding::halfvec($case->dimensions))", "halfvec($case->dimensions)" ) : array( 'embedding', 'vector' );
	$operators             = $case->dimensions > 2000 ? 'halfvec_cosine_ops' : 'vector_cosine_ops';
	$pdo->exec( "CREATE INDEX ON bench USING hnsw ($column $operators)" );
	$build  = now_ms() - $began;
	$select = $pdo->prepare( "SELECT id FROM bench ORDER BY $column <=> CAST(? AS $type) LIMIT $case->limit" );
	$search = static function ( string $query ) use ( $select ): array {
		$select->execute( array( decimals( $query ) ) );
		return $select->fetchAll( PDO::FETCH_COLUMN );
	};
	report(
		array(
			'engine'  => 'pgvector HNSW, ef 200',
			'build_s' => $build / 1000,
			'bytes'   => (int) $pdo->query( "SELECT pg_total_relation_size('bench')" )->fetchColumn(),
		) + timed( $case, $seconds, $search )
	);
	$pdo->exec( 'DROP TABLE bench' );
}

function mariadb( Vectors_Case $case, float $seconds ): void {
	$pdo = connect( 'MXCHAT_TEST_MARIADB', 'root' );
	$pdo->exec( 'SET GLOBAL mhnsw_max_cache_size = 1073741824' );
	$pdo->exec( 'SET SESSION mhnsw_ef_search = 200' );
	$pdo->exec( 'DROP TABLE IF EXISTS bench' );
	$pdo->exec( "CREATE TABLE bench (id BIGINT PRIMARY KEY, embedding VECTOR($case->dimensions) NOT NULL, VECTOR INDEX (embedding) M=16 DISTANCE=cosine) ENGINE=InnoDB" );
	$began = now_ms();
	foreach ( $case->batches() as $first => $rows ) {
		$values = array();
		foreach ( str_split( $rows, $case->row_bytes() ) as $number => $row ) {
			$values[] = '(' . ( $first + $number ) . ",X'" . bin2hex( $row ) . "')";
		}
		$pdo->exec( 'INSERT INTO bench VALUES ' . implode( ',', $values ) );
	}
	$build  = now_ms() - $began;
	$search = static fn( string $query ): array => $pdo->query(
		"SELECT id FROM bench ORDER BY VEC_DISTANCE_COSINE(embedding, X'" . bin2hex( $query ) . "') LIMIT $case->limit"
	)->fetchAll( PDO::FETCH_COLUMN );
	report(
		array(
			'engine'  => 'MariaDB VECTOR, ef 200',
			'build_s' => $build / 1000,
			'bytes'   => (int) $pdo->query( "SELECT SUM(file_size) FROM information_schema.innodb_sys_tablespaces WHERE name LIKE 'stores/bench%'" )->fetchColumn(),
		) + timed( $case, $seconds, $search )
	);
	$pdo->exec( 'DROP TABLE bench' );
}

function sqlite_vec( Vectors_Case $case, float $seconds ): void {
	$file = "$case->folder/sqlite-vec.db";
	@unlink( $file );
	$db = new SQLite3( $file );
	$db->enableExceptions( true );
	$db->loadExtension( 'vec0.so' );
	$db->exec( 'PRAGMA synchronous = OFF' );
	$db->exec( "CREATE VIRTUAL TABLE bench USING vec0(id INTEGER PRIMARY KEY, embedding FLOAT[$case->dimensions] distance_metric=cosine, signs BIT[$case->dimensions])" );
	// One row of a vec0 table costs as much to read as a thousand: the candidates' embeddings come from a table of their own.
	$db->exec( 'CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, embedding BLOB)' );
	$inserts = array_map( $db->prepare( ... ), array( 'INSERT INTO bench VALUES (?1, ?2, vec_quantize_binary(?2))', 'INSERT INTO bench_rows VALUES (?1, ?2)' ) );
	$began  = now_ms();
	$db->exec( 'BEGIN' );
	foreach ( $case->batches() as $first => $rows ) {
		foreach ( str_split( $rows, $case->row_bytes() ) as $number => $row ) {
			foreach ( $inserts as $insert ) {
				$insert->bindValue( 1, $first + $number, SQLITE3_INTEGER );
				$insert->bindValue( 2, $row, SQLITE3_BLOB );
				$insert->execute();
			}
		}
	}
	$db->exec( 'COMMIT' );
	$built   = array(
		'build_s' => ( now_ms() - $began ) / 1000,
		'bytes'   => filesize( $file ),
	);
	$near    = 8 * $case->limit;
	$queries = array(
		'sqlite-vec, exact'         => "SELECT id FROM bench WHERE embedding MATCH ?1 AND k = $case->limit ORDER BY distance",
		"sqlite-vec, bits → $near" => "SELECT id FROM bench_rows WHERE id IN (SELECT id FROM bench WHERE signs MATCH vec_quantize_binary(?1) AND k = $near)
			ORDER BY vec_distance_cosine(embedding, ?1) LIMIT $case->limit",
	);
	foreach ( $queries as $engine => $sql ) {
		$select = $db->prepare( $sql );
		$search = static function ( string $query ) use ( $select ): array {
			$select->bindValue( 1, $query, SQLITE3_BLOB );
			$rows = $select->execute();
			$ids  = array();
			for ( $row = $rows->fetchArray( SQLITE3_NUM ); $row; $row = $rows->fetchArray( SQLITE3_NUM ) ) {
				$ids[] = $row[0];
			}
			return $ids;
		};
		report( array( 'engine' => $engine ) + $built + timed( $case, $seconds, $search ) );
	}
	unlink( $file );
}

$case    = new Vectors_Case( $argv[2] );
$seconds = (float) ( $argv[3] ?? 3 );
match ( $argv[1] ) {
	'pgvector'   => pgvector( $case, $seconds ),
	'mariadb'    => mariadb( $case, $seconds ),
	'sqlite-vec' => sqlite_vec( $case, $seconds ),
};
