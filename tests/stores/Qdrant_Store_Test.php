<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Qdrant_Store;
use MxChat\Settings\Secret;
use MxChat\Knowledge\Vectors\Store_Failure;
use MxChat\Knowledge\Vectors\Vector_Store;

final class Qdrant_Store_Test extends Http_Store_Contract {

	private static ?Scripted_Server $server = null;

	public static function tearDownAfterClass(): void {
		self::$server = null;
	}

	protected function server(): Scripted_Server {
		return self::$server ??= new Scripted_Server( 'qdrant.php' );
	}

	protected function make_store( Collection $collection ): Vector_Store {
		return Qdrant_Store::at( $this->server()->url, new Secret( Scripted_Server::API_KEY ), $collection );
	}

	public function test_the_collection_is_made_with_an_index_of_each_field_by_the_first_write(): void {
		$this->server()->script();
		$this->fill();
		$path     = '/collections/' . $this->collection->name();
		$expected = array( "PUT $path/points", "PUT $path", ...array_fill( 0, 5, "PUT $path/index" ), "PUT $path/points" );
		$this->assertSame( $expected, $this->server()->script() );
	}

	public function test_another_key_is_refused(): void {
		$this->expectExceptionMessage( 'does not accept the key' );
		$this->expectException( Store_Failure::class );
		Qdrant_Store::at( $this->server()->url, new Secret( 'another' ), $this->collection )->stats();
	}
}
