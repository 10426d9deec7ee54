<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Space;
use MxChat\Embeddings\State_Store;
use function MxChat\Core\train_actions;

/**
 * A bot's actions, trained: with the embeddings of their phrases where there are any, by words alone otherwise.
 */
final class Model {

	/** The logit that the greatest strictness asks for. */
	private const STRICTEST = 4.0;

	/**
	 * @param array<string,Action> $actions    By id, in the owner's order.
	 * @param string               $bytes      Of train_actions().
	 * @param string               $background As the core takes it.
	 * @param ?Space               $space      Where embeddings take part.
	 * @param array<string,string[]> $phrases  By action id: what a score's `phrase` counts.
	 */
	private function __construct(
		public readonly array $actions,
		public readonly string $bytes,
		public readonly string $background,
		public readonly ?Space $space,
		public readonly array $phrases,
	) {}

	/**
	 * @param array<string,array{phrases:string[],counter_examples:string[]}> $drafts Changed phrases that are not saved yet, by action id.
	 * @return ?self Null if the bot has no action.
	 */
	public static function of_bot( string $bot_id, array $drafts = array() ): ?self {
		$specs = self::specs( $bot_id, $drafts );
		if ( $specs === array() ) {
			return null;
		}
		return self::by_meaning( $bot_id, $specs, $drafts === array() ) ?? self::by_words( $bot_id, $specs, $drafts === array() );
	}

	/**
	 * Trains what makes scores by meaning better, if that is not done yet.
	 */
	public static function train_head( string $bot_id ): void {
		$specs      = self::specs( $bot_id, array() );
		$space      = State_Store::serving();
		$background = $space === null || $specs === array() ? null : Background::of( $space );
		if ( $background === null || Model_Store::find( self::name( $bot_id, $space, true ), self::fingerprint( $specs, $space ) ) !== null ) {
			return;
		}
		$embeddings = Phrase_Embeddings::of( $space, self::texts( $specs ) );
		if ( $embeddings !== null ) {
			Model_Store::put( self::name( $bot_id, $space, true ), self::fingerprint( $specs, $space ), train_actions( array_values( $specs ), $background, $embeddings, true ) );
		}
	}

	private static function by_meaning( string $bot_id, array $specs, bool $is_saved ): ?self {
		$space = State_Store::serving();
		if ( $space === null ) {
			return null;
		}
		$background = Background::of( $space );
		if ( $background === null ) {
			Background_Job::add();
			return null;
		}
		$fingerprint = self::fingerprint( $specs, $space );
		$bytes       = $is_saved ? Model_Store::find( self::name( $bot_id, $space, true ), $fingerprint ) : null;
		if ( $bytes === null ) {
			$bytes = self::without_head( $bot_id, $specs, $space, $background, $fingerprint, $is_saved );
			$is_saved && Model_Job::add();
		}
		return $bytes === null ? null : self::with( $bot_id, $specs, $bytes, $background, $space );
	}

	/**
	 * A little less exact, and ready at once.
	 */
	private static function without_head( string $bot_id, array $specs, Space $space, string $background, string $fingerprint, bool $is_saved ): ?string {
		$name   = self::name( $bot_id, $space, false );
		$stored = Model_Store::find( $name, $fingerprint );
		if ( $stored !== null ) {
			return $stored;
		}
		$embeddings = Phrase_Embeddings::of( $space, self::texts( $specs ) );
		if ( $embeddings === null ) {
			return null;
		}
		$bytes = train_actions( array_values( $specs ), $background, $embeddings, false );
		$is_saved && Model_Store::put( $name, $fingerprint, $bytes );
		return $bytes;
	}

	private static function by_words( string $bot_id, array $specs, bool $is_saved ): self {
		$background  = (string) Background::of( null );
		$fingerprint = self::fingerprint( $specs, null );
		$name        = self::name( $bot_id, null, false );
		$bytes       = $is_saved ? Model_Store::find( $name, $fingerprint ) : null;
		if ( $bytes === null ) {
			$bytes = train_actions( array_values( $specs ), $background, '', false );
			$is_saved && Model_Store::put( $name, $fingerprint, $bytes );
		}
		return self::with( $bot_id, $specs, $bytes, $background, null );
	}

	private static function with( string $bot_id, array $specs, string $bytes, string $background, ?Space $space ): self {
		$phrases = array_map( static fn( array $spec ) => array( ...$spec['phrases'], $spec['label'] ), $specs );
		return new self( array_intersect_key( Registry::for_bot( $bot_id ), $specs ), $bytes, $background, $space, $phrases );
	}

	/**
	 * What is trained, as the core takes it.
	 *
	 * @return array<string,array{id:string,label:string,phrases:string[],counter_phrases:string[],threshold:?float}> By id.
	 */
	private static function specs( string $bot_id, array $drafts ): array {
		return self::specs_of( Registry::for_bot( $bot_id ), $drafts );
	}

	/**
	 * @param array<string,Action> $actions By id.
	 * @return array<string,array{id:string,label:string,phrases:string[],counter_phrases:string[],threshold:?float}> By id.
	 */
	public static function specs_of( array $actions, array $drafts = array() ): array {
		$settings = Registry::settings();
		$specs    = array();
		foreach ( $actions as $id => $action ) {
			$setting      = $settings[ $id ];
			$specs[ $id ] = array(
				'id'              => $id,
				'label'           => $action->label(),
				'phrases'         => $drafts[ $id ]['phrases'] ?? $setting->phrases,
				'counter_phrases' => $drafts[ $id ]['counter_examples'] ?? $setting->counter_examples,
				'threshold'       => $setting->strictness === null ? null : self::threshold( $setting->strictness ),
			);
		}
		return $specs;
	}

	/**
	 * The score that a strictness asks for.
	 */
	private static function threshold( float $strictness ): float {
		return 1.0 / ( 1.0 + exp( -self::STRICTEST * ( 2.0 * $strictness - 1.0 ) ) );
	}

	/**
	 * @return string[] In the order in which the core wants their embeddings.
	 */
	private static function texts( array $specs ): array {
		return array_merge( ...array_map( static fn( array $spec ) => array( ...$spec['phrases'], $spec['label'], ...$spec['counter_phrases'] ), array_values( $specs ) ) );
	}

	private static function fingerprint( array $specs, ?Space $space ): string {
		return hash( 'sha256', wp_json_encode( array( $specs, Background::fingerprint( $space ) ) ) );
	}

	private static function name( string $bot_id, ?Space $space, bool $has_head ): string {
		return 'model:' . substr( hash( 'sha256', $bot_id . "\0" . ( $space?->collection()->name() ?? 'words' ) ), 0, 32 ) . ( $has_head ? ':head' : '' );
	}
}
