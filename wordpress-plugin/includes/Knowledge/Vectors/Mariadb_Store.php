<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A table of MariaDB 11.8 or later, which has vectors and an index for them.
 *
 * The index looks at filters only after it has chosen, and may then be left with too few rows. So a filter that few
 * rows pass is answered by comparing all of these, and so is a search from which the index brought too little.
 */
final class Mariadb_Store extends Sql_Store {

	private const FEW_ROWS = 20_000;
	private const SETUP    = 'SET SESSION mhnsw_ef_search = 200';

	public static function at( Database $database, Collection $collection ): self {
		return new self( $database->with_setup( self::SETUP ), $collection );
	}

	protected function schema(): array {
		// The session variable of SETUP tells old servers apart: it is unknown to them.
		return array(
			'CREATE TABLE IF NOT EXISTS ' . $this->table() . ' (
				chunk_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
				bot_id VARBINARY(64) NOT NULL,
				role VARBINARY(64) NOT NULL,
				content_type VARBINARY(64) NOT NULL,
				source_id BIGINT UNSIGNED NOT NULL,
				updated_at BIGINT NOT NULL,
				embedding VECTOR(' . $this->collection->dimensions . ') NOT NULL,
				KEY by_bot (bot_id, role, content_type),
				VECTOR INDEX by_embedding (embedding) M=16 DISTANCE=cosine
			) ENGINE=InnoDB',
			'CREATE TABLE IF NOT EXISTS ' . $this->generation_table() . ' (generation BIGINT UNSIGNED NOT NULL) ENGINE=InnoDB',
		);
	}

	protected function upsert_statement(): string {
		return 'INSERT INTO ' . $this->table() . ' (chunk_id, bot_id, role, content_type, source_id, updated_at, embedding)'
			. ' VALUES (?, ?, ?, ?, ?, ?, UNHEX(?)) ON DUPLICATE KEY UPDATE bot_id = VALUES(bot_id), role = VALUES(role),'
			. ' content_type = VALUES(content_type), source_id = VALUES(source_id), updated_at = VALUES(updated_at), embedding = VALUES(embedding)';
	}

	/**
	 * MariaDB keeps vectors exactly as they are packed. Hexadecimal, because a connection for text may not carry bytes.
	 */
	protected function encode( string $embedding ): string {
		return bin2hex( $embedding );
	}

	protected function find( Query $query ): array {
		if ( $query->filter === null ) {
			return $this->ordered( $query, null, '' );
		}
		$condition = Sql_Condition::of( $query->filter );
		if ( $this->is_passed_by_few( $condition ) ) {
			return $this->ordered( $query, $condition, ' IGNORE INDEX (by_embedding)' );
		}
		$rows = $this->ordered( $query, $condition, '' );
		return count( $rows ) === $query->limit ? $rows : $this->ordered( $query, $condition, ' IGNORE INDEX (by_embedding)' );
	}

	private function is_passed_by_few( Sql_Condition $condition ): bool {
		$some = 'SELECT 1 FROM ' . $this->table() . " WHERE $condition->sql LIMIT " . ( self::FEW_ROWS + 1 );
		return (int) $this->database->value( "SELECT COUNT(*) FROM ($some) AS passed", $condition->values ) <= self::FEW_ROWS;
	}

	private function ordered( Query $query, ?Sql_Condition $condition, string $hint ): array {
		$where     = $condition === null ? '' : " WHERE $condition->sql";
		$embedding = $this->encode( $query->embedding );
		return $this->database->rows(
			'SELECT chunk_id, 1 - VEC_DISTANCE_COSINE(embedding, UNHEX(?)) AS score FROM ' . $this->table() . $hint . $where
				. ' ORDER BY VEC_DISTANCE_COSINE(embedding, UNHEX(?)) LIMIT ' . $query->limit,
			array( $embedding, ...( $condition === null ? array() : $condition->values ), $embedding )
		);
	}
}
