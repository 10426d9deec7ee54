<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Chat\Turn;
use MxChat\Confirmations;
use MxChat\Provider\Deadline;
use MxChat\Provider\Event;
use MxChat\Provider\Tool_Spec;

/**
 * Answers a model's calls, each exactly once, within the limits of a turn.
 */
final class Runner {

	public const MAX_ROUNDS = 8;
	public const MAX_CALLS  = 16;

	/** A shorter id is a counter, which some hosts begin anew in every round: it names a call only within a turn. */
	private const UNIQUE_ID_BYTES = 16;

	private const MAX_SAME        = 3;
	private const MAX_DEPTH       = 32;
	private const MAX_ARGUMENTS   = 65_536;

	private int $calls = 0;

	/** @var array<string,int> How often a tool was called with the same arguments. */
	private array $seen = array();

	private bool $must_stop = false;

	/**
	 * @param array<string,Tool> $tools        By name.
	 * @param string             $assistant_id Whose tools they are.
	 * @param Tool_Spec[]        $of_program   Tools that the asking program runs itself.
	 */
	public function __construct(
		private readonly array $tools,
		private readonly Turn $turn,
		private readonly string $assistant_id,
		private readonly Deadline $deadline,
		private readonly array $of_program = array(),
	) {}

	/**
	 * @return Tool_Spec[]
	 */
	public function specs(): array {
		$specs = array_map(
			static fn( Tool $tool ) => new Tool_Spec( $tool->name(), $tool->description(), $tool->parameters(), $tool->is_strict() ),
			$this->tools
		);
		return array( ...array_values( $specs ), ...$this->of_program );
	}

	/**
	 * Whether a call is for the program that asks, and not for this site.
	 */
	public function is_of_program( Event $call ): bool {
		return ! isset( $this->tools[ $call->name ] ) && in_array( $call->name, array_column( $this->of_program, 'name' ), true );
	}

	/**
	 * Where one tool changes something, the model is to see each result before it asks for the next.
	 */
	public function has_parallel_calls(): bool {
		foreach ( $this->tools as $tool ) {
			if ( $tool->changes_something() ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the model may call tools in its next round.
	 */
	public function may_go_on( int $rounds ): bool {
		return ( $this->tools || $this->of_program ) && ! $this->must_stop && $rounds < self::MAX_ROUNDS;
	}

	public function answer( Event $call ): Outcome {
		$refused = $this->limit_error( $call );
		if ( $refused !== null ) {
			return $this->outcome( $call, array( Outcome::FAILED, $refused ) );
		}
		$tool = $this->tools[ $call->name ] ?? null;
		if ( $tool === null ) {
			return $this->outcome( $call, array( Outcome::FAILED, $this->unknown_tool() ) );
		}
		$context   = Tool_Context::of( $this->turn, $this->unique_id( $call ) );
		$arguments = self::decode( $call->arguments );
		$wrong     = Execution::refusal( $tool, $arguments, $context );
		if ( $wrong !== null ) {
			return $this->outcome( $call, array( Outcome::FAILED, $wrong ) );
		}
		return $this->once( $tool, $arguments, $call, $context );
	}

	/**
	 * Runs a call that has not begun before; of one that has, what it gave then.
	 */
	private function once( Tool $tool, \stdClass $arguments, Event $call, Tool_Context $context ): Outcome {
		if ( ! Call_Store::begin( $context, $tool->name() ) ) {
			$earlier = Call_Store::finished( $context );
			return $this->outcome(
				$call,
				$earlier === null
					? array( Outcome::FAILED, Output::error( 'interrupted', 'This call was begun before and did not come to its end. It is not begun again.' ) )
					: array( $earlier['status'], $earlier['output'] )
			);
		}
		$action = null;
		if ( $tool->changes_something() ) {
			$pending = Confirmations\Store::add( $tool->name(), self::label( $tool ), self::summary( $tool, (array) $arguments ), (array) $arguments, $context, $this->assistant_id );
			$action  = $pending->card();
			$result  = array( Outcome::CONFIRM, '{"status":"confirmation_required"}' );
		} else {
			$result = Execution::run( $tool, $arguments, $context );
			$action = $tool instanceof Presentable ? $tool->card( $result[0], (array) json_decode( $result[1], true ) ) : null;
		}
		Call_Store::finish( $context, $result[0], $result[1] );
		return $this->outcome( $call, $result, $action );
	}

	private function unique_id( Event $call ): string {
		return $this->is_unique( $call )
			? $call->call_id
			: $call->call_id . ':' . hash( 'sha256', $this->turn->turn_id . "\0" . $call->name . "\0" . $call->arguments );
	}

	/**
	 * Whether the id names one call of a thread. Without a thread, it would name one of everybody's; and hosts that count
	 * the calls of each function, such as `functions.look_up:0`, begin anew in every turn.
	 */
	private function is_unique( Event $call ): bool {
		return $this->turn->thread_id !== '' && strlen( $call->call_id ) >= self::UNIQUE_ID_BYTES && ! str_contains( $call->call_id, $call->name );
	}

	private function limit_error( Event $call ): ?string {
		if ( ++$this->calls > self::MAX_CALLS ) {
			$this->must_stop = true;
			return Output::error( 'too_many_calls', 'No more tools can be called. Answer with what you have.' );
		}
		$same                = hash( 'sha256', $call->name . "\0" . $call->arguments );
		$this->seen[ $same ] = ( $this->seen[ $same ] ?? 0 ) + 1;
		if ( $this->seen[ $same ] >= self::MAX_SAME ) {
			$this->must_stop = true;
			return Output::error( 'repeated_call', 'This was called before with the same arguments. Answer with what you have.' );
		}
		return $this->deadline->is_over() ? Output::error( 'timeout', 'There is no time left.' ) : null;
	}

	private function unknown_tool(): string {
		error_log( sprintf( 'MxChat: the model asked for a tool that the assistant %s does not have.', $this->assistant_id ) ); // phpcs:ignore
		return Output::error( 'unknown_tool', $this->tools ? 'There is no such tool. There are: ' . implode( ', ', array_keys( $this->tools ) ) . '.' : 'There are no tools.' );
	}

	/**
	 * @return mixed What the model wrote; null if it is no JSON. No text at all means no arguments.
	 */
	private static function decode( string $json ): mixed {
		if ( strlen( $json ) > self::MAX_ARGUMENTS ) {
			return null;
		}
		return trim( $json ) === '' ? new \stdClass() : json_decode( $json, false, self::MAX_DEPTH );
	}

	private static function label( Tool $tool ): string {
		return $tool instanceof Confirmable ? $tool->label() : ucfirst( trim( str_replace( array( '_', '-' ), ' ', $tool->name() ) ) );
	}

	private static function summary( Tool $tool, array $arguments ): string {
		return $tool instanceof Confirmable ? $tool->summary( $arguments ) : $tool->description();
	}

	/**
	 * @param array{0:string,1:string} $result
	 */
	private function outcome( Event $call, array $result, ?array $action = null ): Outcome {
		return new Outcome( $call->call_id, $call->name, $call->arguments, $result[1], $result[0], $action );
	}
}
