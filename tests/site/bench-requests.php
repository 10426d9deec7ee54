<?php
/**
 * Times requests to a site, one after the other over one connection: php bench-requests.php <address> <label> [rounds]
 *
 * Each round asks a bare WordPress route and the chat, in turn, so that both see the same weather.
 */

declare( strict_types=1 );

const QUESTIONS = array(
	'How long do I have to return shoes?',
	'Do you repair zips?',
	'What is the capital of Peru?',
	'When are you open on Sunday?',
	'How much is a full resole of welted boots?',
);

/** Sends JSON; returns the milliseconds it took and the decoded answer. */
function post( CurlHandle $curl, string $url, array $body, array $headers = array() ): array {
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
	$began  = hrtime( true );
	$answer = curl_exec( $curl );
	$spent  = ( hrtime( true ) - $began ) / 1e6;
	$status = curl_getinfo( $curl, CURLINFO_RESPONSE_CODE );
	if ( $status < 200 || $status > 299 ) {
		fwrite( STDERR, "$url answered $status: $answer\n" );
		exit( 1 );
	}
	return array( $spent, json_decode( $answer, true ) );
}

function percentile( array $times, float $share ): float {
	sort( $times );
	return $times[ (int) floor( $share * ( count( $times ) - 1 ) ) ];
}

list( , $address, $label ) = $argv;
$rounds                    = (int) ( $argv[3] ?? 200 );
$api                       = $address . '/wp-json';
$curl                      = curl_init();
list( , $session )         = post( $curl, "$api/mxchat/v1/sessions", array( 'bot_id' => 'default' ) );
$secret                    = array( 'X-MxChat-Session: ' . $session['secret'] );
$times                     = array();
// The first rounds fill caches and do not count.
for ( $round = -10; $round < $rounds; $round++ ) {
	list( $bare ) = post( $curl, "$api/bench/v1/bare", array() );
	list( $chat ) = post(
		$curl,
		"$api/mxchat/v1/chat",
		array(
			'session_id' => $session['session_id'],
			'message'    => QUESTIONS[ ( $round + 10 ) % count( QUESTIONS ) ],
		),
		$secret
	);
	if ( $round >= 0 ) {
		$times['bare route'][] = $bare;
		$times['POST /chat'][] = $chat;
	}
}
foreach ( $times as $route => $list ) {
	printf( "%-22s %-12s %8.1f ms p50 %8.1f ms p95\n", $label, $route, percentile( $list, 0.5 ), percentile( $list, 0.95 ) );
}
printf( "%-22s %-12s %8.2f × p50 %8.2f × p95\n", $label, 'chat : bare', percentile( $times['POST /chat'], 0.5 ) / percentile( $times['bare route'], 0.5 ), percentile( $times['POST /chat'], 0.95 ) / percentile( $times['bare route'], 0.95 ) );
