<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Embeddings;
use MxChat\Knowledge\Vectors\Compare_Log;
use MxChat\Knowledge\Vectors\Store_Failure;
use MxChat\Knowledge\Vectors\Stores;
use MxChat\Knowledge\Vectors\Vector_Store;

/**
 * How the store of vectors and the one that may take its place have answered the same questions.
 */
final class Vector_Comparison {

	/**
	 * @param array<string,Vector_Store> $stores By the name of their setting.
	 */
	private function __construct(
		private readonly array $stores,
		private readonly string $problem,
	) {}

	public static function current(): self {
		$space = Embeddings\State_Store::serving();
		if ( $space === null ) {
			return new self( array(), '' );
		}
		try {
			return new self( Stores::all( $space->collection() ), '' );
		} catch ( Store_Failure $failure ) {
			return new self( array(), $failure->error_code );
		}
	}

	public function to_array(): array {
		return array(
			'has_embeddings' => Embeddings\State_Store::serving() !== null,
			'problem'        => $this->problem === '' ? null : $this->problem,
			'stores'         => array_map( array( self::class, 'rows' ), $this->stores ),
			'report'         => $this->log()?->report(),
		);
	}

	public function reset(): void {
		$this->log()?->reset();
	}

	private function log(): ?Compare_Log {
		return count( $this->stores ) === 2 ? new Compare_Log( $this->stores[ Stores::PRIMARY ], $this->stores[ Stores::CANDIDATE ] ) : null;
	}

	/**
	 * @return array{rows:?int,problem:?string}
	 */
	private static function rows( Vector_Store $store ): array {
		try {
			return array( 'rows' => $store->stats()->rows, 'problem' => null );
		} catch ( Store_Failure $failure ) {
			return array( 'rows' => null, 'problem' => $failure->error_code );
		}
	}
}
