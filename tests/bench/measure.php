<?php
/**
 * What the programs of this bench share: the rows of a case, a stopwatch, one JSON line per engine.
 */

declare( strict_types=1 );

namespace MxChat\Bench;

use ReflectionFunction;

/** Rows handed over at once, as many as the plugin hands over. */
const BATCH = 200;

/** The files that cases.py wrote. */
final class Vectors_Case {

	public int $rows;
	public int $dimensions;
	public int $limit;
	public string $queries;
	private string $rows_file;

	public function __construct( public string $folder ) {
		$case             = json_decode( file_get_contents( "$folder/case.json" ), true, 8, JSON_THROW_ON_ERROR );
		$this->rows       = $case['rows'];
		$this->dimensions = $case['dimensions'];
		$this->limit      = $case['limit'];
		$this->queries    = file_get_contents( "$folder/queries.f32" );
		$this->rows_file  = "$folder/rows.f32";
	}

	public function row_bytes(): int {
		return 4 * $this->dimensions;
	}

	/** Every row, packed. */
	public function all(): string {
		return file_get_contents( $this->rows_file );
	}

	/** @return iterable<int,string> Position of the first row of a batch, and its rows, packed. */
	public function batches(): iterable {
		$file = fopen( $this->rows_file, 'rb' );
		for ( $position = 0; $position < $this->rows; $position += BATCH ) {
			yield $position => fread_all( $file, min( BATCH, $this->rows - $position ) * $this->row_bytes() );
		}
		fclose( $file );
	}
}

/** @param resource $file */
function fread_all( $file, int $bytes ): string {
	$read = '';
	while ( strlen( $read ) < $bytes && ! feof( $file ) ) {
		$read .= fread( $file, $bytes - strlen( $read ) );
	}
	return $read;
}

/** Milliseconds of a clock that only goes forward. */
function now_ms(): float {
	return hrtime( true ) / 1e6;
}

/**
 * Asks every query in turn until the seconds are over: three of them at least. The first asks once more, unmeasured.
 *
 * @param callable(string):list<int> $search The ids of the rows most like one packed query.
 * @return array{times:list<float>,ids:list<list<int>>}
 */
function timed( Vectors_Case $case, float $seconds, callable $search ): array {
	$times = array();
	$ids   = array();
	$end   = now_ms() + 1000 * $seconds;
	$search( substr( $case->queries, 0, $case->row_bytes() ) );
	foreach ( str_split( $case->queries, $case->row_bytes() ) as $query ) {
		$began   = now_ms();
		$ids[]   = $search( $query );
		$times[] = now_ms() - $began;
		if ( count( $times ) >= 3 && now_ms() > $end ) {
			break;
		}
	}
	return array(
		'times' => $times,
		'ids'   => $ids,
	);
}

/** Memory of this process that no other can share, in bytes. */
function private_bytes(): int {
	$memory = file_get_contents( '/proc/self/smaps_rollup' );
	return preg_match( '/^Anonymous:\s+(\d+) kB/m', (string) $memory, $found ) ? 1024 * (int) $found[1] : 0;
}

/** Which engine answers, asked of the function itself: an old extension may lack it. */
function engine_of( string $function_name ): string {
	$engine = ( new ReflectionFunction( $function_name ) )->isInternal() ? 'native' : 'polyfill';
	if ( 'polyfill' === $engine && extension_loaded( 'mxchat' ) ) {
		fail( "The extension does not declare $function_name." );
	}
	return $engine;
}

function report( array $measured ): void {
	echo json_encode( $measured, JSON_THROW_ON_ERROR ), "\n";
}

function fail( string $message ): never {
	fwrite( STDERR, $message . "\n" );
	exit( 1 );
}
