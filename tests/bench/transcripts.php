<?php
/**
 * GET /transcripts among any number of messages: p95 of every filter and order, the memory, and the index of each query.
 *
 *   tests/site/make-site name=bench db=sqlite native=0 content=0 serve=0
 *   MXCHAT_SITE=.cache/site-bench php tests/bench/transcripts.php 1000 1000000
 *
 * The messages of that site are replaced. Two years of conversations of ten messages each; the words of a message
 * follow Zipf's law, so that one word stands in most messages and most words in few.
 */

declare( strict_types=1 );

define( 'SAVEQUERIES', true );
require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( (string) getenv( 'MXCHAT_SITE' ) );
ini_set( 'memory_limit', '2G' );

const MXCHAT_RUNS       = 40;
const MXCHAT_VOCABULARY = 20000;
const MXCHAT_FIRST_TIME = 1700000000;

/**
 * The database itself, without WordPress: a million rows would take the translation to SQLite an hour.
 */
function mxchat_database(): PDO {
	$is_sqlite = defined( 'DB_DIR' );
	$pdo       = $is_sqlite
		? new PDO( 'sqlite:' . DB_DIR . DB_FILE )
		: new PDO( 'mysql:unix_socket=' . substr( DB_HOST, strlen( 'localhost:' ) ) . ';dbname=' . DB_NAME . ';charset=utf8mb4', DB_USER, DB_PASSWORD );
	$pdo->setAttribute( PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION );
	$pdo->exec( $is_sqlite ? 'PRAGMA synchronous = OFF' : 'SET unique_checks = 0' );
	return $pdo;
}

function mxchat_insert( PDO $pdo, string $table, array $columns, iterable $rows ): void {
	$name  = MxChat\Schema::table( $table );
	$batch = array();
	$write = static function () use ( &$batch, $pdo, $name, $columns ): void {
		if ( $batch ) {
			$pdo->exec( "INSERT INTO $name (" . implode( ', ', $columns ) . ') VALUES ' . implode( ',', $batch ) );
		}
		$batch = array();
	};
	$pdo->beginTransaction();
	foreach ( $rows as $row ) {
		$batch[] = $row;
		if ( count( $batch ) === 2000 ) {
			$write();
		}
	}
	$write();
	$pdo->commit();
}

/**
 * Word number `rank` of Zipf's law: a uniform number on the logarithmic scale.
 */
function mxchat_rank(): int {
	return (int) floor( MXCHAT_VOCABULARY ** ( mt_rand() / mt_getrandmax() ) ) - 1;
}

function mxchat_seed( int $count ): void {
	$pdo = mxchat_database();
	foreach ( array( 'transcripts', 'transcript_terms' ) as $table ) {
		$pdo->exec( 'DELETE FROM ' . MxChat\Schema::table( $table ) );
	}
	mt_srand( 1 );
	$step     = intdiv( 2 * 365 * 86400, $count );
	$postings = array_fill( 0, MXCHAT_VOCABULARY, '' );
	$messages = static function () use ( $count, $step, &$postings ): Generator {
		for ( $id = 1; $id <= $count; $id++ ) {
			$ranks = array_unique( array_map( 'mxchat_rank', range( 1, mt_rand( 4, 12 ) ) ) );
			$time  = MXCHAT_FIRST_TIME + $id * $step;
			foreach ( $ranks as $rank ) {
				$postings[ $rank ] .= pack( 'NN', $time, $id );
			}
			$session = intdiv( $id, 10 );
			yield sprintf(
				"(%d,'mxchat_chat_%032x','turn_%d','%s','%s','word%s','[]','[]','','','','%s',%d,'%s')",
				$id,
				$session,
				// A question and its answer are one turn.
				intdiv( $id + 1, 2 ),
				$session % 10 === 0 ? 'sales' : 'default',
				$id % 2 ? 'user' : 'assistant',
				implode( ' word', $ranks ),
				'{}',
				(int) ( $id % 10 > 1 ),
				gmdate( 'Y-m-d H:i:s', $time )
			);
		}
	};
	mxchat_insert( $pdo, 'transcripts', array( 'id', 'session_id', 'turn_id', 'bot_id', 'role', 'message', 'sources', 'actions', 'trace', 'originating_page_url', 'originating_page_title', 'rag_context', 'has_rag_context', 'created_at' ), $messages() );
	$terms = array();
	foreach ( array_keys( $postings ) as $rank ) {
		$terms[ MxChat\Transcripts\Term_Store::terms( "word$rank" )[0] ] = $rank;
	}
	ksort( $terms );
	$words = static function () use ( $terms, &$postings ): Generator {
		foreach ( $terms as $term => $rank ) {
			foreach ( str_split( $postings[ $rank ], 8 ) as $posting ) {
				if ( $posting !== '' ) {
					[ , $time, $id ] = unpack( 'N2', $posting );
					yield "($term,'" . gmdate( 'Y-m-d H:i:s', $time ) . "',$id)";
				}
			}
		}
	};
	mxchat_insert( $pdo, 'transcript_terms', array( 'term', 'created_at', 'transcript_id' ), $words() );
	$pdo->exec( defined( 'DB_DIR' ) ? 'SELECT 1' : 'ANALYZE TABLE ' . MxChat\Schema::table( 'transcripts' ) . ', ' . MxChat\Schema::table( 'transcript_terms' ) );
}

/**
 * @return array<string,array<string,mixed>>
 */
function mxchat_queries( int $count ): array {
	$step    = intdiv( 2 * 365 * 86400, $count );
	$at      = static fn( float $share ) => gmdate( 'c', MXCHAT_FIRST_TIME + (int) ( $share * $count ) * $step );
	$filters = array(
		'nothing'            => array(),
		'since, last 1%'     => array( 'since' => $at( 0.99 ) ),
		'until, first half'  => array( 'until' => $at( 0.5 ) ),
		'since and until'    => array( 'since' => $at( 0.4 ), 'until' => $at( 0.5 ) ),
		'session_id'         => array( 'session_id' => sprintf( 'mxchat_chat_%032x', intdiv( $count, 20 ) ) ),
		'role'               => array( 'role' => 'user' ),
		'has_rag_context=no' => array( 'has_rag_context' => 'no' ),
		'gaps of a day'      => array( 'role' => 'user', 'has_rag_context' => 'no', 'since' => $at( 0.99 ) ),
		'role and context'   => array( 'role' => 'user', 'has_rag_context' => 'yes' ),
		'bot_id'             => array( 'bot_id' => 'sales' ),
		'bot_id and role'    => array( 'bot_id' => 'sales', 'role' => 'user' ),
		'common word'        => array( 'search' => 'word0' ),
		'rare word'          => array( 'search' => 'word9000' ),
		'two words'          => array( 'search' => 'word0 word300' ),
		'word of a role'     => array( 'search' => 'word30', 'role' => 'user' ),
		'in the middle'      => array( 'offset' => intdiv( $count, 2 ) ),
	);
	$queries = array();
	foreach ( $filters as $name => $filter ) {
		foreach ( array( 'desc', 'asc' ) as $order ) {
			$queries[ "$name, $order" ] = $filter + compact( 'order' );
		}
	}
	return $queries;
}

function mxchat_ask( array $query, string $path = '/mxchat/v1/transcripts' ): WP_REST_Response {
	global $wpdb;
	$wpdb->query( 'DELETE FROM ' . MxChat\Schema::table( 'limits' ) );
	$wpdb->queries = array();
	$request       = new WP_REST_Request( 'GET', $path );
	$request->set_query_params( $query );
	return rest_do_request( $request );
}

/**
 * @return array{p95:float,peak:int,plans:string[]}
 */
function mxchat_measure( array $query, string $path = '/mxchat/v1/transcripts' ): array {
	global $wpdb;
	$times = array();
	$until = microtime( true ) + 8;
	for ( $run = 0; $run < MXCHAT_RUNS && ( $run < 5 || microtime( true ) < $until ); $run++ ) {
		$from    = hrtime( true );
		$status  = mxchat_ask( $query, $path )->get_status();
		$times[] = ( hrtime( true ) - $from ) / 1e6;
		if ( $status !== 200 ) {
			throw new RuntimeException( "Status $status." );
		}
	}
	sort( $times );
	$plans = array();
	foreach ( array_column( $wpdb->queries, 0 ) as $sql ) {
		if ( str_starts_with( $sql, 'SELECT' ) && str_contains( $sql, 'mxchat_transcript' ) && ! str_contains( $sql, ' WHERE id IN ' ) ) {
			array_push( $plans, ...mxchat_plan( $sql ) );
		}
	}
	return array( 'p95' => $times[ (int) ceil( 0.95 * count( $times ) ) - 1 ], 'plans' => array_unique( $plans ) );
}

/**
 * Which index each table of a query is read by.
 *
 * @return string[]
 */
function mxchat_plan( string $sql ): array {
	$pdo = mxchat_database();
	if ( defined( 'DB_DIR' ) ) {
		$rows = $pdo->query( 'EXPLAIN QUERY PLAN ' . str_replace( 'BINARY ', '', $sql ) )->fetchAll( PDO::FETCH_ASSOC );
		return array_column( $rows, 'detail' );
	}
	$rows = $pdo->query( "EXPLAIN $sql" )->fetchAll( PDO::FETCH_ASSOC );
	return array_map( static fn( array $row ) => "$row[table]: $row[type] " . ( $row['key'] ?? 'NO INDEX' ) . " ($row[Extra])", $rows );
}

/**
 * What would not hold at any size: a table read or sorted without an index, or a time that grows with the number of messages.
 *
 * @param array<int,array{p95:float,plans:string[]}> $by_size
 */
function mxchat_problem( array $by_size ): string {
	$last     = end( $by_size );
	$without = preg_grep( '/^(?!<)\w+: ALL |NO INDEX \((?!Select tables)|^SCAN (t|w\d|wp_\w+)$|Using filesort|TEMP B-TREE FOR ORDER BY/', preg_grep( '/^<|^(counted|latest)\b|^: /', $last['plans'], PREG_GREP_INVERT ) );
	if ( $without ) {
		return 'reads or sorts without an index: ' . implode( '; ', $without );
	}
	return $last['p95'] > 3 * reset( $by_size )['p95'] + 50 ? 'is slow among many messages' : '';
}

wp_set_current_user( 1 );
rest_get_server();
$mxchat_results = array();
$mxchat_sizes   = array_map( 'intval', array_slice( $argv, 1 ) );
// Messages that an earlier run has left are measured again.
$mxchat_there = (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . MxChat\Schema::table( 'transcripts' ) );
foreach ( $mxchat_sizes as $mxchat_size ) {
	$mxchat_from = microtime( true );
	if ( $mxchat_size !== $mxchat_there ) {
		mxchat_seed( $mxchat_size );
	}
	MxChat\Transcripts\Total_Store::begin_generation();
	printf( "%d messages written in %.0f s\n", $mxchat_size, microtime( true ) - $mxchat_from );
	foreach ( mxchat_queries( $mxchat_size ) as $mxchat_name => $mxchat_query ) {
		$mxchat_results[ $mxchat_name ][ $mxchat_size ] = mxchat_measure( $mxchat_query );
	}
	$mxchat_results['conversations'][ $mxchat_size ] = mxchat_measure( array(), '/mxchat/v1/transcripts/conversations' );
	$mxchat_results['unanswered'][ $mxchat_size ]    = mxchat_measure( array(), '/mxchat/v1/transcripts/unanswered' );
	memory_reset_peak_usage();
	$mxchat_before = memory_get_usage();
	mxchat_ask( array( 'limit' => 100 ) );
	printf( "A page of 100 among them: %.1f MB more at its peak\n", ( memory_get_peak_usage() - $mxchat_before ) / 1e6 );
}
printf( "\n%-32s %s\n", 'p95 in ms', implode( ' ', array_map( static fn( int $size ) => sprintf( '%10d', $size ), $mxchat_sizes ) ) );
foreach ( $mxchat_results as $mxchat_name => $mxchat_by_size ) {
	printf( "%-32s %s\n", $mxchat_name, implode( ' ', array_map( static fn( array $result ) => sprintf( '%10.1f', $result['p95'] ), $mxchat_by_size ) ) );
}
echo "\n";
foreach ( $mxchat_results as $mxchat_name => $mxchat_by_size ) {
	printf( "%s\n    %s\n", $mxchat_name, implode( "\n    ", end( $mxchat_by_size )['plans'] ) );
}
$mxchat_problems = array_filter( array_map( 'mxchat_problem', $mxchat_results ) );
foreach ( $mxchat_problems as $mxchat_name => $mxchat_problem ) {
	echo "PROBLEM: $mxchat_name $mxchat_problem\n";
}
exit( $mxchat_problems ? 1 : 0 );
