<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Pinecone_Store;
use MxChat\Settings\Secret;
use MxChat\Knowledge\Vectors\Vector_Store;

final class Pinecone_Store_Test extends Http_Store_Contract {

	/** @var array<int,Scripted_Server> An index has its dimensions for good. */
	private static array $servers = array();

	public static function tearDownAfterClass(): void {
		self::$servers = array();
	}

	protected function server(): Scripted_Server {
		return $this->server_of( $this->collection->dimensions );
	}

	protected function make_store( Collection $collection ): Vector_Store {
		return Pinecone_Store::at( $this->server_of( $collection->dimensions )->url, new Secret( Scripted_Server::API_KEY ), $collection );
	}

	public function test_a_batch_stays_below_what_one_request_may_hold(): void {
		$vectors = $this->random_vectors( 40, 3072, 1 );
		$batch   = $this->make_store( new Collection( 'test', 3072 ) )->capabilities()->max_batch;
		$this->assertSame( 41, $batch );
		$this->make_store( new Collection( 'test', 3072 ) )->upsert( $vectors );
		$this->assertSame( 40, $this->make_store( new Collection( 'test', 3072 ) )->stats()->rows );
	}

	private function server_of( int $dimensions ): Scripted_Server {
		return self::$servers[ $dimensions ] ??= new Scripted_Server( 'pinecone.php', array( 'MXCHAT_UPSTREAM_DIMENSIONS' => (string) $dimensions ) );
	}
}
