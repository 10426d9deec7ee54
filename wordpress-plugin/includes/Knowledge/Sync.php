<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Settings;

/**
 * Keeps the knowledge equal to what the site shows to strangers.
 *
 * Changes are gathered while the request runs and written at its end, so that a post saved three times is read once.
 */
final class Sync {

	private const BATCH          = 50;
	private const BUDGET_SECONDS = 20;

	/** @var array<int,true> */
	private static array $changed = array();

	public static function on_post_saved( int $post_id ): void {
		if ( ! wp_is_post_revision( $post_id ) && ! wp_is_post_autosave( $post_id ) ) {
			self::$changed[ $post_id ] = true;
		}
	}

	public static function on_status_changed( string $new_status, string $old_status, \WP_Post $post ): void {
		if ( $new_status !== $old_status ) {
			self::on_post_saved( $post->ID );
		}
	}

	public static function on_post_deleted( int $post_id ): void {
		self::$changed[ $post_id ] = true;
	}

	public static function write_changes(): void {
		$post_ids      = array_keys( self::$changed );
		self::$changed = array();
		if ( ! $post_ids ) {
			return;
		}
		if ( count( $post_ids ) > self::BATCH ) {
			self::schedule_reindex();
			return;
		}
		if ( array_filter( array_map( array( self::class, 'sync_post' ), $post_ids ) ) ) {
			Segment_Builder::bring_up_to_date( Bots\Store::DEFAULT_ID );
		}
	}

	public static function schedule_reindex(): void {
		if ( ! wp_next_scheduled( 'mxchat_reindex' ) ) {
			wp_schedule_single_event( time(), 'mxchat_reindex' );
		}
	}

	/**
	 * Reads the whole site again; what does not fit into one run goes on in the next.
	 */
	public static function reindex( int|string $after_post_id = 0 ): void {
		$after_post_id = (int) $after_post_id;
		$deadline = PHP_SAPI === 'cli' ? PHP_INT_MAX : time() + self::BUDGET_SECONDS;
		do {
			$post_ids = self::next_post_ids( $after_post_id );
			foreach ( $post_ids as $post_id ) {
				self::sync_post( $post_id );
				$after_post_id = $post_id;
			}
			/**
			 * Tells how far reading the site has come.
			 *
			 * @param int $after_post_id Every post up to this id has been read.
			 */
			do_action( 'mxchat_reindexed', $after_post_id );
			wp_cache_flush_runtime();
		} while ( $post_ids && time() < $deadline );

		Segment_Builder::rebuild( Bots\Store::DEFAULT_ID );
		if ( $post_ids ) {
			wp_schedule_single_event( time(), 'mxchat_reindex', array( $after_post_id ) );
		}
	}

	/**
	 * @return bool Whether the knowledge changed.
	 */
	private static function sync_post( int $post_id ): bool {
		$post = get_post( $post_id );
		if ( ! $post instanceof \WP_Post || ! Visibility::is_public( $post ) ) {
			return Store::delete_post( $post_id );
		}
		return Store::replace( Post_Content::source( $post ) );
	}

	/**
	 * The next posts to read: those that exist and those that are still known though they are gone.
	 *
	 * @return int[]
	 */
	private static function next_post_ids( int $after_post_id ): array {
		$existing = Post_Store::ids_after( $after_post_id, (array) Settings\Store::get( 'post_types' ), self::BATCH );
		$ids      = array_unique( array_merge( $existing, Store::known_post_ids( $after_post_id, self::BATCH ) ) );
		sort( $ids );
		return array_slice( $ids, 0, self::BATCH );
	}
}
