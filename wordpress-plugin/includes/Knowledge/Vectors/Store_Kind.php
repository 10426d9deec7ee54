<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * The stores that an owner can choose from.
 */
enum Store_Kind: string {

	case Local    = 'local';
	case Table    = 'table';
	case Qdrant   = 'qdrant';
	case Pinecone = 'pinecone';
	case Mariadb  = 'mariadb';
	case Pgvector = 'pgvector';
}
