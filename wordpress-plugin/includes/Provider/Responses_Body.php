<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A request in the words of the Responses API.
 */
final class Responses_Body {

	private const LEAST_OUTPUT_TOKENS = 16;

	public static function of( Connection $connection, Model_Request $request, bool $is_stateful, ?Responses_State $state ): array {
		$body = array(
			'model'             => $request->model,
			'instructions'      => $request->instructions,
			'input'             => self::input( $state === null ? Call_Pairs::complete( $request->items ) : $state->new_items ),
			'max_output_tokens' => max( self::LEAST_OUTPUT_TOKENS, $request->max_output_tokens ),
			// A host that keeps nothing forgets nothing wrongly. OpenAI keeps by default.
			'store'             => $is_stateful,
			'stream'            => $request->is_streamed,
		);
		if ( $state !== null ) {
			$body['previous_response_id'] = $state->response_id;
		}
		if ( $is_stateful && ! $request->is_streamed ) {
			$body['background'] = true;
		}
		if ( $request->tools ) {
			$body['tools']               = array_map( self::tool( ... ), $request->tools );
			$body['tool_choice']         = self::choice( $request->tool_choice );
			$body['parallel_tool_calls'] = $request->has_parallel_calls;
		}
		if ( $request->temperature !== null ) {
			$body['temperature'] = $request->temperature;
		}
		if ( $request->response_format !== null ) {
			$body['text'] = array( 'format' => $request->response_format );
		}
		return $body + self::extras( $connection, $request, $is_stateful );
	}

	/**
	 * What OpenAI alone is known to take.
	 */
	private static function extras( Connection $connection, Model_Request $request, bool $is_stateful ): array {
		if ( ! $connection->is_openai() && ! $connection->is_azure() ) {
			return array();
		}
		return array_filter(
			array(
				'include'           => $is_stateful ? array() : array( 'reasoning.encrypted_content' ),
				'safety_identifier' => substr( $request->safety_identifier, 0, 64 ),
				'prompt_cache_key'  => $request->cache_key,
				'stream_options'    => $request->is_streamed && $connection->is_openai() ? array( 'include_obfuscation' => false ) : array(),
			)
		);
	}

	/**
	 * @param Item[] $items
	 */
	private static function input( array $items ): array {
		$input = array();
		foreach ( $items as $item ) {
			$input[] = match ( $item->type ) {
				Item::MESSAGE => array( 'role' => $item->role, 'content' => $item->text ),
				Item::CALL    => array( 'type' => 'function_call', 'call_id' => $item->call_id, 'name' => $item->name, 'arguments' => $item->arguments ),
				Item::OUTPUT  => array( 'type' => 'function_call_output', 'call_id' => $item->call_id, 'output' => $item->output ),
				default       => $item->engine === 'responses' ? $item->raw : null,
			};
		}
		return array_values( array_filter( $input ) );
	}

	private static function tool( Tool_Spec $tool ): array {
		return array(
			'type'        => 'function',
			'name'        => $tool->name,
			'description' => $tool->description,
			'parameters'  => Schema_Object::of( $tool->parameters ),
			'strict'      => $tool->is_strict,
		);
	}

	private static function choice( string $choice ): string|array {
		return in_array( $choice, array( 'auto', 'none', 'required' ), true ) ? $choice : array( 'type' => 'function', 'name' => $choice );
	}
}
