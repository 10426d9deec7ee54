<?php
/**
 * A collection of embeddings in a directory.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * The twin of the core's `files`: both read and write the same files, also at the same time.
 */
final class Collection {

	/** Rows in the log from which on a compaction pays, if they are more than one in twenty. */
	private const COMPACT_ROWS  = 2000;
	private const COMPACT_SHARE = 20;

	private Manifest $manifest;
	/** What the manifest's file looked like. @var list<int> */
	private array $stamp;
	private ?Segment $segment = null;
	/** The log. @var resource */
	private $log;
	/** Where the record of each row of the log begins, by id. @var array<int,int> */
	private array $offsets = [];
	/** Rows of the segment that do not count any more. @var array<int,true> */
	private array $dead = [];
	/** Rows of the log, counting or not. */
	private int $log_rows = 0;
	/** Bytes of the log that are taken in. */
	private int $end = Log::HEADER;
	private int $sequence = 0;

	private function __construct( private string $directory ) {
		$this->load();
	}

	/**
	 * Opens the collection of a directory, or begins one.
	 *
	 * @throws Core_Exception With `dimension_mismatch`, `invalid_record` or `storage`.
	 */
	public static function open( string $directory, int $dimensions ): self {
		if ( null === Manifest::read( $directory ) ) {
			Disk::make_directory( $directory );
			$lock = Disk::lock( $directory );
			if ( null === Manifest::read( $directory ) ) {
				self::begin( $directory, $dimensions );
			}
			fclose( $lock );
		}
		$collection = new self( $directory );
		if ( $dimensions !== $collection->dimensions() ) {
			throw Core_Exception::of( 'dimension_mismatch', $collection->dimensions(), $dimensions );
		}
		return $collection;
	}

	/**
	 * Opens the collection of a directory, whatever its dimensions.
	 *
	 * @throws Core_Exception With `invalid_record` or `storage`.
	 */
	public static function open_existing( string $directory ): self {
		if ( null === Manifest::read( $directory ) ) {
			throw Core_Exception::of( 'storage' );
		}
		return new self( $directory );
	}

	/**
	 * Drops what a directory holds and begins an empty collection.
	 *
	 * @throws Core_Exception With `storage`.
	 */
	public static function reset( string $directory, int $dimensions ): self {
		Disk::make_directory( $directory );
		$lock = Disk::lock( $directory );
		self::begin( $directory, $dimensions );
		fclose( $lock );
		return new self( $directory );
	}

	/**
	 * Numbers of each embedding.
	 */
	public function dimensions(): int {
		return $this->manifest->dimensions;
	}

	/**
	 * The rows most like a query, best first.
	 *
	 * @param list<float> $query     Its numbers.
	 * @param int         $limit     The most results.
	 * @param float       $threshold The smallest score that counts.
	 * @param Filter      $filter    Which rows count.
	 * @param int|null    $deadline  When to stop, in the nanoseconds of hrtime().
	 * @return list<array{id:int,score:float}>
	 */
	public function search( array $query, int $limit, float $threshold, Filter $filter, ?int $deadline ): array {
		$this->refresh();
		$dimensions = $this->dimensions();
		if ( count( $query ) !== $dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $dimensions, count( $query ) );
		}
		$scan = new Scan( $query, $limit, $threshold, $deadline );
		if ( 0 === $limit ) {
			return [];
		}
		if ( null !== $this->segment ) {
			$scan->segment( $this->segment, $filter, $this->dead );
		}
		foreach ( $this->offsets as $id => $offset ) {
			$scan->stop_in_time();
			$row = $this->log_row( $offset );
			if ( $filter->passes( $row['labels'] ) ) {
				$embedding = $row['embedding'];
				$scan->compare( $row['record'], Scan::unsigned( $row['codes'] ), 0, static fn (): array => [ $id, $embedding ] );
			}
		}
		return $scan->matches();
	}

	/**
	 * Adds rows, each in the place of one with its id. Returns the sequence number of the last change.
	 */
	public function upsert( Rows $rows ): int {
		$lock   = $this->begin_change();
		$places = $this->places( $rows->ids );
		$batch  = '';
		$last   = count( $rows->ids ) - 1;
		foreach ( $rows->ids as $row => $id ) {
			$batch .= Log::upsert( $this->sequence + $row + 1, $places[ $id ] ?? null, $id, $rows->embeddings[ $row ], $rows->labels[ $row ], $row === $last );
		}
		$this->append( $batch, $last + 1 );
		fclose( $lock );
		return $this->sequence;
	}

	/**
	 * Deletes the rows with these ids. Returns how many there were.
	 *
	 * @param list<int> $ids Their ids.
	 */
	public function delete( array $ids ): int {
		$lock    = $this->begin_change();
		$places  = $this->places( $ids );
		$present = [];
		foreach ( array_unique( $ids ) as $id ) {
			$is_in_segment = isset( $places[ $id ] ) && ! isset( $this->dead[ $places[ $id ] ] );
			if ( $is_in_segment || isset( $this->offsets[ $id ] ) ) {
				$present[] = $id;
			}
		}
		$batch = '';
		$last  = count( $present ) - 1;
		foreach ( $present as $i => $id ) {
			$batch .= Log::deletion( $this->sequence + $i + 1, $places[ $id ] ?? null, $id, $i === $last );
		}
		$this->append( $batch, $last + 1 );
		fclose( $lock );
		return $last + 1;
	}

	/**
	 * Writes all rows that count into a new segment, and begins a new log.
	 */
	public function compact(): void {
		$lock     = $this->begin_change();
		$old      = $this->manifest;
		$manifest = new Manifest( $old->dimensions, $old->generation + 1, 0, str_repeat( "\0", 8 ), $this->sequence );
		try {
			$rows = $this->living();
			if ( [] !== $rows->ids ) {
				$bytes    = Builder::build( $rows );
				$name     = "{$this->directory}/{$manifest->generation}.seg";
				$check    = Source::checksum( substr( $bytes, 0, Segment::HEADER ) );
				$manifest = new Manifest( $manifest->dimensions, $manifest->generation, strlen( $bytes ), $check, $manifest->sequence );
				Disk::write_file( "$name.tmp", $bytes );
				Disk::rename( "$name.tmp", $name );
			}
			self::create_log( $this->directory, $manifest );
			$manifest->publish( $this->directory );
		} catch ( Core_Exception $error ) {
			Disk::sweep( $this->directory, $old->generation );
			throw $error;
		}
		Disk::sweep( $this->directory, $manifest->generation );
		fclose( $lock );
		$this->load();
	}

	/**
	 * What is known of the collection now.
	 *
	 * @return array{rows:int,dimensions:int,sequence:int,generation:int,log_rows:int,bytes:int,hot_bytes:int,is_exact:bool,needs_compaction:bool}
	 */
	public function stats(): array {
		$this->refresh();
		$rows = $this->segment->rows ?? 0;
		return [
			'rows'             => $rows - count( $this->dead ) + count( $this->offsets ),
			'dimensions'       => $this->dimensions(),
			'sequence'         => $this->sequence,
			'generation'       => $this->manifest->generation,
			'log_rows'         => $this->log_rows,
			'bytes'            => $this->manifest->segment_bytes + $this->end,
			'hot_bytes'        => null === $this->segment ? 0 : $this->segment->hot_bytes(),
			'is_exact'         => $this->segment->is_exact ?? true,
			'needs_compaction' => $this->log_rows + count( $this->dead ) > max( self::COMPACT_ROWS, intdiv( $rows, self::COMPACT_SHARE ) ),
		];
	}

	/**
	 * Begins an empty collection under a number that no file of the directory has.
	 */
	private static function begin( string $directory, int $dimensions ): void {
		$generations = Disk::generations( $directory );
		$generation  = [] === $generations ? 1 : max( $generations ) + 1;
		$manifest    = new Manifest( $dimensions, $generation, 0, str_repeat( "\0", 8 ), 0 );
		self::create_log( $directory, $manifest );
		$manifest->publish( $directory );
		Disk::sweep( $directory, $generation );
	}

	private static function create_log( string $directory, Manifest $manifest ): void {
		Disk::write_file( "$directory/{$manifest->generation}.log", Log::header( $manifest, Log::HEADER, $manifest->sequence ) );
	}

	/**
	 * Opens the files that the manifest names. A compaction can replace them meanwhile: the new ones are there at the next try.
	 */
	private function load(): void {
		for ( $try = 1; ; ++$try ) {
			try {
				$this->load_generation();
				return;
			} catch ( Core_Exception $error ) {
				if ( 3 === $try ) {
					throw $error;
				}
			}
		}
	}

	private function load_generation(): void {
		$this->stamp    = Manifest::stamp( $this->directory );
		$manifest       = Manifest::read( $this->directory ) ?? throw Core_Exception::of( 'invalid_record' );
		$this->manifest = $manifest;
		$this->segment  = $this->load_segment();
		$this->log      = Disk::open( "{$this->directory}/{$manifest->generation}.log", 'rb', 'invalid_record' );
		$header         = Log::read_header( $this->log, $manifest );
		$this->offsets  = [];
		$this->dead     = [];
		$this->log_rows = 0;
		$this->end      = Log::HEADER;
		$this->sequence = $manifest->sequence;
		$this->take_in();
		if ( $this->end < $header['committed'] || $this->sequence < $header['sequence'] ) {
			throw Core_Exception::of( 'invalid_record' );
		}
	}

	private function load_segment(): ?Segment {
		$bytes = $this->manifest->segment_bytes;
		if ( 0 === $bytes ) {
			return null;
		}
		$file = Disk::open( "{$this->directory}/{$this->manifest->generation}.seg", 'rb', 'invalid_record' );
		if ( fstat( $file )['size'] < $bytes ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$source = new Source( $file, $bytes );
		if ( Source::checksum( $source->read( 0, Segment::HEADER ) ) !== $this->manifest->segment_check ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return Segment::open( $source );
	}

	/**
	 * Takes in what other processes have changed.
	 */
	private function refresh(): void {
		if ( Manifest::stamp( $this->directory ) !== $this->stamp ) {
			$this->load();
			return;
		}
		$length = fstat( $this->log )['size'];
		if ( $length < $this->end ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		if ( $length > $this->end ) {
			$this->take_in();
		}
	}

	/**
	 * Takes in the whole batches of the log that were not there yet.
	 */
	private function take_in(): void {
		$batch    = [];
		$offset   = $this->end;
		$sequence = $this->sequence;
		while ( null !== ( $entry = Log::read( $this->log, $offset, $this->manifest->dimensions ) ) ) {
			if ( ++$sequence !== $entry['sequence'] ) {
				throw Core_Exception::of( 'invalid_record' );
			}
			unset( $entry['bytes'] );
			$batch[ $offset ] = $entry;
			$offset          += $entry['length'];
			if ( $entry['is_last'] ) {
				foreach ( $batch as $begin => $change ) {
					$this->apply( $begin, $change );
				}
				$batch          = [];
				$this->end      = $offset;
				$this->sequence = $sequence;
			}
		}
	}

	private function apply( int $offset, array $entry ): void {
		if ( null !== $entry['replaces'] ) {
			$is_row = null !== $this->segment && $entry['replaces'] < $this->segment->rows;
			if ( ! $is_row || $this->segment->id( $entry['replaces'] ) !== $entry['id'] ) {
				throw Core_Exception::of( 'invalid_record' );
			}
			$this->dead[ $entry['replaces'] ] = true;
		}
		unset( $this->offsets[ $entry['id'] ] );
		if ( $entry['is_upsert'] ) {
			$this->offsets[ $entry['id'] ] = $offset;
			++$this->log_rows;
		}
	}

	/**
	 * Locks the collection, takes in all changes, and cuts off what a killed writer has left.
	 *
	 * @return resource
	 */
	private function begin_change() {
		$lock = Disk::lock( $this->directory );
		$this->refresh();
		if ( fstat( $this->log )['size'] > $this->end ) {
			$file = Disk::open( $this->log_path(), 'r+b' );
			ftruncate( $file, $this->end );
			fclose( $file );
		}
		return $lock;
	}

	/**
	 * For each id that the segment has, its row.
	 *
	 * @param list<int> $ids Ids.
	 * @return array<int,int>
	 */
	private function places( array $ids ): array {
		if ( null === $this->segment || [] === $ids ) {
			return [];
		}
		return array_intersect_key( array_flip( $this->segment->ids() ), array_flip( $ids ) );
	}

	/**
	 * Appends a batch, makes it last, and says so in the header.
	 */
	private function append( string $batch, int $count ): void {
		if ( 0 === $count ) {
			return;
		}
		$file = Disk::open( $this->log_path(), 'r+b' );
		try {
			Disk::write( $file, $this->end, $batch );
			Disk::sync( $file );
		} catch ( Core_Exception $error ) {
			ftruncate( $file, $this->end );
			throw $error;
		}
		Disk::write( $file, 0, Log::header( $this->manifest, $this->end + strlen( $batch ), $this->sequence + $count ) );
		fclose( $file );
		$this->refresh();
	}

	private function log_path(): string {
		return "{$this->directory}/{$this->manifest->generation}.log";
	}

	private function log_row( int $offset ): array {
		$entry = Log::read( $this->log, $offset, $this->dimensions() ) ?? throw Core_Exception::of( 'invalid_record' );
		return Log::carried( $entry['bytes'], $this->dimensions() );
	}

	/**
	 * The rows that count, each checked.
	 */
	private function living(): Rows {
		$ids        = [];
		$embeddings = [];
		$labels     = [];
		if ( null !== $this->segment ) {
			$records    = $this->segment->records();
			$all_labels = $this->segment->labels();
			foreach ( $this->segment->ids() as $row => $id ) {
				if ( ! isset( $this->dead[ $row ] ) ) {
					$ids[]        = $id;
					$embeddings[] = $this->segment->embedding( $row, substr( $records, $row * Codes::RECORD + 8, 8 ) );
					$labels[]     = $all_labels[ $row ];
				}
			}
		}
		foreach ( $this->offsets as $id => $offset ) {
			$row          = $this->log_row( $offset );
			$ids[]        = $id;
			$embeddings[] = $row['embedding'];
			$labels[]     = $row['labels'];
		}
		return new Rows( $this->dimensions(), $ids, $embeddings, $labels );
	}
}
