<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Jobs;
use MxChat\Knowledge\Chunk_Vectors;
use MxChat\Knowledge\Segment_Builder;
use MxChat\Knowledge\Source;
use MxChat\Knowledge\Store;
use MxChat\Knowledge\Vectors;
use MxChat\Knowledge\Writer;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Spend\Gate;

/**
 * Embeds what has no embedding yet, some chunks in a step, until the chosen model knows every chunk.
 *
 * First come the texts for whose embeddings an old text waits. One that has waited long is shown without: what the owner
 * has corrected must not stay wrong because a provider is down.
 */
final class Embed_Job implements Jobs\Handler {

	public const KIND = 'embed';

	private const LANE             = 'embed';
	private const BATCH            = 128;
	private const SECONDS          = 60.0;
	private const PATIENCE_SECONDS = HOUR_IN_SECONDS;

	private static bool $is_wanted = false;

	/**
	 * @return string The job's id; empty where there is nothing to do.
	 */
	public static function add(): string {
		if ( State_Store::wanted() === null && Replacement_Store::count() === 0 ) {
			return '';
		}
		// One that runs may be past what is new.
		$open = Jobs\Store::find_open( self::LANE );
		return $open?->status === Jobs\Job::QUEUED ? $open->job_id : Jobs\Queue::add( self::KIND, array(), self::LANE );
	}

	/**
	 * Goes on at once, although it was to wait.
	 */
	public static function resume(): string {
		State_Store::end_pause();
		Jobs\Store::supersede( self::LANE );
		return self::add();
	}

	/**
	 * Sees to a text that waits, when the provider is likely to be back.
	 */
	public static function add_after( Failure $failure ): void {
		if ( self::open() === null ) {
			$due_at = self::pause( $failure );
			Jobs\Store::insert( self::KIND, array(), self::LANE, $due_at );
			Jobs\Queue::wake_at( $due_at );
		}
	}

	/**
	 * What is open of it, for the owner's page.
	 */
	public static function open(): ?Jobs\Job {
		return Jobs\Store::find_open( self::LANE );
	}

	public static function on_replaced( string $bot_id, bool $is_embedded ): void {
		self::$is_wanted = self::$is_wanted || ! $is_embedded || State_Store::chosen() !== null;
	}

	public static function on_shutdown(): void {
		if ( self::$is_wanted ) {
			self::$is_wanted = false;
			self::add();
		}
	}

	/**
	 * Chunks can be committed behind one with a higher id, and a model may take today what it refused yesterday.
	 */
	public static function run_daily(): void {
		if ( State_Store::wanted() !== null ) {
			State_Store::begin_again();
			self::add();
		}
	}

	public function step( array $state ): Jobs\Step {
		$done    = (int) ( $state['done'] ?? 0 );
		$waiting = Replacement_Store::next();
		if ( $waiting !== null ) {
			$failure = self::replace( $waiting['source'], $waiting['created_at'] );
			return $failure === null
				? Jobs\Step::more( $state, $done, $done + Replacement_Store::count() )
				: self::wait( $failure, $state, $done );
		}
		$space = State_Store::wanted();
		if ( $space === null ) {
			return Jobs\Step::last( $done );
		}
		$rows = Missing_Store::after( $space->collection(), State_Store::scanned( $space ), self::BATCH );
		if ( ! $rows ) {
			return Filled::step( $space, $state );
		}
		$total   = (int) ( $state['total'] ?? $done + Missing_Store::count( $space->collection(), State_Store::scanned( $space ) )['chunks'] );
		$failure = self::embed( $space, $rows );
		if ( $failure !== null ) {
			return self::wait( $failure, $state, $done );
		}
		$done += count( $rows );
		return Jobs\Step::more( array( 'total' => $total, 'done' => $done ) + $state, $done, $total );
	}

	/**
	 * @param list<\stdClass> $rows
	 */
	private static function embed( Space $space, array $rows ): ?Failure {
		$texts    = array_map( static fn( \stdClass $row ) => Writer::text( $row->title, $row->content ), $rows );
		$embedded = Embedder::embed( $texts, Gate::SITE, $space, Deadline::after( self::SECONDS ) );
		if ( $embedded instanceof Failure ) {
			return $embedded;
		}
		$vectors = array();
		foreach ( $rows as $position => $row ) {
			if ( $embedded->vectors[ $position ] !== '' ) {
				$vectors[] = Chunk_Vectors::vector( (int) $row->id, $embedded->vectors[ $position ], $row->bot_id, $row->content_type, (int) $row->source_id );
			}
		}
		if ( $vectors ) {
			Vectors\Store::put( $space->collection(), $vectors );
		}
		State_Store::note_scanned( $space, (int) end( $rows )->id );
		return null;
	}

	/**
	 * @return ?Failure Null if the text no longer waits.
	 */
	private static function replace( Source $source, int $since ): ?Failure {
		$space    = State_Store::serving();
		$embedded = $space === null ? Failure::of( 'not_configured' ) : Writer::embed( $source, $space, Deadline::after( self::SECONDS ) );
		if ( $embedded instanceof Embedded ) {
			Store::replace( $source, new Chunk_Vectors( $space->collection(), $embedded->vectors ), true );
		} elseif ( Writer::can_wait( $embedded ) && time() < $since + self::PATIENCE_SECONDS ) {
			return $embedded;
		} else {
			Store::replace( $source, null, true );
		}
		// Whatever became of it: unless a newer text has taken its place, nothing waits here any more.
		Replacement_Store::take( $source, true );
		Segment_Builder::bring_up_to_date( $source->bot_id );
		return null;
	}

	private static function wait( Failure $failure, array $state, int $done ): Jobs\Step {
		$failure->log();
		// How much there is may be another number then.
		return Jobs\Step::wait( array( 'done' => $done ), $done, (int) ( $state['total'] ?? $done ), self::pause( $failure ) );
	}

	/**
	 * @return int When to go on, in Unix seconds.
	 */
	private static function pause( Failure $failure ): int {
		$failures = ( State_Store::pause()['failures'] ?? 0 ) + 1;
		$until    = time() + Pause::seconds( $failure, $failures );
		State_Store::note_pause( $failure, $failures, $until );
		return $until;
	}
}
