<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Failure;
use MxChat\Settings\Option_Store;

/**
 * Which space answers questions, which one is being filled to take its place, and why it does not go on.
 */
final class State_Store {

	public const SPACES   = 'mxchat_embeddings';
	public const PROGRESS = 'mxchat_embeddings_progress';

	/**
	 * The space that questions are compared in; null where retrieval goes by words alone.
	 */
	public static function serving(): ?Space {
		return Space::from( Option_Store::read( self::SPACES )['serving'] ?? null );
	}

	/**
	 * The space that the owner has chosen and that is not complete yet.
	 */
	public static function chosen(): ?Space {
		return Space::from( Option_Store::read( self::SPACES )['chosen'] ?? null );
	}

	/**
	 * The space that the job embeds what is new in.
	 */
	public static function wanted(): ?Space {
		return self::chosen() ?? self::serving();
	}

	/**
	 * Begins to fill a space; the one that answers goes on until it is complete.
	 */
	public static function choose( ?Space $space ): void {
		self::write( self::SPACES, array( 'chosen' => $space?->to_array() ) );
		self::begin_again();
	}

	/**
	 * The chosen space is complete and answers from now on. Nothing happens if the owner has chosen another meanwhile.
	 */
	public static function promote( Space $space ): bool {
		$is_chosen = false;
		Option_Store::change(
			self::SPACES,
			static function ( array $stored ) use ( $space, &$is_chosen ): array {
				$is_chosen = $space->is_same( Space::from( $stored['chosen'] ?? null ) );
				return $is_chosen ? array( 'serving' => $space->to_array(), 'chosen' => null ) + $stored : $stored;
			},
			true
		);
		return $is_chosen;
	}

	public static function switch_off(): void {
		delete_option( self::SPACES );
		delete_option( self::PROGRESS );
	}

	/**
	 * Up to which chunk the space is known to be complete.
	 */
	public static function scanned( Space $space ): int {
		$mark = Option_Store::read( self::PROGRESS )['mark'] ?? null;
		return $mark !== null && $mark['collection'] === $space->collection()->name() ? $mark['chunk_id'] : 0;
	}

	/**
	 * The mark names its space: a job that was under way when the owner chose another must not speak for that.
	 */
	public static function note_scanned( Space $space, int $chunk_id ): void {
		$mark = array(
			'collection' => $space->collection()->name(),
			'chunk_id'   => $chunk_id,
		);
		self::write( self::PROGRESS, array( 'mark' => $mark, 'pause' => null ) );
	}

	/**
	 * Every chunk is looked at again.
	 */
	public static function begin_again(): void {
		self::write( self::PROGRESS, array( 'mark' => null ) );
	}

	/**
	 * @return ?array{kind:string,text:string,error_id:string,failures:int,until:int}
	 */
	public static function pause(): ?array {
		return Option_Store::read( self::PROGRESS )['pause'] ?? null;
	}

	public static function note_pause( Failure $failure, int $failures, int $until ): void {
		$pause = array(
			'kind'     => $failure->kind,
			'text'     => $failure->owner_text(),
			'error_id' => $failure->error_id,
			'failures' => $failures,
			'until'    => $until,
		);
		self::write( self::PROGRESS, array( 'pause' => $pause ) );
	}

	public static function end_pause(): void {
		self::write( self::PROGRESS, array( 'pause' => null ) );
	}

	/**
	 * A job runs for long, and its owner may change his mind meanwhile: what is written is based on what is there now.
	 */
	private static function write( string $option, array $changes ): void {
		Option_Store::change( $option, static fn( array $stored ) => $changes + $stored, $option === self::SPACES );
	}
}
