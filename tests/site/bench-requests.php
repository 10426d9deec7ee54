<?php
/**
 * Times requests to a site: php bench-requests.php <address> <label> [rounds] [visitors at once]
 *
 * First one after the other over one connection, a bare WordPress route and the chat in turn, so that both see the
 * same weather; then by several visitors at once. Prints one JSON line per row of a table.
 */

declare( strict_types=1 );

const BARE    = 'bare route';
const CHAT    = 'POST /chat';
const WARMING = 10;

const QUESTIONS = array(
	'How long do I have to return shoes?',
	'Do you repair zips?',
	'What is the capital of Peru?',
	'When are you open on Sunday?',
	'How much is a full resole of welted boots?',
);

/** Makes the handle send JSON. */
function prepare( CurlHandle $curl, string $url, array $body, array $headers = array() ): void {
	curl_setopt_array(
		$curl,
		array(
			CURLOPT_URL            => $url,
			CURLOPT_POST           => true,
			CURLOPT_POSTFIELDS     => json_encode( $body ),
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_TIMEOUT        => 60,
			CURLOPT_HTTPHEADER     => array_merge( array( 'Content-Type: application/json', 'Accept: application/json' ), $headers ),
		)
	);
}

function require_success( CurlHandle $curl, ?string $answer ): void {
	$status = curl_getinfo( $curl, CURLINFO_RESPONSE_CODE );
	if ( $status < 200 || $status > 299 ) {
		fwrite( STDERR, curl_getinfo( $curl, CURLINFO_EFFECTIVE_URL ) . " answered $status: $answer\n" );
		exit( 1 );
	}
}

/** Sends what was prepared; returns the milliseconds it took. */
function send( CurlHandle $curl ): float {
	$began  = hrtime( true );
	$answer = curl_exec( $curl );
	$spent  = ( hrtime( true ) - $began ) / 1e6;
	require_success( $curl, $answer === false ? null : $answer );
	return $spent;
}

/** A visitor with a connection and a conversation of its own. */
final class Visitor {

	public CurlHandle $curl;
	private array $session;
	private int $asked = 0;

	public function __construct( private string $api ) {
		$this->curl = curl_init();
		prepare( $this->curl, "$api/mxchat/v1/sessions", array( 'bot_id' => 'default' ) );
		$answer = (string) curl_exec( $this->curl );
		require_success( $this->curl, $answer );
		$this->session = json_decode( $answer, true );
	}

	public function prepare( string $route ): void {
		if ( $route === BARE ) {
			prepare( $this->curl, "$this->api/bench/v1/bare", array() );
			return;
		}
		$body = array(
			'session_id' => $this->session['session_id'],
			'message'    => QUESTIONS[ $this->asked++ % count( QUESTIONS ) ],
		);
		prepare( $this->curl, "$this->api/mxchat/v1/chat", $body, array( 'X-MxChat-Session: ' . $this->session['secret'] ) );
	}
}

function percentile( array $times, float $share ): float {
	sort( $times );
	return $times[ (int) floor( $share * ( count( $times ) - 1 ) ) ];
}

/** @return array<string,list<float>> Milliseconds of each route, asked in turn by one visitor. */
function in_turn( string $api, int $rounds ): array {
	$visitor = new Visitor( $api );
	$times   = array();
	// The first rounds fill caches and do not count.
	for ( $round = -WARMING; $round < $rounds; $round++ ) {
		foreach ( array( BARE, CHAT ) as $route ) {
			$visitor->prepare( $route );
			$spent = send( $visitor->curl );
			if ( $round >= 0 ) {
				$times[ $route ][] = $spent;
			}
		}
	}
	return $times;
}

/** @return list<float> Milliseconds of one route, asked by several visitors; each asks anew when it has its answer. */
function at_once( string $api, string $route, int $visitors, int $requests ): array {
	$multi  = curl_multi_init();
	$crowd  = array();
	$began  = array();
	$times  = array();
	$launch = static function ( Visitor $visitor ) use ( $multi, $route, &$began ): void {
		$visitor->prepare( $route );
		$began[ spl_object_id( $visitor->curl ) ] = hrtime( true );
		curl_multi_add_handle( $multi, $visitor->curl );
	};
	for ( $number = 0; $number < $visitors; $number++ ) {
		$visitor                                  = new Visitor( $api );
		$crowd[ spl_object_id( $visitor->curl ) ] = $visitor;
		$launch( $visitor );
	}
	while ( $began ) {
		curl_multi_exec( $multi, $running );
		while ( $done = curl_multi_info_read( $multi ) ) {
			$id      = spl_object_id( $done['handle'] );
			$times[] = ( hrtime( true ) - $began[ $id ] ) / 1e6;
			unset( $began[ $id ] );
			require_success( $done['handle'], curl_multi_getcontent( $done['handle'] ) );
			curl_multi_remove_handle( $multi, $done['handle'] );
			if ( count( $times ) + count( $began ) < $requests + $visitors ) {
				$launch( $crowd[ $id ] );
			}
		}
		curl_multi_select( $multi, 0.05 );
	}
	// The first request of each visitor met a cold worker.
	return array_slice( $times, $visitors );
}

/** A row of the table; `base` is what the times are compared with. */
function print_row( string $label, string $route, array $times, ?array $base, string $note = '' ): void {
	$row = array(
		'site'   => $label,
		'route'  => $route,
		'p50 ms' => round( percentile( $times, 0.5 ), 2 ),
		'p95 ms' => round( percentile( $times, 0.95 ), 2 ),
		'p99 ms' => round( percentile( $times, 0.99 ), 2 ),
	);
	if ( $base !== null ) {
		$row['p50 : bare'] = round( percentile( $times, 0.5 ) / percentile( $base, 0.5 ), 2 );
		$row['p95 : bare'] = round( percentile( $times, 0.95 ) / percentile( $base, 0.95 ), 2 );
	}
	echo json_encode( $row + array( 'note' => $note ) ), "\n";
}

list( , $address, $label ) = $argv;
$rounds                    = (int) ( $argv[3] ?? 200 );
$visitors                  = (int) ( $argv[4] ?? 0 );
$api                       = $address . '/wp-json';
$times                     = in_turn( $api, $rounds );
print_row( $label, BARE, $times[ BARE ], null );
print_row( $label, CHAT, $times[ CHAT ], $times[ BARE ] );
if ( $visitors > 0 ) {
	$bare = at_once( $api, BARE, $visitors, 2 * $rounds );
	$chat = at_once( $api, CHAT, $visitors, 2 * $rounds );
	foreach ( array( array( BARE, $bare, null ), array( CHAT, $chat, $bare ) ) as list( $route, $each, $base ) ) {
		print_row( $label, "$route, $visitors at once", $each, $base, sprintf( 'p99 is %.2f times the median', percentile( $each, 0.99 ) / percentile( $each, 0.5 ) ) );
	}
}
