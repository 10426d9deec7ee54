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

if ( ! function_exists( __NAMESPACE__ . '\mint_test_token' ) ) {
	/**
	 * A new test token: as `mint_token()`, with "mxc_test_" at its beginning.
	 *
	 * @param string $random_bytes Exactly 32 bytes from `random_bytes()`.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	function mint_test_token( #[\SensitiveParameter] string $random_bytes ): string {
		return Polyfill\Token::mint_test_token( $random_bytes );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\is_token' ) ) {
	/**
	 * Whether a text has the shape and the checksum of a token, for tests or not. It says nothing about access.
	 *
	 * @param string $token What a client sent.
	 */
	function is_token( #[\SensitiveParameter] string $token ): bool {
		return Polyfill\Token::is_token( $token );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\is_test_token' ) ) {
	/**
	 * Whether a text is a test token.
	 *
	 * @param string $token What a client sent.
	 */
	function is_test_token( #[\SensitiveParameter] string $token ): bool {
		return Polyfill\Token::is_test_token( $token );
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

/*
 * Index.
 */

if ( ! function_exists( __NAMESPACE__ . '\build_index' ) ) {
	/**
	 * The bytes of a vector index over some rows, to be searched by search_index() here or in a browser.
	 *
	 * Of rows with the same id the last one counts.
	 *
	 * @param int          $dimensions    Numbers of each embedding, 1 to 4,096.
	 * @param string       $ids           Ids, as of `pack( 'P*', … )`.
	 * @param string       $embeddings    Packed embeddings, one after the other.
	 * @param list<string> $bots          The bot of each row, or an empty list.
	 * @param list<string> $roles         The role that may read each row, or an empty list.
	 * @param list<string> $content_types The kind of content of each row, or an empty list.
	 * @throws Core_Exception `out_of_range`, `invalid_utf8`, `invalid_record`, `invalid_embedding`, `dimension_mismatch` or `not_finite`.
	 */
	function build_index( int $dimensions, string $ids, string $embeddings, array $bots, array $roles, array $content_types ): string {
		return Polyfill\Index::build_index( $dimensions, $ids, $embeddings, $bots, $roles, $content_types );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\search_index' ) ) {
	/**
	 * The rows of an index that are most similar to a query, best first; ties by id.
	 *
	 * @param string       $index         Of build_index().
	 * @param string       $query         One packed embedding.
	 * @param int          $limit         The most results to return.
	 * @param float        $threshold     The smallest score that counts.
	 * @param list<string> $bots          Only rows of these bots; all if empty.
	 * @param list<string> $roles         Only rows of these roles; all if empty.
	 * @param list<string> $content_types Only rows of these kinds; all if empty.
	 * @return list<array{id: int, score: float}>
	 * @throws Core_Exception `invalid_utf8`, `invalid_embedding`, `out_of_range`, `invalid_record`, `not_finite` or `dimension_mismatch`.
	 */
	function search_index( string $index, string $query, int $limit, float $threshold, array $bots, array $roles, array $content_types ): array {
		return Polyfill\Index::search_index( $index, $query, $limit, $threshold, $bots, $roles, $content_types );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_open' ) ) {
	/**
	 * Opens the collection of a directory, or begins one, and says what is known of it.
	 *
	 * A collection is a cache of embeddings that lie in a database. Upon `invalid_record` its files are damaged: call
	 * index_reset() and add the rows again. `sequence` counts the changes, so that it can be compared with the database.
	 *
	 * @param string $directory  Where the files are; not reachable from the web.
	 * @param int    $dimensions Numbers of each embedding, 1 to 4,096.
	 * @return array{rows: int, dimensions: int, sequence: int, generation: int, log_rows: int, bytes: int, hot_bytes: int, is_exact: bool, needs_compaction: bool}
	 * @throws Core_Exception `out_of_range`, `dimension_mismatch`, `invalid_record` or `storage`.
	 */
	function index_open( string $directory, int $dimensions ): array {
		return Polyfill\Index::index_open( $directory, $dimensions );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_reset' ) ) {
	/**
	 * Drops what a directory holds, damaged or not, and begins an empty collection.
	 *
	 * @param string $directory  Where the files are.
	 * @param int    $dimensions Numbers of each embedding, 1 to 4,096.
	 * @return array{rows: int, dimensions: int, sequence: int, generation: int, log_rows: int, bytes: int, hot_bytes: int, is_exact: bool, needs_compaction: bool}
	 * @throws Core_Exception `out_of_range` or `storage`.
	 */
	function index_reset( string $directory, int $dimensions ): array {
		return Polyfill\Index::index_reset( $directory, $dimensions );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_upsert' ) ) {
	/**
	 * Adds rows to a collection, each in the place of one with its id. All of them, or none.
	 *
	 * Returns the sequence number of the last change. What is returned from here survives a killed process, and every
	 * search sees it. Some hundred rows at once are faster than one at a time.
	 *
	 * @param string       $directory     Of index_open().
	 * @param string       $ids           Ids, as of `pack( 'P*', … )`.
	 * @param string       $embeddings    Packed embeddings, one after the other.
	 * @param list<string> $bots          The bot of each row, or an empty list.
	 * @param list<string> $roles         The role that may read each row, or an empty list.
	 * @param list<string> $content_types The kind of content of each row, or an empty list.
	 * @throws Core_Exception As for build_index(), or `storage`.
	 */
	function index_upsert( string $directory, string $ids, string $embeddings, array $bots, array $roles, array $content_types ): int {
		return Polyfill\Index::index_upsert( $directory, $ids, $embeddings, $bots, $roles, $content_types );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_delete' ) ) {
	/**
	 * Deletes rows from a collection and returns how many there were.
	 *
	 * @param string $directory Of index_open().
	 * @param string $ids       Ids, as of `pack( 'P*', … )`.
	 * @throws Core_Exception `invalid_record` or `storage`.
	 */
	function index_delete( string $directory, string $ids ): int {
		return Polyfill\Index::index_delete( $directory, $ids );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_search' ) ) {
	/**
	 * The rows of a collection that are most similar to a query, best first; ties by id.
	 *
	 * @param string       $directory        Of index_open().
	 * @param string       $query            One packed embedding.
	 * @param int          $limit            The most results to return.
	 * @param float        $threshold        The smallest score that counts.
	 * @param list<string> $bots             Only rows of these bots; all if empty.
	 * @param list<string> $roles            Only rows of these roles; all if empty.
	 * @param list<string> $content_types    Only rows of these kinds; all if empty.
	 * @param int          $max_milliseconds The longest it may take; zero for as long as it takes.
	 * @return list<array{id: int, score: float}>
	 * @throws Core_Exception As for search_index(), or `stopped` or `storage`.
	 */
	function index_search( string $directory, string $query, int $limit, float $threshold, array $bots, array $roles, array $content_types, int $max_milliseconds ): array {
		return Polyfill\Index::index_search( $directory, $query, $limit, $threshold, $bots, $roles, $content_types, $max_milliseconds );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_compact' ) ) {
	/**
	 * Writes a collection anew, without what does not count any more. Takes seconds where there is much: outside of requests.
	 *
	 * @param string $directory Of index_open().
	 * @return array{rows: int, dimensions: int, sequence: int, generation: int, log_rows: int, bytes: int, hot_bytes: int, is_exact: bool, needs_compaction: bool}
	 * @throws Core_Exception `invalid_record` or `storage`.
	 */
	function index_compact( string $directory ): array {
		return Polyfill\Index::index_compact( $directory );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\index_stats' ) ) {
	/**
	 * What is known of a collection now.
	 *
	 * @param string $directory Of index_open().
	 * @return array{rows: int, dimensions: int, sequence: int, generation: int, log_rows: int, bytes: int, hot_bytes: int, is_exact: bool, needs_compaction: bool}
	 * @throws Core_Exception `invalid_record` or `storage`.
	 */
	function index_stats( string $directory ): array {
		return Polyfill\Index::index_stats( $directory );
	}
}

/*
 * Text.
 */

if ( ! function_exists( __NAMESPACE__ . '\tokenize' ) ) {
	/**
	 * The tokens of a text, folded: words, character runs of scripts without spaces, then part numbers and error codes as a whole.
	 *
	 * @param string $text UTF-8.
	 * @return list<string>
	 * @throws Core_Exception `invalid_utf8`.
	 */
	function tokenize( string $text ): array {
		return Polyfill\Text::tokenize( $text );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\chunk_text' ) ) {
	/**
	 * Byte ranges of at most so many characters that hold the text in order.
	 *
	 * Cut between sentences where it can be, else between words, never inside of a character with its marks.
	 *
	 * @param string $text           UTF-8.
	 * @param int    $max_characters At least 1.
	 * @return list<array{start: int, end: int}>
	 * @throws Core_Exception `invalid_utf8` or `out_of_range`.
	 */
	function chunk_text( string $text, int $max_characters ): array {
		return Polyfill\Text::chunk_text( $text, $max_characters );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\lexical_features' ) ) {
	/**
	 * The packed features of a chunk, to be stored with it and given to build_segment().
	 *
	 * @param string $title Title of the chunk's source, UTF-8.
	 * @param string $text  The chunk, UTF-8.
	 * @throws Core_Exception `invalid_utf8`.
	 */
	function lexical_features( string $title, string $text ): string {
		return Polyfill\Text::lexical_features( $title, $text );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\build_segment' ) ) {
	/**
	 * The chunks' features as one immutable segment.
	 *
	 * An empty string of features marks the id as deleted: its row matches nothing, and it hides the rows with this id in
	 * the segments before.
	 *
	 * @param string       $ids      Chunk ids, as of `pack( 'P*', … )`.
	 * @param list<string> $features Of lexical_features(), one of each id.
	 * @throws Core_Exception `invalid_record`; `out_of_range` if the lists differ in length, or an id comes twice or is negative.
	 */
	function build_segment( string $ids, array $features ): string {
		return Polyfill\Text::build_segment( $ids, $features );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\verify_segment' ) ) {
	/**
	 * Whether every byte of a segment is as it was built.
	 *
	 * Searching checks only what it reads, which is safe but not proof: ask once when a segment comes from a disk.
	 *
	 * @param string $segment Of build_segment(), or `file://` and the path of a file.
	 * @throws Core_Exception `storage` if the file cannot be read.
	 */
	function verify_segment( string $segment ): bool {
		return Polyfill\Text::verify_segment( $segment );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\search_segments' ) ) {
	/**
	 * The chunks that match a question best by BM25, best first, from segments that form one collection.
	 *
	 * A later segment replaces the rows of earlier ones by id. Equal scores keep the order of segments and ids.
	 *
	 * @param list<string> $segments Of build_segment(): the bytes, or `file://` and the path of a file that holds them. A file
	 *                               is never changed, only replaced by rename.
	 * @param string       $question UTF-8.
	 * @param int          $limit    The most results to return.
	 * @return list<array{id: int, score: float}>
	 * @throws Core_Exception `invalid_utf8`, `invalid_record`, `out_of_range`, or `storage` if a file cannot be read.
	 */
	function search_segments( array $segments, string $question, int $limit ): array {
		return Polyfill\Text::search_segments( $segments, $question, $limit );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\fuse_ranks' ) ) {
	/**
	 * Several rankings of chunks as one, best first: the score of an id is the sum of 1 / (60 + rank) over the lists that have it.
	 *
	 * It needs no common scale of scores, so that a search by words and one by vectors can be joined. Equal scores keep
	 * the order in which the ids were first seen; an id that comes twice in a list counts once.
	 *
	 * @param list<string> $lists Chunk ids of each ranking, best first, as of `pack( 'P*', … )`.
	 * @param int          $limit The most results to return.
	 * @return list<array{id: int, score: float}>
	 * @throws Core_Exception `invalid_record`; `out_of_range` if an id or the limit is negative.
	 */
	function fuse_ranks( array $lists, int $limit ): array {
		return Polyfill\Text::fuse_ranks( $lists, $limit );
	}
}

/*
 * Answer.
 */

if ( ! function_exists( __NAMESPACE__ . '\extract_answer' ) ) {
	/**
	 * The sentences of the passages that answer a question, in at most 400 characters.
	 *
	 * `answer` is null where the passages do not say; `confidence` (0 to 1) is how sure it is that they do; `quotes` are
	 * the byte ranges that stand in the answer; `scores` tell how close each passage is to the question, 0 to 1.
	 *
	 * @param string                                   $question UTF-8.
	 * @param list<array{title: string, text: string}> $passages Chunks found for the question, best first.
	 * @param list<string>                             $segments Those of the collection: what is rare in it tells the most.
	 * @return array{answer: ?string, confidence: float, quotes: list<array{passage: int, start: int, end: int}>, scores: list<float>}
	 * @throws Core_Exception `invalid_utf8` or `invalid_record`.
	 */
	function extract_answer( string $question, array $passages, array $segments ): array {
		return Polyfill\Answer::extract_answer( $question, $passages, $segments );
	}
}

/*
 * Actions.
 */

if ( ! function_exists( __NAMESPACE__ . '\build_background' ) ) {
	/**
	 * What is known of ordinary messages, packed: what every score of an action is seen against.
	 *
	 * A plugin builds it once for each embedding model, and once without embeddings for the browser.
	 *
	 * Of words that mean the same to those who ask, such as "buy purchase order", the first stands for all.
	 *
	 * @param list<string> $messages   UTF-8, 1 to 50,000, none of them a request for an action.
	 * @param list<string> $synonyms   Words that mean the same, with spaces between them; a word keeps its first meaning.
	 * @param string       $embeddings Packed embeddings, one of each message; an empty string without a model.
	 * @throws Core_Exception `invalid_utf8`, `invalid_embedding`, `out_of_range` or `not_finite`.
	 */
	function build_background( array $messages, array $synonyms, string $embeddings ): string {
		return Polyfill\Action::build_background( $messages, $synonyms, $embeddings );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\train_actions' ) ) {
	/**
	 * Actions with their phrases as a model for score_actions(). It holds words and embeddings of the phrases: what
	 * is sent to a browser is trained on what the public may know.
	 *
	 * An action's label counts as a phrase unless it is empty. Counter-phrases are what visitors say who want
	 * something else, though it sounds alike. A threshold is for an owner who insists: the score that the
	 * action needs, whatever the strictness.
	 *
	 * Where the background has no embeddings, the actions are seen against one another: a little less sure, much faster, and
	 * no head is trained. A head makes scores by meaning better. Training it takes the extension a second or two for 20 actions, and the polyfill a
	 * minute: without the extension it is a job for the background.
	 *
	 * @param list<array{id: string, label: string, phrases: list<string>, counter_phrases?: list<string>, threshold?: ?float}> $actions Ids
	 *                           are 1 to 128 visible ASCII characters.
	 * @param string $background Of build_background(), or `file://` and the path of a file that holds it.
	 * @param string $embeddings Packed embeddings: of each action in order its phrases, its label unless that is empty, its
	 *                           counter-phrases. An empty string for a model that goes by words alone.
	 * @param bool   $has_head   Whether heads are trained.
	 * @throws Core_Exception `invalid_utf8`, `invalid_embedding`, `storage`, `invalid_record`, `out_of_range`, `invalid_id`,
	 *                        `dimension_mismatch`, `not_finite` or `invalid_threshold`.
	 */
	function train_actions( array $actions, string $background, string $embeddings, bool $has_head ): string {
		return Polyfill\Action::train_actions( $actions, $background, $embeddings, $has_head );
	}
}

if ( ! function_exists( __NAMESPACE__ . '\score_actions' ) ) {
	/**
	 * What a model says of a message, the best action first; equal scores keep the order of the actions.
	 *
	 * The words count unless `$message` is empty, the meaning unless `$embedding` is; both together are best.
	 *
	 * `score` (0 to 1) is how likely the action is wanted, `threshold` the score that it needs, `margin` how far its logit is ahead
	 * of the best other action's (null if there is no other), `phrase` the nearest of its phrases counted from 0 (their number
	 * for the label), `similarity` how near that is (-1 to 1), `semantic` and `lexical` the scores by meaning and by words alone
	 * (null without). The `decision` is `sure` for at most one action, the first: it runs, or asks for confirmation. `likely`
	 * actions are offered to the model as tools. For the others, `none`, nothing happens.
	 *
	 * @param string $model      Of train_actions().
	 * @param string $background That of the training, or `file://` and the path of a file that holds it.
	 * @param string $message    UTF-8; may be empty.
	 * @param string $embedding  Of the message, packed; may be empty.
	 * @param float  $strictness 0 (a hint is enough) to 1 (almost certainty); 0.5 asks for a score of 0.5.
	 * @return list<array{id: string, score: float, threshold: float, margin: ?float, phrase: int, similarity: float, semantic: ?float, lexical: ?float, decision: string}>
	 * @throws Core_Exception `invalid_utf8`, `invalid_embedding`, `storage`, `invalid_record`, `out_of_range`, `dimension_mismatch` or `not_finite`.
	 */
	function score_actions( string $model, string $background, string $message, string $embedding, float $strictness ): array {
		return Polyfill\Action::score_actions( $model, $background, $message, $embedding, $strictness );
	}
}

/*
 * Server-sent events.
 */

if ( ! function_exists( __NAMESPACE__ . '\decode_sse' ) ) {
	/**
	 * The events that further bytes of an event stream complete, and the state after them.
	 *
	 * Bytes may be cut anywhere: the events are the same. An event without a name is a `message`; `id` is the last that the
	 * stream has named; lines of data are joined by LF. Bytes that are no UTF-8 become U+FFFD. `retry` is left out.
	 *
	 * @param string $state What the call before gave; empty at the stream's begin.
	 * @param string $bytes The next bytes of the stream.
	 * @return array{state: string, events: list<array{event: string, data: string, id: string}>} The state is ASCII.
	 * @throws Core_Exception `over_budget` if a line, or the data of an event, is longer than a mebibyte; `invalid_record` if the state is none.
	 */
	function decode_sse( string $state, string $bytes ): array {
		return Polyfill\Sse::decode_sse( $state, $bytes );
	}
}
