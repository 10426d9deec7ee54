<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Settings;

/**
 * How much may be spent in a day, and what models cost: as the owner has set it.
 */
final class Budget {

	public const SETTING = 'spend_budget';

	/** On from the first day, so that nobody else can empty the owner's account. */
	public const DEFAULTS = array(
		'site_tokens'    => 2_000_000,
		'site_money'     => null,
		'visitor_tokens' => 100_000,
		'visitor_money'  => null,
		'currency'       => 'USD',
		'prices'         => array(),
	);

	/**
	 * @param ?int                                                                        $site_tokens Null for no bound, as in the next three.
	 * @param ?float                                                                      $site_money  In units of the currency.
	 * @param array<int,array{model:string,input:float,output:float,cached_input:?float}> $prices
	 */
	private function __construct(
		public readonly ?int $site_tokens,
		public readonly ?float $site_money,
		public readonly ?int $visitor_tokens,
		public readonly ?float $visitor_money,
		public readonly string $currency,
		public readonly array $prices,
	) {}

	public static function current(): self {
		return self::from( (array) Settings\Store::get( self::SETTING ) );
	}

	public static function from( array $stored ): self {
		$stored += self::DEFAULTS;
		return new self(
			self::whole( $stored['site_tokens'] ),
			self::money( $stored['site_money'] ),
			self::whole( $stored['visitor_tokens'] ),
			self::money( $stored['visitor_money'] ),
			(string) $stored['currency'],
			array_values( (array) $stored['prices'] ),
		);
	}

	public function price( string $model ): ?Price {
		foreach ( $this->prices as $price ) {
			if ( $price['model'] === $model ) {
				return Price::from( $price );
			}
		}
		return null;
	}

	public function site(): Bound {
		return Bound::of( $this->site_tokens, $this->site_money );
	}

	public function visitor( string $spender ): Bound {
		$bound = Bound::of( $this->visitor_tokens, $this->visitor_money );
		/**
		 * How much one visitor may spend in a day. A membership plugin gives its members more here.
		 *
		 * @param Bound  $bound   As the owner has set it for all.
		 * @param string $spender `user:` and an id, or `ip:` and a hash.
		 */
		$changed = apply_filters( 'mxchat_visitor_budget', $bound, $spender );
		return $changed instanceof Bound ? $changed : $bound;
	}

	/**
	 * How many days' budgets of the site it takes to read so many tokens; null if they never suffice.
	 */
	public function days_for( string $model, int $input_tokens ): ?int {
		$site  = $this->site();
		$nanos = ( $this->price( $model ) ?? Price::none() )->of( $input_tokens, 0 );
		if ( ( $input_tokens > 0 && $site->model_tokens === 0 ) || ( $nanos > 0 && $site->nanos === 0 ) ) {
			return null;
		}
		return (int) max( 1, ceil( $input_tokens / max( 1, $site->model_tokens ) ), ceil( $nanos / max( 1, $site->nanos ) ) );
	}

	public function to_array(): array {
		return get_object_vars( $this );
	}

	private static function whole( mixed $value ): ?int {
		return $value === null ? null : max( 0, (int) $value );
	}

	private static function money( mixed $value ): ?float {
		return $value === null ? null : max( 0.0, (float) $value );
	}
}
