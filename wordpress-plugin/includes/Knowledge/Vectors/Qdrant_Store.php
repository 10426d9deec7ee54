<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings\Secret;

/**
 * A collection in Qdrant, by its REST interface.
 */
final class Qdrant_Store implements Vector_Store {

	private const MAX_BATCH      = 100;
	private const WRITE_SECONDS  = 30;
	private const SEARCH_SECONDS = 5;

	private readonly string $path;
	private readonly Cursor $cursor;

	public function __construct( private readonly Client $client, private readonly Collection $collection ) {
		$this->path   = '/collections/' . rawurlencode( $collection->name() );
		$this->cursor = new Sequence_Cursor( $this->name() );
	}

	/**
	 * @param string $url     As `https://host:6333`.
	 * @param Secret $api_key Empty for a server without one.
	 */
	public static function at( string $url, Secret $api_key, Collection $collection ): self {
		return new self( new Client( $url, $api_key->reveal() === '' ? array() : array( 'api-key' => $api_key ) ), $collection );
	}

	public function name(): string {
		return 'qdrant:' . $this->client->base_url() . '/' . $this->collection->name();
	}

	public function upsert( array $vectors ): void {
		$points = array_map(
			static fn( Vector $vector ) => array(
				'id'      => $vector->chunk_id,
				'vector'  => array_map( 'floatval', Vector::decimals( $vector->embedding ) ),
				'payload' => $vector->fields(),
			),
			$vectors
		);
		// Waiting means: what is acknowledged is found.
		$this->write( 'PUT', '/points?wait=true', array( 'points' => $points ) );
	}

	public function delete( array $chunk_ids ): void {
		$this->client->request( 'POST', $this->path . '/points/delete?wait=true', array( 'points' => array_values( $chunk_ids ) ), self::WRITE_SECONDS );
	}

	public function clear(): void {
		$this->cursor->write( 0 );
		$this->client->request( 'DELETE', $this->path, null, self::WRITE_SECONDS );
	}

	public function search( Query $query ): array {
		Vector::check( $query->embedding, $this->collection->dimensions );
		$body = array(
			'query'        => array_map( 'floatval', Vector::decimals( $query->embedding ) ),
			'limit'        => $query->limit,
			'with_payload' => false,
			'params'       => array( 'hnsw_ef' => max( 128, 2 * $query->limit ) ),
		);
		if ( $query->filter !== null ) {
			$body['filter'] = array( 'must' => array( self::condition( $query->filter ) ) );
		}
		$answer = $this->client->request( 'POST', $this->path . '/points/query', $body, self::SEARCH_SECONDS );
		$points = $answer === null ? array() : ( $answer['result']['points'] ?? throw Store_Failure::of( 'store_invalid_answer' ) );
		return Hit::best( array_map( static fn( array $point ) => Hit::of( (int) $point['id'], (float) $point['score'] ), $points ), $query );
	}

	public function stats(): Stats {
		$answer = $this->client->request( 'POST', $this->path . '/points/count', array( 'exact' => true ), self::SEARCH_SECONDS );
		return new Stats( (int) ( $answer['result']['count'] ?? 0 ) );
	}

	public function generation(): int {
		return $this->cursor->read();
	}

	public function set_generation( int $generation ): void {
		$this->cursor->write( $generation );
	}

	public function capabilities(): Capabilities {
		return new Capabilities( is_exact: false, is_immediate: true, is_shared: true, max_batch: self::MAX_BATCH );
	}

	/**
	 * The collection is made when it is first written to.
	 */
	private function write( string $method, string $path, array $body ): void {
		if ( $this->client->request( $method, $this->path . $path, $body, self::WRITE_SECONDS ) !== null ) {
			return;
		}
		$this->create();
		if ( $this->client->request( $method, $this->path . $path, $body, self::WRITE_SECONDS ) === null ) {
			throw Store_Failure::of( 'store_rejected' );
		}
	}

	private function create(): void {
		$vectors = array(
			'size'     => $this->collection->dimensions,
			'distance' => 'Cosine',
		);
		try {
			$this->client->request( 'PUT', $this->path, array( 'vectors' => $vectors ), self::WRITE_SECONDS );
		} catch ( Store_Failure $failure ) {
			// A parallel request was first: the collection is there.
			if ( $failure->error_code !== 'store_rejected' || $this->client->request( 'GET', $this->path, null, self::SEARCH_SECONDS ) === null ) {
				throw $failure;
			}
		}
		foreach ( Field::cases() as $field ) {
			$index = array(
				'field_name'   => $field->value,
				'field_schema' => $field->is_number() ? 'integer' : 'keyword',
			);
			$this->client->request( 'PUT', $this->path . '/index?wait=true', $index, self::WRITE_SECONDS );
		}
	}

	/**
	 * @return array<string,mixed> A condition of Qdrant: on a field, or a filter of its own.
	 */
	private static function condition( Filter $filter ): array {
		$key = $filter->field?->value;
		return match ( $filter->op ) {
			Filter_Op::One_Of => array(
				'key'   => $key,
				'match' => array( 'any' => $filter->values ),
			),
			Filter_Op::Range  => array(
				'key'   => $key,
				'range' => array_filter(
					array(
						'gte' => $filter->min,
						'lte' => $filter->max,
					),
					static fn( ?int $end ) => $end !== null
				),
			),
			Filter_Op::Not    => array( 'must_not' => array( self::condition( $filter->filters[0] ) ) ),
			Filter_Op::All    => array( 'must' => array_map( array( self::class, 'condition' ), $filter->filters ) ),
			Filter_Op::Any    => array( 'should' => array_map( array( self::class, 'condition' ), $filter->filters ) ),
		};
	}
}
