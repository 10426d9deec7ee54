<?php
/**
 * What the scripted vector stores share: a state that outlives a request, failures on demand, and plain arithmetic.
 *
 * They are run by PHP's built-in server, one request at a time. MXCHAT_UPSTREAM_STATE names the file of the state.
 * A test steers them by requests to /__script: `{"failures": [503, 429]}` makes the next two requests fail so, and the
 * answer tells the requests that came since.
 */

declare( strict_types=1 );

const API_KEY = 'key-of-the-test';

/**
 * @return array<string,mixed>
 */
function read_state(): array {
	$file  = (string) getenv( 'MXCHAT_UPSTREAM_STATE' );
	$state = is_file( $file ) ? json_decode( (string) file_get_contents( $file ), true ) : null;
	return is_array( $state ) ? $state : array( 'store' => array(), 'failures' => array(), 'requests' => array() );
}

function write_state( array $state ): void {
	file_put_contents( (string) getenv( 'MXCHAT_UPSTREAM_STATE' ), json_encode( $state ) );
}

function answer( int $status, mixed $body, array $headers = array() ): never {
	http_response_code( $status );
	header( 'Content-Type: ' . ( is_string( $body ) ? 'text/plain' : 'application/json' ) );
	array_map( 'header', $headers );
	echo is_string( $body ) ? $body : json_encode( $body );
	exit;
}

/**
 * Serves the script, or the next failure that was asked for, and otherwise returns the request.
 *
 * @return array{method:string,path:string,query:array,body:array|null}
 */
function receive( array &$state ): array {
	$request = array(
		'method' => $_SERVER['REQUEST_METHOD'],
		'path'   => (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ),
		'query'  => $_GET,
		'body'   => json_decode( (string) file_get_contents( 'php://input' ), true ),
	);
	if ( $request['path'] === '/__script' ) {
		$seen              = $state['requests'];
		$state['failures'] = $request['body']['failures'] ?? array();
		$state['requests'] = array();
		write_state( $state );
		answer( 200, $seen );
	}
	$state['requests'][] = $request['method'] . ' ' . $request['path'];
	$failure             = array_shift( $state['failures'] );
	write_state( $state );
	if ( $failure === 302 ) {
		answer( 302, '', array( 'Location: http://' . $_SERVER['HTTP_HOST'] . '/elsewhere' ) );
	}
	if ( $failure === 200 ) {
		answer( 200, 'This is no JSON.' );
	}
	if ( $failure !== null ) {
		answer( $failure, 'Something is wrong.' );
	}
	return $request;
}

function cosine( array $a, array $b ): float {
	$dot = $aa = $bb = 0.0;
	foreach ( $a as $i => $x ) {
		$dot += $x * $b[ $i ];
		$aa  += $x * $x;
		$bb  += $b[ $i ] * $b[ $i ];
	}
	return $aa > 0 && $bb > 0 ? $dot / sqrt( $aa * $bb ) : 0.0;
}

/**
 * The rows most alike to a query.
 *
 * @param array<string,array{vector:list<float>,fields:array}> $rows
 * @return list<array{id:string,score:float}>
 */
function nearest( array $rows, array $query, int $limit, callable $passes ): array {
	$found = array();
	foreach ( $rows as $id => $row ) {
		if ( $passes( $row['fields'] ) ) {
			$found[] = array(
				'id'    => (string) $id,
				'score' => cosine( $query, $row['vector'] ),
			);
		}
	}
	usort( $found, static fn( array $a, array $b ) => $b['score'] <=> $a['score'] );
	return array_slice( $found, 0, $limit );
}

function is_vector( mixed $value, int $dimensions ): bool {
	return is_array( $value ) && array_is_list( $value ) && count( $value ) === $dimensions
		&& array_filter( $value, static fn( mixed $x ) => ! is_int( $x ) && ! is_float( $x ) ) === array();
}
