<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
use MxChat\Provider\Connection;
use MxChat\Provider\Host_State;

/**
 * What a host that keeps a thread's conversation has said about it, for the next call.
 */
final class Host_Thread {

	private ?string $state;

	public function __construct( private readonly Turn $turn, private readonly ?Connection $connection ) {
		$this->state = $connection === null ? null : Host_State::get( $turn->thread_id, $connection->base_url );
	}

	public function state(): ?string {
		return $this->state;
	}

	public function keep( string $state ): void {
		$this->state = $state;
		if ( $this->connection !== null ) {
			Host_State::save( $this->turn->thread_id, $this->turn->session_id, $this->connection->base_url, $state );
		}
	}
}
