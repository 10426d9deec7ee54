<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * What the stores in databases have in common: one table of each collection, made when it is first used.
 *
 * The generation stands in a table beside it and is written by the same database: a restored backup is behind, not wrong.
 */
abstract class Sql_Store implements Vector_Store {

	protected const MAX_BATCH = 100;

	private bool $is_ready = false;

	public function __construct( protected readonly Database $database, protected readonly Collection $collection ) {}

	public function name(): string {
		return 'sql:' . $this->database->dsn . '/' . $this->table();
	}

	public function upsert( array $vectors ): void {
		$this->prepare();
		$this->database->in_transaction(
			function () use ( $vectors ): void {
				foreach ( $vectors as $vector ) {
					$fields = $vector->fields();
					$this->database->execute( $this->upsert_statement(), array( $vector->chunk_id, ...array_values( $fields ), $this->encode( $vector->embedding ) ) );
				}
			}
		);
	}

	public function delete( array $chunk_ids ): void {
		if ( ! $chunk_ids ) {
			return;
		}
		$this->prepare();
		$in = implode( ', ', array_fill( 0, count( $chunk_ids ), '?' ) );
		$this->database->execute( 'DELETE FROM ' . $this->table() . " WHERE chunk_id IN ($in)", array_values( $chunk_ids ) );
	}

	public function clear(): void {
		$this->database->execute( 'DROP TABLE IF EXISTS ' . $this->table() );
		$this->database->execute( 'DROP TABLE IF EXISTS ' . $this->generation_table() );
		$this->is_ready = false;
	}

	public function search( Query $query ): array {
		Vector::check( $query->embedding, $this->collection->dimensions );
		$this->prepare();
		$hits = array_map( static fn( array $row ) => Hit::of( (int) $row['chunk_id'], (float) $row['score'] ), $this->find( $query ) );
		return Hit::best( $hits, $query );
	}

	public function stats(): Stats {
		$this->prepare();
		return new Stats( (int) $this->database->value( 'SELECT COUNT(*) FROM ' . $this->table() ) );
	}

	public function generation(): int {
		$this->prepare();
		return (int) $this->database->value( 'SELECT MAX(generation) FROM ' . $this->generation_table() );
	}

	public function set_generation( int $generation ): void {
		$this->prepare();
		$this->database->in_transaction(
			function () use ( $generation ): void {
				$this->database->execute( 'DELETE FROM ' . $this->generation_table() );
				$this->database->execute( 'INSERT INTO ' . $this->generation_table() . ' (generation) VALUES (?)', array( $generation ) );
			}
		);
	}

	public function capabilities(): Capabilities {
		return new Capabilities( is_exact: false, is_immediate: true, is_shared: true, max_batch: self::MAX_BATCH );
	}

	/**
	 * A name of letters, digits and "_" of at most 47 bytes: safe in a statement.
	 */
	protected function table(): string {
		return $this->collection->name();
	}

	protected function generation_table(): string {
		return $this->collection->name() . '_generation';
	}

	/**
	 * Statements that make the tables where they are missing.
	 *
	 * @return string[]
	 */
	abstract protected function schema(): array;

	/**
	 * Takes the chunk, the fields in their order, and the embedding.
	 */
	abstract protected function upsert_statement(): string;

	abstract protected function encode( string $embedding ): string;

	/**
	 * @return list<array{chunk_id:mixed,score:mixed}> With the cosine similarity.
	 */
	abstract protected function find( Query $query ): array;

	private function prepare(): void {
		if ( ! $this->is_ready ) {
			foreach ( $this->schema() as $statement ) {
				$this->database->execute( $statement );
			}
			$this->is_ready = true;
		}
	}
}
