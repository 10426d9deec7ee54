<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Embedder;
use MxChat\Embeddings\Space;
use MxChat\Embeddings\State_Store;
use MxChat\Jobs;
use MxChat\Provider\Failure;
use MxChat\Spend\Gate;

/**
 * Learns what ordinary messages are like: has those that the plugin brings embedded, once for each model, and the site's
 * own where the owner wants that.
 */
final class Background_Job implements Jobs\Handler {

	public const KIND = 'action_background';

	private const RETRY_SECONDS = 10 * MINUTE_IN_SECONDS;

	/** Messages are deleted one by one and by the hundred: what was learned is learned anew once for all of them. */
	private const LATER_SECONDS = HOUR_IN_SECONDS;

	public static function add(): void {
		Jobs\Queue::add_once( self::KIND, array(), self::KIND );
	}

	public static function add_later(): void {
		if ( Jobs\Store::find_open( self::KIND ) === null ) {
			$due_at = time() + self::LATER_SECONDS;
			Jobs\Store::insert( self::KIND, array(), self::KIND, $due_at );
			Jobs\Queue::wake_at( $due_at );
		}
	}

	/**
	 * Own messages count by the week, and what could not be trained yesterday may be today.
	 */
	public static function run_daily(): void {
		if ( Background::learns() || State_Store::serving() !== null ) {
			self::add();
		}
	}

	public function step( array $state ): Jobs\Step {
		// Where nothing is to be triggered, nothing is paid for.
		if ( Registry::enabled() === array() ) {
			return Jobs\Step::last( 0 );
		}
		$space   = State_Store::serving();
		$failure = ( $space === null || Background::kept( $space, false ) !== null ? null : self::embed_brought( $space ) )
			?? ( ! Background::learns() || Background::kept( $space, true ) !== null ? null : self::learn( $space ) );
		if ( $failure !== null ) {
			return self::wait( $failure, $state );
		}
		$space !== null && Model_Job::add();
		return Jobs\Step::last( 1 );
	}

	private static function embed_brought( Space $space ): ?Failure {
		$messages = Ordinary_Messages::brought( Background::limit( $space ) );
		$embedded = Embedder::embed( $messages, Gate::SITE, $space );
		if ( $embedded instanceof Failure ) {
			return $embedded;
		}
		$taken = array_filter( $embedded->vectors );
		Background::build( $space, false, array_values( array_intersect_key( $messages, $taken ) ), implode( '', $taken ) );
		return null;
	}

	/**
	 * What visitors have asked was embedded when they asked it, so most of it costs nothing.
	 */
	private static function learn( ?Space $space ): ?Failure {
		// Before the messages are read: one that is deleted from here on makes another fingerprint.
		$fingerprint = Background::fingerprint( $space, true );
		$messages    = Ordinary_Messages::with_own( Background::limit( $space ) );
		$vectors     = $space === null ? array() : Phrase_Embeddings::of( $space, $messages );
		if ( $vectors instanceof Failure ) {
			return $vectors;
		}
		$vectors = array_filter( $vectors );
		$kept    = $space === null ? $messages : array_values( array_filter( $messages, static fn( string $message ) => isset( $vectors[ $message ] ) ) );
		$packed  = $space === null ? '' : implode( '', array_map( static fn( string $message ) => $vectors[ $message ], $kept ) );
		Background::build( $space, true, $kept, $packed, $fingerprint );
		return null;
	}

	/**
	 * A job that waits keeps messages from asking for another.
	 */
	private static function wait( Failure $failure, array $state ): Jobs\Step {
		$is_passing = $failure->is_retryable || $failure->kind === 'budget';
		return Jobs\Step::wait( $state, 0, 1, time() + ( $is_passing ? self::RETRY_SECONDS : self::LATER_SECONDS ) );
	}
}
