<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A place that searches the vectors of one collection.
 *
 * It is a cache of the table `vectors`, fed by Change_Feed, and can be emptied and filled again at any time. Each method
 * throws Store_Failure if the place cannot be reached or refuses.
 */
interface Vector_Store {

	/**
	 * The place and the collection in it, the same on every request: feeds are remembered under this name.
	 */
	public function name(): string;

	/**
	 * Writes vectors over those of the same chunks.
	 *
	 * @param Vector[] $vectors At most `max_batch` of the capabilities.
	 */
	public function upsert( array $vectors ): void;

	/**
	 * Forgets the vectors of chunks; those it does not hold are no error.
	 *
	 * @param int[] $chunk_ids At most `max_batch` of the capabilities.
	 */
	public function delete( array $chunk_ids ): void;

	/**
	 * Forgets everything, also the generation.
	 */
	public function clear(): void;

	/**
	 * The chunks most alike to the query, best first, equal scores by chunk.
	 *
	 * @return list<Hit>
	 */
	public function search( Query $query ): array;

	public function stats(): Stats;

	/**
	 * The change up to which the store is fed; 0 if it never was.
	 */
	public function generation(): int;

	/**
	 * Remembers the change up to which the store is fed.
	 */
	public function set_generation( int $generation ): void;

	public function capabilities(): Capabilities;
}
