<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * Jobs, claimed by compare-and-swap: of any number of workers one gets a job, and it keeps it as long as it shows life.
 */
final class Store {

	public const LEASE_SECONDS = 120;
	public const MAX_FAILURES  = 3;

	private const KEPT_SECONDS   = WEEK_IN_SECONDS;
	private const CANDIDATES     = 10;
	private const RETRY_SECONDS  = 15;
	private const OPEN           = "('queued','running')";

	/**
	 * @param string   $lane   Jobs of one lane are done one after the other, in the order they were added.
	 * @param int|null $due_at Not before then; null for at once.
	 * @return string The job's id, or an empty string if it could not be stored.
	 */
	public static function insert( string $kind, array $state, string $lane, ?int $due_at = null ): string {
		global $wpdb;
		$job_id      = 'job_' . bin2hex( random_bytes( 16 ) );
		$is_inserted = $wpdb->insert(
			self::table(),
			array(
				'job_id'     => $job_id,
				'kind'       => $kind,
				'lane'       => $lane,
				'status'     => Job::QUEUED,
				'state'      => self::encode( $state ),
				'result'     => '',
				'due_at'     => $due_at ?? time(),
				'created_at' => Time::now(),
				'updated_at' => Time::now(),
			)
		);
		return $is_inserted ? $job_id : '';
	}

	public static function find( string $job_id ): ?Job {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE job_id = %s AND BINARY job_id = %s', $job_id, $job_id )
		);
		return $row === null ? null : Job::from_row( $row );
	}

	/**
	 * The job of a lane that is not over yet.
	 */
	public static function find_open( string $lane ): ?Job {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE lane = %s AND status IN ' . self::OPEN . ' ORDER BY id LIMIT 1', $lane )
		);
		return $row === null ? null : Job::from_row( $row );
	}

	/**
	 * The job of a lane that nobody has worked on yet.
	 */
	public static function find_unbegun( string $lane ): ?Job {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE lane = %s AND status = %s AND done = 0 AND failures = 0 ORDER BY id DESC LIMIT 1', $lane, Job::QUEUED )
		);
		return $row === null ? null : Job::from_row( $row );
	}

	/**
	 * @return array{jobs:Job[],total:int} The latest first, without what they have left to do, and without those whose
	 *                                      feature tells of them itself.
	 */
	public static function list( int $limit, int $offset ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT id, job_id, kind, status, '' AS state, result, error_code, done, total, failures, worker, due_at, created_at, updated_at, finished_at FROM "
					. self::table() . ' WHERE kind <> %s ORDER BY id DESC LIMIT %d OFFSET %d',
				Kinds::WEBHOOK,
				$limit,
				$offset
			)
		);
		return array(
			'jobs'  => array_map( array( Job::class, 'from_row' ), $rows ),
			'total' => (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . self::table() . ' WHERE kind <> %s', Kinds::WEBHOOK ) ),
		);
	}

	/**
	 * The next job that is due, as this worker's own; null if there is none.
	 */
	public static function claim(): ?Job {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT * FROM ' . self::table() . ' j WHERE status IN ' . self::OPEN . ' AND due_at <= %d AND ' . self::has_no_job_before_it()
					. ' ORDER BY due_at, id LIMIT %d',
				time(),
				self::CANDIDATES
			)
		);
		foreach ( $rows as $row ) {
			$claimed = self::try_claim( $row );
			if ( $claimed !== null ) {
				return $claimed;
			}
		}
		return null;
	}

	/**
	 * Keeps what a step has come to, and the lease.
	 *
	 * @return bool Whether the job still is this worker's.
	 */
	public static function save_step( Job $job ): bool {
		return self::update(
			$job,
			array(
				'state'    => self::encode( $job->state ),
				'done'     => $job->done,
				'total'    => $job->total,
				'failures' => 0,
				'due_at'   => time() + self::LEASE_SECONDS,
			)
		);
	}

	/**
	 * Leaves the rest to the next worker.
	 */
	public static function give_back( Job $job ): void {
		self::update( $job, array( 'status' => Job::QUEUED, 'worker' => '', 'due_at' => time() ) );
	}

	/**
	 * Keeps what a step has come to, and leaves the rest to whoever comes then.
	 */
	public static function wait( Job $job, int $due_at ): void {
		self::update(
			$job,
			array(
				'status'   => Job::QUEUED,
				'worker'   => '',
				'state'    => self::encode( $job->state ),
				'done'     => $job->done,
				'total'    => $job->total,
				'failures' => 0,
				'due_at'   => $due_at,
			)
		);
	}

	public static function finish( Job $job ): void {
		self::close( $job, Job::DONE, '', array( 'done' => $job->done, 'total' => $job->total, 'result' => self::encode( $job->result ?? array() ) ) );
	}

	public static function retry_later( Job $job, string $error_code ): void {
		$failures = $job->failures + 1;
		if ( $failures >= self::MAX_FAILURES ) {
			self::fail( $job, $error_code );
			return;
		}
		self::update(
			$job,
			array(
				'status'     => Job::QUEUED,
				'worker'     => '',
				'failures'   => $failures,
				'error_code' => $error_code,
				'due_at'     => time() + self::RETRY_SECONDS * $failures * $failures,
			)
		);
	}

	public static function fail( Job $job, string $error_code ): void {
		self::close( $job, Job::FAILED, $error_code, array( 'failures' => $job->failures + 1 ) );
	}

	/**
	 * Ends what waits in a lane, because something later has made it pointless.
	 */
	public static function supersede( string $lane ): void {
		global $wpdb;
		$wpdb->update(
			self::table(),
			array(
				'status'      => Job::DONE,
				'state'       => '',
				'result'      => self::encode( array( 'status' => 'superseded' ) ),
				'updated_at'  => Time::now(),
				'finished_at' => Time::now(),
			),
			array( 'lane' => $lane, 'status' => Job::QUEUED )
		);
	}

	/**
	 * When the next open job is due, of those that become due after a time; null if none is open.
	 */
	public static function next_due_at( int $after = -1 ): ?int {
		global $wpdb;
		$due_at = $wpdb->get_var( $wpdb->prepare( 'SELECT MIN(due_at) FROM ' . self::table() . ' WHERE status IN ' . self::OPEN . ' AND due_at > %d', $after ) );
		return $due_at === null ? null : (int) $due_at;
	}

	/**
	 * Since when the job has waited whose time came first; null if none waits.
	 */
	public static function waits_since(): ?int {
		global $wpdb;
		$due_at = $wpdb->get_var(
			$wpdb->prepare( 'SELECT MIN(due_at) FROM ' . self::table() . ' j WHERE status = %s AND due_at <= %d AND ' . self::has_no_job_before_it(), Job::QUEUED, time() )
		);
		return $due_at === null ? null : (int) $due_at;
	}

	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE finished_at < %s', Time::from_unix( time() - self::KEPT_SECONDS ) )
		);
	}

	/**
	 * SQL: no job of its lane comes before the job `j`.
	 */
	private static function has_no_job_before_it(): string {
		return 'NOT EXISTS ( SELECT 1 FROM ' . self::table() . " earlier WHERE earlier.lane = j.lane AND j.lane <> '' AND earlier.id < j.id AND earlier.status IN " . self::OPEN . ' )';
	}

	private static function try_claim( \stdClass $row ): ?Job {
		$seen = Job::from_row( $row );
		// A job that is running although its lease has ended was lost with its worker.
		$failures = $seen->failures + ( $seen->status === Job::RUNNING ? 1 : 0 );
		if ( $failures >= self::MAX_FAILURES ) {
			self::close( $seen, Job::FAILED, 'mxchat_job_lost', array( 'failures' => $failures ) );
			return null;
		}
		$claim      = array(
			'status'   => Job::RUNNING,
			'worker'   => bin2hex( random_bytes( 16 ) ),
			'failures' => $failures,
			'due_at'   => time() + self::LEASE_SECONDS,
		);
		$is_claimed = self::update( $seen, $claim );
		return $is_claimed ? Job::from_row( (object) array_merge( (array) $row, $claim ) ) : null;
	}

	/**
	 * The content of a job goes with its end.
	 */
	private static function close( Job $job, string $status, string $error_code, array $more ): void {
		self::update(
			$job,
			$more + array(
				'status'      => $status,
				'error_code'  => $error_code,
				'state'       => '',
				'worker'      => '',
				'finished_at' => Time::now(),
			)
		);
	}

	/**
	 * Changes the job if nobody else has done so since it was seen: its worker's name changes with every claim.
	 */
	private static function update( Job $job, array $fields ): bool {
		global $wpdb;
		$seen = array( 'id' => $job->id, 'status' => $job->status, 'worker' => $job->worker );
		// The count of changed rows is what decides, and a row whose values stay the same is not counted.
		return $wpdb->update( self::table(), $fields + array( 'updated_at' => Time::now() ), $seen ) === 1
			|| ( isset( $fields['state'] ) && self::is_held_by( $job ) );
	}

	private static function is_held_by( Job $job ): bool {
		global $wpdb;
		return $wpdb->get_var( $wpdb->prepare( 'SELECT worker FROM ' . self::table() . ' WHERE id = %d', $job->id ) ) === $job->worker;
	}

	private static function encode( array $value ): string {
		return (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
	}

	private static function table(): string {
		return Schema::table( 'jobs' );
	}
}
