<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Space;
use MxChat\Embeddings\State_Store;
use MxChat\Provider\Failure;
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
		if ( $background === null ) {
			return;
		}
		$name        = self::name( $bot_id, $space, $background, true );
		$fingerprint = self::fingerprint( $specs, $background );
		$embeddings  = Model_Store::find( $name, $fingerprint ) === null ? Phrase_Embeddings::packed( $space, self::texts( $specs ) ) : null;
		if ( is_string( $embeddings ) ) {
			Model_Store::put( $name, $fingerprint, train_actions( array_values( $specs ), $background->packed, $embeddings, true ) );
		}
	}

	/**
	 * Forgets what was trained, of every kind.
	 */
	public static function forget( string $bot_id ): void {
		Model_Store::forget( Public_Model::name( $bot_id ) );
		foreach ( array( State_Store::serving(), null ) as $space ) {
			$background = Background::of( $space );
			$background === null || Model_Store::forget( self::name( $bot_id, $space, $background, false ) );
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
		$name  = self::name( $bot_id, $space, $background, true );
		$bytes = $is_saved ? Model_Store::find( $name, self::fingerprint( $specs, $background ) ) : null;
		$bytes ??= self::without_head( $bot_id, $specs, $space, $background, $is_saved );
		return $bytes === null ? null : self::with( $bot_id, $specs, $bytes, $background, $space );
	}

	/**
	 * A little less exact, and ready at once. Where it is new, the better one is asked for.
	 */
	private static function without_head( string $bot_id, array $specs, Space $space, Background $background, bool $is_saved ): ?string {
		$name        = self::name( $bot_id, $space, $background, false );
		$fingerprint = self::fingerprint( $specs, $background );
		$stored      = Model_Store::find( $name, $fingerprint );
		if ( $stored !== null ) {
			return $stored;
		}
		$embeddings = Phrase_Embeddings::packed( $space, self::texts( $specs ) );
		if ( $embeddings instanceof Failure ) {
			return null;
		}
		$bytes = train_actions( array_values( $specs ), $background->packed, $embeddings, false );
		if ( $is_saved ) {
			Model_Store::put( $name, $fingerprint, $bytes );
			Model_Job::add();
		}
		return $bytes;
	}

	private static function by_words( string $bot_id, array $specs, bool $is_saved ): self {
		$background  = Background::of( null );
		$fingerprint = self::fingerprint( $specs, $background );
		$name        = self::name( $bot_id, null, $background, false );
		$bytes       = $is_saved ? Model_Store::find( $name, $fingerprint ) : null;
		if ( $bytes === null ) {
			$bytes = train_actions( array_values( $specs ), $background->packed, '', false );
			$is_saved && Model_Store::put( $name, $fingerprint, $bytes );
		}
		return self::with( $bot_id, $specs, $bytes, $background, null );
	}

	private static function with( string $bot_id, array $specs, string $bytes, Background $background, ?Space $space ): self {
		$phrases = array_map( static fn( array $spec ) => array( ...$spec['phrases'], $spec['label'] ), $specs );
		return new self( array_intersect_key( Registry::for_bot( $bot_id ), $specs ), $bytes, $background->packed, $space, $phrases );
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

	private static function fingerprint( array $specs, Background $background ): string {
		return hash( 'sha256', wp_json_encode( array( $specs, $background->fingerprint ) ) );
	}

	private static function name( string $bot_id, ?Space $space, Background $background, bool $has_head ): string {
		$subject = substr( hash( 'sha256', $bot_id . "\0" . ( $space?->collection()->name() ?? 'words' ) ), 0, 32 );
		return $background->model_name( 'model:' . $subject . ( $has_head ? ':head' : '' ) );
	}
}
