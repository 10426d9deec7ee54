<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A table of PostgreSQL with the extension pgvector 0.8 or later.
 *
 * The index scans on until enough rows have passed the filter. Beyond 2,000 dimensions it holds the numbers in half
 * precision; beyond 4,000 there is none, and every row is compared. The score always comes from the whole numbers.
 */
final class Pgvector_Store extends Sql_Store {

	private const MAX_INDEXED   = 2000;
	private const MAX_HALVED    = 4000;
	private const HALVED_MARGIN = 4;
	private const SETUP         = array(
		'SET hnsw.ef_search = 200',
		'SET hnsw.iterative_scan = strict_order',
		'SET client_min_messages = warning',
	);

	public static function at( Database $database, Collection $collection ): self {
		return new self( $database->with_setup( ...self::SETUP ), $collection );
	}

	protected function schema(): array {
		$table      = $this->table();
		$statements = array(
			'CREATE EXTENSION IF NOT EXISTS vector',
			"CREATE TABLE IF NOT EXISTS $table (
				chunk_id BIGINT PRIMARY KEY,
				bot_id TEXT NOT NULL,
				role TEXT NOT NULL,
				content_type TEXT NOT NULL,
				source_id BIGINT NOT NULL,
				updated_at BIGINT NOT NULL,
				embedding VECTOR({$this->collection->dimensions}) NOT NULL
			)",
			"CREATE INDEX IF NOT EXISTS {$table}_by_bot ON $table (bot_id, role, content_type)",
			"CREATE TABLE IF NOT EXISTS {$this->generation_table()} (generation BIGINT NOT NULL)",
		);
		if ( $this->collection->dimensions <= self::MAX_INDEXED ) {
			$statements[] = "CREATE INDEX IF NOT EXISTS {$table}_hnsw ON $table USING hnsw (embedding vector_cosine_ops)";
		} elseif ( $this->collection->dimensions <= self::MAX_HALVED ) {
			$statements[] = "CREATE INDEX IF NOT EXISTS {$table}_hnsw ON $table USING hnsw (({$this->halved()}) halfvec_cosine_ops)";
		}
		return $statements;
	}

	protected function upsert_statement(): string {
		return 'INSERT INTO ' . $this->table() . ' (chunk_id, bot_id, role, content_type, source_id, updated_at, embedding)'
			. ' VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (chunk_id) DO UPDATE SET bot_id = EXCLUDED.bot_id, role = EXCLUDED.role,'
			. ' content_type = EXCLUDED.content_type, source_id = EXCLUDED.source_id, updated_at = EXCLUDED.updated_at, embedding = EXCLUDED.embedding';
	}

	protected function encode( string $embedding ): string {
		return '[' . implode( ',', Vector::decimals( $embedding ) ) . ']';
	}

	protected function find( Query $query ): array {
		$condition = Sql_Condition::of( $query->filter );
		$embedding = $this->encode( $query->embedding );
		$is_halved = $this->collection->dimensions > self::MAX_INDEXED && $this->collection->dimensions <= self::MAX_HALVED;
		$order     = $is_halved ? $this->halved() . " <=> CAST(? AS halfvec({$this->collection->dimensions}))" : 'embedding <=> CAST(? AS vector)';
		$nearest   = 'SELECT chunk_id, embedding FROM ' . $this->table() . " WHERE $condition->sql ORDER BY $order LIMIT "
			. $query->limit * ( $is_halved ? self::HALVED_MARGIN : 1 );
		return $this->database->rows(
			"SELECT chunk_id, 1 - (embedding <=> CAST(? AS vector)) AS score FROM ($nearest) AS nearest ORDER BY score DESC, chunk_id",
			array( $embedding, ...$condition->values, $embedding )
		);
	}

	private function halved(): string {
		return "embedding::halfvec({$this->collection->dimensions})";
	}
}
