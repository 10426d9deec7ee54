<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Counts of what two stores were compared by; many requests add to them at once.
 */
final class Compare_Log {

	private readonly string $prefix;

	public function __construct( Vector_Store $primary, Vector_Store $candidate ) {
		$this->prefix = 'compare_' . hash( 'sha256', $primary->name() . "\0" . $candidate->name() ) . '_';
	}

	public function add( float $overlap, int $primary_nanoseconds, int $candidate_nanoseconds ): void {
		$this->count( 'queries', 1 );
		$this->count( 'overlap', (int) round( $overlap * 1_000_000 ) );
		$this->count( 'differing', $overlap < 1.0 ? 1 : 0 );
		$this->count( 'primary', intdiv( $primary_nanoseconds, 1000 ) );
		$this->count( 'candidate', intdiv( $candidate_nanoseconds, 1000 ) );
	}

	public function add_failure(): void {
		$this->count( 'failures', 1 );
	}

	/**
	 * @return array{queries:int,failures:int,differing:int,overlap:float|null,primary_ms:float|null,candidate_ms:float|null}
	 *         Means over the queries that both answered; null if there was none.
	 */
	public function report(): array {
		$queries = $this->value( 'queries' );
		$mean    = fn( string $name, int $unit ) => $queries > 0 ? $this->value( $name ) / $unit / $queries : null;
		return array(
			'queries'      => $queries,
			'failures'     => $this->value( 'failures' ),
			'differing'    => $this->value( 'differing' ),
			'overlap'      => $mean( 'overlap', 1_000_000 ),
			'primary_ms'   => $mean( 'primary', 1000 ),
			'candidate_ms' => $mean( 'candidate', 1000 ),
		);
	}

	public function reset(): void {
		Sequence_Store::delete( $this->prefix );
	}

	private function value( string $name ): int {
		return Sequence_Store::get( $this->prefix . $name );
	}

	private function count( string $name, int $amount ): void {
		if ( $amount > 0 ) {
			Sequence_Store::add( $this->prefix . $name, $amount );
		}
	}
}
