<?php
/**
 * From all rows to the best.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Similarity;

/**
 * Compares rows by their codes, with a bound that always holds, and scores exactly those that can be among the best.
 */
final class Scan {

	/** Room for what rounding takes from bounds that hold in real numbers. */
	private const SLACK = 1e-6;

	private float $norm;

	private int $stride;

	/** The query divided by its length, eight numbers at a time, from 1. @var array<int,list<float>> */
	private array $unit;

	/** How the codes of a row are unpacked: eight at a time, from 1. */
	private string $format;

	/** What codes of unsigned() make a score too much by: 128 times the sum of the query. */
	private float $bias;

	/** The score below which a row cannot be among the best. */
	private float $cutoff;

	/** The best scores that rows reach for certain. */
	private \SplMinHeap $reached;

	/** Rows that may be among the best: the most that a score can be, id, length, how to get the embedding. */
	private array $kept = [];

	/**
	 * Prepares a query.
	 *
	 * @param list<float> $query     Its numbers.
	 * @param int         $limit     The most results.
	 * @param float       $threshold The smallest score that counts.
	 * @param int|null    $deadline  When to stop, in the nanoseconds of hrtime().
	 * @throws Core_Exception With `not_finite`.
	 */
	public function __construct( private array $query, private int $limit, private float $threshold, private ?int $deadline ) {
		if ( ! is_finite( $threshold ) ) {
			throw Core_Exception::of( 'not_finite' );
		}
		$this->norm    = Similarity::norm( $query );
		$this->stride  = Codes::stride( count( $query ) );
		$this->cutoff  = $threshold;
		$this->reached = new \SplMinHeap();
		$inverse       = $this->norm > 0.0 ? 1.0 / $this->norm : 0.0;
		$this->format  = 'P' . intdiv( $this->stride, 8 );
		$unit          = array_fill( 0, $this->stride, 0.0 );
		foreach ( $query as $i => $number ) {
			$unit[ $i ] = $number * $inverse;
		}
		$this->bias = 128 * array_sum( $unit );
		$this->unit = [ null, ...array_chunk( $unit, 8 ) ];
	}

	/**
	 * Codes as bytes from 1 to 255 instead of -127 to 127, of which eight can be taken at once from a 64-bit integer:
	 * to unpack them one by one would take four times as long.
	 */
	public static function unsigned( string $codes ): string {
		return $codes ^ str_repeat( "\x80", strlen( $codes ) );
	}

	/**
	 * Looks at the rows of a segment.
	 *
	 * @param Segment         $segment The segment.
	 * @param Filter          $filter  Which rows count.
	 * @param array<int,true> $dead    Rows that do not.
	 * @throws Core_Exception With `dimension_mismatch`, `invalid_record` or `stopped`.
	 */
	public function segment( Segment $segment, Filter $filter, array $dead ): void {
		if ( count( $this->query ) !== $segment->dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $segment->dimensions, count( $this->query ) );
		}
		if ( 0 === $this->limit || 0 === $segment->rows ) {
			return;
		}
		$labels  = $filter->is_empty() ? null : $segment->labels();
		$records = $segment->records();
		foreach ( $segment->code_chunks() as $first => $codes ) {
			$this->stop_in_time();
			$codes = self::unsigned( $codes );
			$count = intdiv( strlen( $codes ), $this->stride );
			for ( $i = 0; $i < $count; ++$i ) {
				$row = $first + $i;
				if ( isset( $dead[ $row ] ) || ( null !== $labels && ! $filter->passes( $labels[ $row ] ) ) ) {
					continue;
				}
				$record = substr( $records, $row * Codes::RECORD, Codes::RECORD );
				$this->compare( $record, $codes, $i * $this->stride, static fn (): array => [ $segment->id( $row ), $segment->embedding( $row, substr( $record, 8, 8 ) ) ] );
			}
		}
	}

	/**
	 * Looks at one row.
	 *
	 * @param string   $record What is stored beside its codes.
	 * @param string   $codes  Bytes with its codes, as of unsigned().
	 * @param int      $offset Where they begin.
	 * @param callable $row    Gives its id and its embedding.
	 * @throws Core_Exception With `invalid_record`.
	 */
	public function compare( string $record, string $codes, int $offset, callable $row ): void {
		$sum = -$this->bias;
		foreach ( unpack( $this->format, $codes, $offset ) as $i => $word ) {
			$unit = $this->unit[ $i ];
			$sum += ( $word & 255 ) * $unit[0] + ( ( $word >> 8 ) & 255 ) * $unit[1]
				+ ( ( $word >> 16 ) & 255 ) * $unit[2] + ( ( $word >> 24 ) & 255 ) * $unit[3]
				+ ( ( $word >> 32 ) & 255 ) * $unit[4] + ( ( $word >> 40 ) & 255 ) * $unit[5]
				+ ( ( $word >> 48 ) & 255 ) * $unit[6] + ( ( $word >> 56 ) & 255 ) * $unit[7];
		}
		[ 'scale' => $scale, 'error' => $error ] = unpack( 'gscale/gerror', $record, 16 );
		$estimate = $sum * $scale;
		$error   += self::SLACK;
		if ( $estimate + $error < $this->cutoff ) {
			return;
		}
		$this->kept[] = [ $estimate + $error, $record, $row ];
		$this->reached->insert( $estimate - $error );
		if ( count( $this->reached ) > $this->limit ) {
			$this->reached->extract();
		}
		if ( count( $this->reached ) === $this->limit ) {
			$this->cutoff = max( $this->cutoff, $this->reached->top() );
		}
	}

	/**
	 * The best rows, scored exactly.
	 *
	 * @return list<array{id:int,score:float}>
	 * @throws Core_Exception With `invalid_record`.
	 */
	public function matches(): array {
		usort( $this->kept, static fn ( array $a, array $b ): int => $b[0] <=> $a[0] );
		$matches = [];
		$scores  = new \SplMinHeap();
		foreach ( $this->kept as [ $upper, $record, $row ] ) {
			if ( $upper < $this->cutoff || ( count( $scores ) === $this->limit && $upper < $scores->top() ) ) {
				break;
			}
			[ $id, $embedding ] = $row();
			$norm               = unpack( 'e', $record )[1];
			$numbers            = Similarity::numbers( $embedding );
			$score              = Similarity::ratio( Similarity::dot( $this->query, $numbers ), $this->norm * $norm );
			if ( $score >= $this->threshold ) {
				$matches[] = [
					'id'    => $id,
					'score' => $score,
				];
				$scores->insert( $score );
				if ( count( $scores ) > $this->limit ) {
					$scores->extract();
				}
			}
		}
		usort( $matches, static fn ( array $a, array $b ): int => ( $b['score'] <=> $a['score'] ) ?: ( $a['id'] <=> $b['id'] ) );
		return array_slice( $matches, 0, $this->limit );
	}

	/**
	 * Stops at the deadline.
	 *
	 * @throws Core_Exception With `stopped`.
	 */
	public function stop_in_time(): void {
		if ( null !== $this->deadline && hrtime( true ) > $this->deadline ) {
			throw Core_Exception::of( 'stopped' );
		}
	}
}
