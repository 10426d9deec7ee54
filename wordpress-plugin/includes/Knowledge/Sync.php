<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Error_Log;
use MxChat\Network\Site;
use MxChat\Provider\Deadline;
use MxChat\Schema;
use MxChat\Settings;

/**
 * Keeps the knowledge equal to what the site shows to strangers.
 *
 * Changes are gathered while the request runs and written at its end, so that a post saved three times is read once.
 */
final class Sync {

	private const BATCH    = 50;
	private const READINGS = 3;

	/** How long embedding may take: whoever saves a post waits for the end of the request. */
	private const SECONDS_AT_THE_END = 5.0;
	private const SECONDS_IN_A_JOB   = 40.0;

	/** @var array<int,array<int,true>> Posts by site of a network. */
	private static array $changed = array();

	public static function on_post_saved( int $post_id ): void {
		if ( ! wp_is_post_revision( $post_id ) && ! wp_is_post_autosave( $post_id ) ) {
			self::note( $post_id );
		}
	}

	public static function on_status_changed( string $new_status, string $old_status, \WP_Post $post ): void {
		if ( $new_status !== $old_status ) {
			self::on_post_saved( $post->ID );
		}
	}

	public static function on_post_deleted( int $post_id ): void {
		self::note( $post_id );
	}

	public static function write_changes(): void {
		$changed       = self::$changed;
		self::$changed = array();
		foreach ( $changed as $site_id => $posts ) {
			Site::run( $site_id, static fn() => self::write( $site_id, array_keys( $posts ) ) );
		}
	}

	private static function note( int $post_id ): void {
		self::$changed[ get_current_blog_id() ][ $post_id ] = true;
	}

	/**
	 * @param int[] $post_ids
	 */
	private static function write( int $site_id, array $post_ids ): void {
		Schema::upgrade_if_needed();
		self::write_posts( $post_ids );
		/**
		 * The knowledge of a site is written; what follows from it has to be done while this is the current site.
		 *
		 * @param int $site_id
		 */
		do_action( 'mxchat_synced', $site_id );
	}

	/**
	 * @param int[] $post_ids
	 */
	private static function write_posts( array $post_ids ): void {
		if ( count( $post_ids ) > self::BATCH ) {
			self::schedule_reindex();
			return;
		}
		try {
			if ( self::sync_posts( $post_ids, self::SECONDS_AT_THE_END ) ) {
				Segment_Builder::bring_up_to_date( Bots\Store::DEFAULT_ID );
			}
		} catch ( \Throwable $error ) {
			// Whoever saves a post has saved it, whatever becomes of the knowledge.
			Error_Log::add( 'MxChat: what has changed could not be read', $error );
			self::schedule_reindex();
		}
	}

	public static function schedule_reindex(): void {
		Reindex_Job::add();
	}

	/**
	 * Reads the whole site again: to the end on the command line, as a job where a visitor may be waiting.
	 */
	public static function reindex(): void {
		if ( PHP_SAPI !== 'cli' ) {
			self::schedule_reindex();
			return;
		}
		$last_post_id = 0;
		do {
			[ 'count' => $count, 'last_post_id' => $last_post_id ] = self::read_posts( $last_post_id, self::BATCH );
		} while ( $count > 0 );
		Segment_Builder::rebuild( Bots\Store::DEFAULT_ID );
	}

	/**
	 * Reads the next posts.
	 *
	 * @return array{count:int,last_post_id:int}
	 */
	public static function read_posts( int $after_post_id, int $limit ): array {
		$post_ids = self::next_post_ids( $after_post_id, $limit );
		self::sync_posts( $post_ids, self::SECONDS_IN_A_JOB );
		$last_post_id = $post_ids ? end( $post_ids ) : $after_post_id;
		/**
		 * Tells how far reading the site has come.
		 *
		 * @param int $last_post_id Every post up to this id has been read.
		 */
		do_action( 'mxchat_reindexed', $last_post_id );
		wp_cache_flush_runtime();
		return array(
			'count'        => count( $post_ids ),
			'last_post_id' => $last_post_id,
		);
	}

	/**
	 * @param int[] $post_ids
	 * @return bool Whether the knowledge changed.
	 */
	private static function sync_posts( array $post_ids, float $max_embedding_seconds ): bool {
		$deadline = Deadline::after( $max_embedding_seconds );
		return (bool) array_filter( array_map( static fn( int $post_id ) => self::sync_post( $post_id, $deadline ), $post_ids ) );
	}

	/**
	 * While a post is read and embedded, somebody may save or hide it and be quicker: what is known must not be the older
	 * text. So it is read again until it is what it was.
	 */
	private static function sync_post( int $post_id, Deadline $deadline ): bool {
		$has_changed = false;
		for ( $try = 0; $try < self::READINGS; $try++ ) {
			$post        = get_post( $post_id );
			$has_changed = self::write_post( $post_id, $post, $deadline ) || $has_changed;
			if ( Post_Store::is_current( $post_id, $post ) ) {
				break;
			}
			wp_cache_delete( $post_id, 'posts' );
		}
		return $has_changed;
	}

	private static function write_post( int $post_id, ?\WP_Post $post, Deadline $deadline ): bool {
		if ( ! $post instanceof \WP_Post ) {
			return Store::delete_post( $post_id, with_pushed: true );
		}
		if ( ! Visibility::is_public( $post ) ) {
			return Store::delete_post( $post_id );
		}
		return Writer::write( Post_Content::source( $post ), $deadline )->has_changed;
	}

	/**
	 * The next posts to read: those that exist and those that are still known though they are gone.
	 *
	 * @return int[]
	 */
	private static function next_post_ids( int $after_post_id, int $limit ): array {
		$existing = Post_Store::ids_after( $after_post_id, (array) Settings\Store::get( 'post_types' ), $limit );
		$ids      = array_unique( array_merge( $existing, Store::known_post_ids( $after_post_id, $limit ) ) );
		sort( $ids );
		return array_slice( $ids, 0, $limit );
	}
}
