<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Assistant\Record;
use MxChat\Chat\Turn;
use MxChat\Confirmations\Confirmation;
use MxChat\Tools\Confirmable;
use MxChat\Tools\Restricted;
use MxChat\Tools\Presentable;
use MxChat\Tools\Tool;
use MxChat\Tools\Tool_Context;

/**
 * An action as a tool: so that a model may choose it, and so that it runs under the rules of tools whoever chose it.
 */
final class Action_Tool implements Tool, Confirmable, Restricted, Presentable {

	public function __construct( private readonly Action $action ) {}

	/**
	 * The likely actions, for a model to choose from. Answers the filter `mxchat_tools`.
	 *
	 * @param Tool[] $tools
	 * @return Tool[]
	 */
	public static function offer( array $tools, Record $assistant, Turn $turn ): array {
		$actions = Registry::for_bot( $turn->bot_id );
		// An assistant that is not stored is asked what there is, not what is likely.
		$likely  = match ( true ) {
			$actions === array()   => array(),
			$assistant->id === '' => array_keys( $actions ),
			default                => Scorer::of_turn( $turn )->likely(),
		};
		foreach ( array_intersect_key( $actions, array_flip( $likely ) ) as $action ) {
			if ( Policy::admits( $action, $turn->user_id ) ) {
				$tools[] = new self( $action );
			}
		}
		return $tools;
	}

	/**
	 * The action behind a click. Answers the filter `mxchat_confirmed_tool`.
	 */
	public static function confirmed( ?Tool $tool, Confirmation $confirmation ): ?Tool {
		if ( $tool !== null ) {
			return $tool;
		}
		foreach ( Registry::for_bot( $confirmation->bot_id ) as $action ) {
			if ( self::name_of( $action ) === $confirmation->name ) {
				return new self( $action );
			}
		}
		return null;
	}

	public function name(): string {
		return self::name_of( $this->action );
	}

	public function label(): string {
		return $this->action->label();
	}

	public function description(): string {
		return $this->action->description();
	}

	public function parameters(): array {
		return $this->action->input_schema();
	}

	public function is_strict(): bool {
		return false;
	}

	public function changes_something(): bool {
		return ! $this->action->is_readonly();
	}

	public function summary( array $arguments ): string {
		$own = Registry::settings()[ $this->action->id() ]->confirmation ?? '';
		return $own !== '' ? $own : $this->action->summary( $arguments );
	}

	public function refusal( Tool_Context $context ): ?\WP_Error {
		return Policy::admits( $this->action, $context->user_id ) ? null : new \WP_Error( 'refused', 'This visitor may not do that.' );
	}

	public function run( array $arguments, Tool_Context $context ): mixed {
		return $this->action->run( $arguments, $context );
	}

	public function card( string $status, array $output ): array {
		return array(
			'id'     => $this->action->id(),
			'label'  => $this->action->label(),
			'score'  => null,
			'status' => $status,
			'text'   => $status === 'failed' ? __( 'That did not work just now.', 'mxchat-engine' ) : (string) ( $output['text'] ?? '' ),
			'cards'  => (array) ( $output['cards'] ?? array() ),
			'effect' => (string) ( $output['effect'] ?? '' ),
		);
	}

	/** Tools have no `/` in their names. */
	private static function name_of( Action $action ): string {
		return substr( str_replace( '/', '__', $action->id() ), 0, 64 );
	}
}
