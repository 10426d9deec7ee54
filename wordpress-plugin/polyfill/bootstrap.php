<?php
/**
 * The functions of the core, and their documentation.
 *
 * Each function is declared here only where the `mxchat` extension has not declared it: callers
 * use `MxChat\Core\…` and never ask which form runs. Both give the same results, bit for bit.
 * Arguments are taken as under `strict_types`; integers are 64 bits wide. Wrong input throws a
 * Core_Exception with a code; a normal "no" is false, null or an empty list.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core;

require_once __DIR__ . '/Core_Exception.php';

spl_autoload_register(
	static function ( string $class_name ): void {
		$prefix = __NAMESPACE__ . '\\Polyfill\\';
		if ( ! str_starts_with( $class_name, $prefix ) ) {
			return;
		}
		$file = __DIR__ . '/' . strtr( substr( $class_name, strlen( $prefix ) ), '\\', '/' ) . '.php';
		if ( is_file( $file ) ) {
			require_once $file;
		}
	}
);

/*
 * Similarity.
 */

if ( ! function_exists( __NAMESPACE__ . '\cosine_similarity' ) ) {
	/**
	 * Cosine similarity of two embeddings, from -1 (opposite) to 1 (same direction).
	 *
	 * Zero if either embedding is all zeros.
	 *
	 * @param string $a Packed little-endian 32-bit floats, as of `pack( 'g*', … )`.
	 * @param string $b As many floats as in `$a`.
	 * @throws Core_Exception `invalid_embedding`, `dimension_mismatch` or `not_finite`.
	 */
	function cosine_similarity( string $a, string $b ): float {
		return Polyfill\Similarity::cosine_similarity( $a, $b );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\rank_embeddings' ) ) {
	/**
	 * The embeddings that are most similar to a query, best first; ties by position.
	 *
	 * @param string $query      One packed embedding.
	 * @param string $embeddings Packed embeddings of the same dimensions, one after the other.
	 * @param int    $limit      The most results to return.
	 * @param float  $threshold  The smallest score that counts.
	 * @return list<array{position: int, score: float}>
	 * @throws Core_Exception `invalid_embedding`, `dimension_mismatch`, `not_finite` or `out_of_range`.
	 */
	function rank_embeddings( string $query, string $embeddings, int $limit, float $threshold ): array {
		return Polyfill\Similarity::rank_embeddings( $query, $embeddings, $limit, $threshold );
	}
}

/*
 * Threshold.
 */

if ( ! function_exists( __NAMESPACE__ . '\parse_threshold' ) ) {
	/**
	 * A threshold from 0 to 1 as people write it: "75", "75%" and "0.75" are 0.75.
	 *
	 * A number above 1 is a percentage; 1 itself is 1.0, and "1%" is 0.01.
	 *
	 * @param string $text Digits, perhaps with a decimal point, perhaps with a percent sign.
	 * @throws Core_Exception `invalid_threshold`.
	 */
	function parse_threshold( string $text ): float {
		return Polyfill\Threshold::parse_threshold( $text );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\format_threshold' ) ) {
	/**
	 * A threshold as a percentage without its sign and with at most two decimals: 0.71 is "71".
	 *
	 * @param float $threshold From 0 to 1.
	 * @throws Core_Exception `invalid_threshold` or `not_finite`.
	 */
	function format_threshold( float $threshold ): string {
		return Polyfill\Threshold::format_threshold( $threshold );
	}
}

/*
 * Token.
 */

if ( ! function_exists( __NAMESPACE__ . '\mint_token' ) ) {
	/**
	 * A new API token: "mxc_", 38 random base62 characters and 6 of checksum.
	 *
	 * @param string $random_bytes Exactly 32 bytes from `random_bytes()`.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	function mint_token( #[\SensitiveParameter] string $random_bytes ): string {
		return Polyfill\Token::mint_token( $random_bytes );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\is_token' ) ) {
	/**
	 * Whether a text has the shape and the checksum of a token. It says nothing about access.
	 *
	 * @param string $token What a client sent.
	 */
	function is_token( #[\SensitiveParameter] string $token ): bool {
		return Polyfill\Token::is_token( $token );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\hash_token' ) ) {
	/**
	 * The SHA-256 of a token as 64 lower-case hex digits: all that is ever stored of it.
	 *
	 * @param string $token The token.
	 */
	function hash_token( #[\SensitiveParameter] string $token ): string {
		return Polyfill\Token::hash_token( $token );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\verify_token' ) ) {
	/**
	 * Whether a token belongs to a stored hash, in constant time.
	 *
	 * A malformed token or hash is false after the same work.
	 *
	 * @param string $token What a client sent.
	 * @param string $hash  What `hash_token()` gave when the token was made.
	 */
	function verify_token( #[\SensitiveParameter] string $token, string $hash ): bool {
		return Polyfill\Token::verify_token( $token, $hash );
	}
}

/*
 * Thread.
 */

if ( ! function_exists( __NAMESPACE__ . '\mint_session_id' ) ) {
	/**
	 * A new session id: "mxchat_chat_" and 32 hex digits.
	 *
	 * @param string $random_bytes Exactly 16 bytes from `random_bytes()`.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	function mint_session_id( string $random_bytes ): string {
		return Polyfill\Thread::mint_session_id( $random_bytes );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\mint_thread_id' ) ) {
	/**
	 * A new thread id: "twxchat_thread_" and 32 hex digits.
	 *
	 * @param string $random_bytes Exactly 16 bytes from `random_bytes()`.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	function mint_thread_id( string $random_bytes ): string {
		return Polyfill\Thread::mint_thread_id( $random_bytes );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\is_session_id' ) ) {
	/**
	 * Whether a text is "mxchat_chat_" and 32 lower-case hex digits.
	 *
	 * @param string $session_id What a client sent.
	 */
	function is_session_id( string $session_id ): bool {
		return Polyfill\Thread::is_session_id( $session_id );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\is_thread_id' ) ) {
	/**
	 * Whether a text is "twxchat_thread_" and 1 to 64 ASCII letters or digits.
	 *
	 * @param string $thread_id What a client sent.
	 */
	function is_thread_id( string $thread_id ): bool {
		return Polyfill\Thread::is_thread_id( $thread_id );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\thread_record' ) ) {
	/**
	 * The pointer of a session to its thread, as a text to store; it carries a checksum.
	 *
	 * @param string $thread_id      As of `mint_thread_id()`.
	 * @param string $session_id     As of `mint_session_id()`.
	 * @param int    $started_at     Unix seconds.
	 * @param int    $last_active_at Unix seconds, not before `$started_at`.
	 * @throws Core_Exception `invalid_id` or `out_of_range`.
	 */
	function thread_record( string $thread_id, string $session_id, int $started_at, int $last_active_at ): string {
		return Polyfill\Thread::thread_record( $thread_id, $session_id, $started_at, $last_active_at );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\read_thread_record' ) ) {
	/**
	 * What a stored record says.
	 *
	 * @param string $record As of `thread_record()`.
	 * @return array{thread_id: string, session_id: string, started_at: int, last_active_at: int}
	 * @throws Core_Exception `invalid_record` if it is cut, altered or of another version.
	 */
	function read_thread_record( string $record ): array {
		return Polyfill\Thread::read_thread_record( $record );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\thread_status' ) ) {
	/**
	 * Whether a thread goes on: "alive", "renew" (alive, but more than half of its time is gone:
	 * write the record again) or "expired".
	 *
	 * @param int $last_active_at Unix seconds; a time in the future counts as now.
	 * @param int $ttl_seconds    How long a thread may be silent; at least 1.
	 * @param int $now            Unix seconds.
	 * @throws Core_Exception `out_of_range`.
	 */
	function thread_status( int $last_active_at, int $ttl_seconds, int $now ): string {
		return Polyfill\Thread::thread_status( $last_active_at, $ttl_seconds, $now );
	}
}

/*
 * Transient.
 */

if ( ! function_exists( __NAMESPACE__ . '\transient_key' ) ) {
	/**
	 * The name of a transient or a limit's counter: "mxchat_", the purpose, "_" and 32 hex digits.
	 *
	 * The digits depend on all four arguments, so no subject can be chosen to meet another one's
	 * key, and sites of a network never share one. At most 72 characters.
	 *
	 * @param string $install_secret The secret of this installation; not empty.
	 * @param int    $blog_id        The site within its network; at least 1.
	 * @param string $purpose        1 to 32 of a-z and "_".
	 * @param string $subject        Whom or what it is about: a token's id, an address, a session.
	 * @throws Core_Exception `invalid_secret`, `invalid_purpose` or `out_of_range`.
	 */
	function transient_key( #[\SensitiveParameter] string $install_secret, int $blog_id, string $purpose, string $subject ): string {
		return Polyfill\Transient::transient_key( $install_secret, $blog_id, $purpose, $subject );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\rate_window' ) ) {
	/**
	 * The start of the window that `$now` falls in, in unix seconds.
	 *
	 * @param int $now            Unix seconds.
	 * @param int $window_seconds From 1 to 366 days.
	 * @throws Core_Exception `out_of_range`.
	 */
	function rate_window( int $now, int $window_seconds ): int {
		return Polyfill\Transient::rate_window( $now, $window_seconds );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\check_rate' ) ) {
	/**
	 * How many hits the current window may hold now: a sliding window made of two counters.
	 *
	 * A hit is admitted if and only if `$current` is less than `allowance`. `remaining` is how many
	 * more fit now, `retry_after_seconds` is 0 if one does and otherwise the wait until one will,
	 * and `resets_at` is the end of the current window in unix seconds.
	 *
	 * @param int $limit          The most hits in any window; 0 admits none, ever.
	 * @param int $window_seconds From 1 to 366 days.
	 * @param int $previous       Hits that the window before this one admitted.
	 * @param int $current        Hits that this window has admitted.
	 * @param int $now            Unix seconds.
	 * @return array{allowance: int, remaining: int, retry_after_seconds: int, resets_at: int}
	 * @throws Core_Exception `out_of_range`.
	 */
	function check_rate( int $limit, int $window_seconds, int $previous, int $current, int $now ): array {
		return Polyfill\Transient::check_rate( $limit, $window_seconds, $previous, $current, $now );
	}
}
