<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * How close a message is to each action, and what follows from it.
 */
final class Decision {

	public const SURE   = 'sure';
	public const LIKELY = 'likely';
	public const NONE   = 'none';

	/**
	 * @param array<int,array{id:string,label:string,score:float,threshold:float,margin:float,decision:string,phrase:string}> $scores  Best first.
	 * @param string                                                                                                         $scoring `vector`, `lexical` or `hybrid`.
	 */
	public function __construct( public readonly array $scores, public readonly string $scoring ) {}

	/**
	 * The one action that the message surely asks for.
	 */
	public function sure(): ?string {
		$best = $this->scores[0] ?? null;
		return $best !== null && $best['decision'] === self::SURE ? $best['id'] : null;
	}

	/**
	 * Actions that a model may be offered.
	 *
	 * @return string[]
	 */
	public function likely(): array {
		return array_column( array_filter( $this->scores, static fn( array $score ) => $score['decision'] !== self::NONE ), 'id' );
	}

	/**
	 * @return ?array{id:string,label:string,score:float,threshold:float,margin:float,decision:string,phrase:string}
	 */
	public function of( string $action_id ): ?array {
		foreach ( $this->scores as $score ) {
			if ( $score['id'] === $action_id ) {
				return $score;
			}
		}
		return null;
	}
}
