<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\Assistant\Record;

/**
 * An assistant, for a program. It is stored on this site, and no provider can end it.
 */
final class Assistant {

	public readonly string $id;
	public readonly string $model;
	public readonly string $name;
	public readonly string $description;
	public readonly string $instructions;

	public function __construct( Record $record ) {
		$this->id           = $record->id;
		$this->model        = $record->model;
		$this->name         = $record->name;
		$this->description  = $record->description;
		$this->instructions = $record->instructions;
	}

	/**
	 * Lets the assistant have a PHP function called, in this request: register on `init`, so that visitors' chats and
	 * confirmations find it as well.
	 */
	public function register_function( Function_ $function ): void {
		Functions::add( $this->id, $function );
	}

	/**
	 * @return array<string,Function_> By the name that the model sees.
	 */
	public function functions(): array {
		return Functions::of( $this->id );
	}
}
