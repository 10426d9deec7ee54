<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * Reads an assistant of OpenAI's Assistants API, or a prompt object of its dashboard, from the JSON that its owner kept.
 *
 * What runs there and has no place here is named, not silently dropped.
 */
final class Import {

	/** Tools that ran at OpenAI. */
	private const HOSTED_TOOLS = array( 'file_search', 'retrieval', 'code_interpreter', 'web_search', 'web_search_preview', 'image_generation', 'mcp', 'computer_use_preview' );

	/** Fields that change an answer, and that no assistant has here. */
	private const UNKNOWN_SETTINGS = array( 'top_p', 'reasoning', 'reasoning_effort', 'max_tool_calls', 'truncation' );

	/** @var string[] */
	private array $warnings = array();

	/**
	 * @throws Import_Exception Where it is neither of them.
	 */
	public static function read( string $json ): Imported {
		$object = json_decode( trim( $json ), true, 64 );
		if ( ! is_array( $object ) || array_is_list( $object ) ) {
			throw new Import_Exception( __( 'must be the JSON of one object, from its first { to its last }.', 'mxchat-engine' ) );
		}
		return ( new self() )->object( $object );
	}

	private function object( array $object ): Imported {
		$id = $object['id'] ?? $object['prompt_id'] ?? '';
		if ( is_array( $object['prompt'] ?? null ) ) {
			// A request that names its prompt, or an export that wraps it.
			$id     = $object['prompt']['id'] ?? $id;
			$object = $object['prompt'] + $object;
		}
		$is_prompt    = ( is_string( $id ) && str_starts_with( $id, 'pmpt_' ) ) || ( $object['object'] ?? '' ) === 'prompt';
		$is_assistant = ( is_string( $id ) && str_starts_with( $id, 'asst_' ) ) || ( $object['object'] ?? '' ) === 'assistant';
		if ( ! $is_prompt && ! $is_assistant && ! isset( $object['instructions'], $object['model'] ) ) {
			throw new Import_Exception( __( 'must be an assistant (its id begins with asst_) or a prompt object (pmpt_), with its model and instructions.', 'mxchat-engine' ) );
		}
		$instructions = $this->instructions( $object );
		if ( $instructions === '' ) {
			throw new Import_Exception( __( 'has no instructions. A reference to a prompt is not enough: paste the prompt itself, with its text.', 'mxchat-engine' ) );
		}
		return new Imported( $this->record( $object, is_string( $id ) ? $id : '', $instructions ), $this->warnings() );
	}

	private function record( array $object, string $id, string $instructions ): Record {
		$this->warn_of_settings( $object );
		return new Record(
			name: $this->text( $object['name'] ?? null, Record_Schema::MAX_NAME ) ?: ( $id !== '' ? substr( $id, 0, 40 ) : __( 'Imported assistant', 'mxchat-engine' ) ),
			description: $this->text( $object['description'] ?? null, Record_Schema::MAX_DESCRIPTION ),
			model: preg_match( '/^\S*$/D', (string) ( is_string( $object['model'] ?? null ) ? $object['model'] : '' ) ) ? $this->text( $object['model'] ?? null, Record_Schema::MAX_MODEL ) : '',
			instructions: $this->text( $instructions, Record_Schema::MAX_INSTRUCTIONS ),
			tools: $this->tools( (array) ( $object['tools'] ?? array() ) ),
			temperature: $this->number( $object['temperature'] ?? null, 0.0, 2.0 ),
			max_output_tokens: (int) ( $this->number( $object['max_output_tokens'] ?? $object['max_completion_tokens'] ?? null, 16, 128_000 ) ?? 1024 ),
			response_format: $this->response_format( $object['response_format'] ?? $object['text']['format'] ?? null ),
			aliases: preg_match( '/^[A-Za-z0-9_.:-]{1,128}$/D', $id ) ? array( $id ) : array(),
			metadata: is_array( $object['metadata'] ?? null ) ? array_filter( $object['metadata'], 'is_string' ) ?: null : null,
		);
	}

	/**
	 * A text, or messages of which those of the system and the developer are the instructions.
	 */
	private function instructions( array $object ): string {
		foreach ( array( 'instructions', 'prompt', 'messages', 'input', 'content' ) as $field ) {
			$text = $this->joined( $object[ $field ] ?? null );
			if ( $text !== '' ) {
				return $text;
			}
		}
		return '';
	}

	private function joined( mixed $value ): string {
		if ( is_string( $value ) ) {
			return trim( $value );
		}
		$texts = array();
		foreach ( is_array( $value ) && array_is_list( $value ) ? $value : array() as $message ) {
			if ( is_array( $message ) && in_array( $message['role'] ?? 'developer', array( 'system', 'developer' ), true ) ) {
				$content = $message['content'] ?? $message['text'] ?? '';
				$texts[] = is_array( $content ) ? implode( "\n", array_filter( array_column( $content, 'text' ), 'is_string' ) ) : (string) $content;
			} elseif ( is_array( $message ) ) {
				$this->warnings[] = __( 'Example messages were left out; only what the system or the developer says became instructions.', 'mxchat-engine' );
			}
		}
		return trim( implode( "\n\n", $texts ) );
	}

	/**
	 * @return string[] Names of functions. Whether this site has them shows in the list of tools.
	 */
	private function tools( array $tools ): array {
		$names = array();
		foreach ( $tools as $tool ) {
			$type = is_array( $tool ) && is_string( $tool['type'] ?? null ) ? $tool['type'] : '';
			$name = is_array( $tool ) ? $tool['name'] ?? $tool['function']['name'] ?? null : null;
			if ( $type === 'function' && is_string( $name ) && preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $name ) ) {
				$names[]          = $name;
				/* translators: %s: name of a function. */
				$this->warnings[] = sprintf( __( 'The function %s is called only if this site has a tool of that name.', 'mxchat-engine' ), $name );
			} elseif ( in_array( $type, array( 'file_search', 'retrieval' ), true ) ) {
				$this->warnings[] = __( 'File search ran at OpenAI. Here the assistant reads this site’s knowledge; add the files’ content there.', 'mxchat-engine' );
			} elseif ( in_array( $type, self::HOSTED_TOOLS, true ) ) {
				/* translators: %s: name of a tool. */
				$this->warnings[] = sprintf( __( 'The tool %s ran at OpenAI and was left out.', 'mxchat-engine' ), $type );
			}
		}
		return array_values( array_unique( $names ) );
	}

	private function response_format( mixed $format ): ?array {
		if ( ! is_array( $format ) || ! in_array( $format['type'] ?? '', array( 'json_object', 'json_schema' ), true ) ) {
			return null;
		}
		if ( $format['type'] === 'json_object' ) {
			return array( 'type' => 'json_object' );
		}
		$schema = is_array( $format['json_schema'] ?? null ) ? $format['json_schema'] : $format;
		if ( ! is_string( $schema['name'] ?? null ) || ! is_array( $schema['schema'] ?? null ) ) {
			$this->warnings[] = __( 'The format of its answers could not be read and was left out.', 'mxchat-engine' );
			return null;
		}
		return array( 'type' => 'json_schema', 'name' => $schema['name'], 'schema' => $schema['schema'], 'strict' => (bool) ( $schema['strict'] ?? false ) );
	}

	private function warn_of_settings( array $object ): void {
		foreach ( self::UNKNOWN_SETTINGS as $field ) {
			$value = $object[ $field ] ?? null;
			if ( $value !== null && ! ( $field === 'top_p' && (float) $value === 1.0 ) ) {
				/* translators: %s: name of a field. */
				$this->warnings[] = sprintf( __( '%s was left out: the model’s own value counts.', 'mxchat-engine' ), $field );
			}
		}
		if ( ! empty( $object['variables'] ) ) {
			$this->warnings[] = __( 'The prompt has variables. Replace their {{names}} in the instructions by what they shall say.', 'mxchat-engine' );
		}
		if ( ! empty( $object['tool_resources'] ) ) {
			$this->warnings[] = __( 'Files and vector stores stay at OpenAI. Add their content to this site’s knowledge.', 'mxchat-engine' );
		}
	}

	private function text( mixed $value, int $max_characters ): string {
		$text = is_string( $value ) ? trim( $value ) : '';
		if ( mb_strlen( $text ) > $max_characters ) {
			/* translators: %s: number of characters. */
			$this->warnings[] = sprintf( __( 'A text was longer than %s characters and was cut.', 'mxchat-engine' ), number_format_i18n( $max_characters ) );
			$text             = mb_substr( $text, 0, $max_characters );
		}
		return $text;
	}

	private function number( mixed $value, float $minimum, float $maximum ): ?float {
		return is_int( $value ) || is_float( $value ) ? max( $minimum, min( $maximum, (float) $value ) ) : null;
	}

	/**
	 * @return string[]
	 */
	private function warnings(): array {
		return array_values( array_unique( $this->warnings ) );
	}
}
