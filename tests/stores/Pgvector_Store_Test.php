<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Database;
use MxChat\Knowledge\Vectors\Pgvector_Store;
use MxChat\Settings\Secret;
use MxChat\Knowledge\Vectors\Vector_Store;

/**
 * @group databases
 */
final class Pgvector_Store_Test extends Sql_Store_Contract {

	protected function make_store( Collection $collection ): Vector_Store {
		return Pgvector_Store::at( $this->database(), $collection );
	}

	protected function database(): Database {
		static $database = null;
		return $database ??= new Database( (string) getenv( 'MXCHAT_TEST_PGVECTOR' ), 'postgres', new Secret( '' ) );
	}
}
