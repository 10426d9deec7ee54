<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Settings;
use MxChat\Tools\Tool_Context;

/**
 * An ability of WordPress that the owner has put on the list: schema, permission and annotations are its own.
 */
final class Ability_Action extends Action {

	private function __construct( private readonly \WP_Ability $ability ) {}

	/**
	 * @return self[]
	 */
	public static function allowed(): array {
		if ( ! function_exists( 'wp_get_ability' ) ) {
			return array();
		}
		$actions = array();
		foreach ( (array) Settings\Store::get( 'allowed_abilities' ) as $name ) {
			$ability = is_string( $name ) && wp_has_ability( $name ) ? wp_get_ability( $name ) : null;
			if ( $ability !== null && ! str_starts_with( $name, Abilities::NAMESPACE . '/' ) ) {
				$actions[] = new self( $ability );
			}
		}
		return $actions;
	}

	public function id(): string {
		return $this->ability->get_name();
	}

	public function label(): string {
		return $this->ability->get_label();
	}

	public function description(): string {
		return $this->ability->get_description();
	}

	public function phrases(): array {
		return array();
	}

	public function input_schema(): array {
		$schema = $this->ability->get_input_schema();
		return ( $schema['type'] ?? '' ) === 'object' ? $schema : parent::input_schema();
	}

	public function output_schema(): array {
		return $this->ability->get_output_schema();
	}

	public function is_readonly(): bool {
		return $this->annotation( 'readonly' ) === true;
	}

	public function is_destructive(): bool {
		return $this->annotation( 'destructive' ) !== false && ! $this->is_readonly();
	}

	public function is_idempotent(): bool {
		return $this->annotation( 'idempotent' ) === true;
	}

	/** An ability that takes something else than named arguments has no place to put them. */
	public function missing(): string {
		$schema = $this->ability->get_input_schema();
		return $schema === array() || ( $schema['type'] ?? '' ) === 'object' ? '' : __( 'It takes no named arguments.', 'mxchat-engine' );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		$output = $this->ability->execute( $this->ability->get_input_schema() === array() ? null : $arguments );
		if ( is_wp_error( $output ) ) {
			return $output;
		}
		return new Result( is_scalar( $output ) ? (string) $output : (string) wp_json_encode( $output ) );
	}

	private function annotation( string $name ): ?bool {
		$annotations = $this->ability->get_meta()['annotations'] ?? array();
		return is_bool( $annotations[ $name ] ?? null ) ? $annotations[ $name ] : null;
	}
}
