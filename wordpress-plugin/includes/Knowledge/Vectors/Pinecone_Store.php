<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings\Secret;

/**
 * A namespace of an index that speaks Pinecone's data plane: Pinecone itself, or another server with that dialect.
 *
 * The index is made by its owner, with the metric "cosine" and the model's dimensions.
 */
final class Pinecone_Store implements Vector_Store {

	private const API_VERSION     = '2025-04';
	private const MAX_BATCH       = 100;
	private const MAX_BODY_BYTES  = 1_800_000;
	private const BYTES_PER_FLOAT = 14;
	private const WRITE_SECONDS   = 30;
	private const SEARCH_SECONDS  = 5;

	private readonly string $namespace;
	private readonly Cursor $cursor;

	public function __construct( private readonly Client $client, private readonly Collection $collection ) {
		$this->namespace = $collection->name();
		$this->cursor    = new Sequence_Cursor( $this->name() );
	}

	/**
	 * @param string $url The index's own host, as `https://name-project.svc.region.pinecone.io`.
	 */
	public static function at( string $url, Secret $api_key, Collection $collection ): self {
		$headers = array(
			'Api-Key'                => $api_key,
			'X-Pinecone-API-Version' => new Secret( self::API_VERSION ),
		);
		return new self( new Client( $url, $headers ), $collection );
	}

	public function name(): string {
		return 'pinecone:' . $this->client->base_url() . '/' . $this->namespace;
	}

	public function upsert( array $vectors ): void {
		$records = array_map(
			static fn( Vector $vector ) => array(
				'id'       => (string) $vector->chunk_id,
				'values'   => array_map( 'floatval', Vector::decimals( $vector->embedding ) ),
				'metadata' => $vector->fields(),
			),
			$vectors
		);
		if ( $this->post( '/vectors/upsert', array( 'vectors' => $records ), self::WRITE_SECONDS ) === null ) {
			throw Store_Failure::of( 'store_rejected' );
		}
	}

	public function delete( array $chunk_ids ): void {
		$this->post( '/vectors/delete', array( 'ids' => array_map( 'strval', array_values( $chunk_ids ) ) ), self::WRITE_SECONDS );
	}

	public function clear(): void {
		$this->cursor->write( 0 );
		$this->post( '/vectors/delete', array( 'deleteAll' => true ), self::WRITE_SECONDS );
	}

	public function search( Query $query ): array {
		Vector::check( $query->embedding, $this->collection->dimensions );
		$body = array(
			'vector'          => array_map( 'floatval', Vector::decimals( $query->embedding ) ),
			'topK'            => $query->limit,
			'includeValues'   => false,
			'includeMetadata' => false,
		);
		if ( $query->filter !== null ) {
			$body['filter'] = self::condition( $query->filter, false );
		}
		$answer  = $this->post( '/query', $body, self::SEARCH_SECONDS );
		$matches = $answer === null ? array() : ( $answer['matches'] ?? throw Store_Failure::of( 'store_invalid_answer' ) );
		return Hit::best( array_map( static fn( array $match ) => Hit::of( (int) $match['id'], (float) $match['score'] ), $matches ), $query );
	}

	public function stats(): Stats {
		$answer = $this->client->request( 'POST', '/describe_index_stats', array(), self::SEARCH_SECONDS );
		return new Stats( (int) ( $answer['namespaces'][ $this->namespace ]['vectorCount'] ?? 0 ) );
	}

	public function generation(): int {
		return $this->cursor->read();
	}

	public function set_generation( int $generation ): void {
		$this->cursor->write( $generation );
	}

	public function capabilities(): Capabilities {
		$fitting = intdiv( self::MAX_BODY_BYTES, self::BYTES_PER_FLOAT * $this->collection->dimensions + 500 );
		return new Capabilities( is_exact: false, is_immediate: false, is_shared: true, max_batch: max( 1, min( self::MAX_BATCH, $fitting ) ) );
	}

	private function post( string $path, array $body, int $timeout_seconds ): ?array {
		return $this->client->request( 'POST', $path, $body + array( 'namespace' => $this->namespace ), $timeout_seconds );
	}

	/**
	 * The dialect negates no combination, so a negation goes down to the fields.
	 *
	 * @return array<string,mixed>
	 */
	private static function condition( Filter $filter, bool $is_negated ): array {
		if ( $filter->op === Filter_Op::Not ) {
			return self::condition( $filter->filters[0], ! $is_negated );
		}
		if ( $filter->op === Filter_Op::One_Of ) {
			return array( $filter->field->value => array( $is_negated ? '$nin' : '$in' => $filter->values ) );
		}
		if ( $filter->op === Filter_Op::Range ) {
			return self::range( $filter, $is_negated );
		}
		$is_all = ( $filter->op === Filter_Op::All ) !== $is_negated;
		$parts  = array_map( static fn( Filter $part ) => self::condition( $part, $is_negated ), $filter->filters );
		return array( $is_all ? '$and' : '$or' => $parts );
	}

	private static function range( Filter $filter, bool $is_negated ): array {
		$ends  = array(
			$is_negated ? '$lt' : '$gte' => $filter->min,
			$is_negated ? '$gt' : '$lte' => $filter->max,
		);
		$parts = array();
		foreach ( array_filter( $ends, static fn( ?int $end ) => $end !== null ) as $operator => $end ) {
			$parts[] = array( $filter->field->value => array( $operator => $end ) );
		}
		return count( $parts ) === 1 ? $parts[0] : array( $is_negated ? '$or' : '$and' => $parts );
	}
}
