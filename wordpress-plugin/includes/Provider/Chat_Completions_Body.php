<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A request in the words of the Chat Completions API.
 */
final class Chat_Completions_Body {

	public static function of( Connection $connection, Model_Request $request ): array {
		$is_openai = $connection->is_openai() || $connection->is_azure();
		// Only OpenAI's own templates know the developer; and only its newer models the longer name of the limit.
		$body = array(
			'model'    => $request->model,
			'messages' => self::messages( $request, $is_openai ? 'developer' : 'system' ),
			'stream'   => $request->is_streamed,
			$is_openai ? 'max_completion_tokens' : 'max_tokens' => $request->max_output_tokens,
		);
		if ( $request->is_streamed ) {
			$body['stream_options'] = array( 'include_usage' => true );
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
			$body['response_format'] = self::format( $request->response_format );
		}
		return $is_openai ? $body + array_filter(
			array(
				'safety_identifier' => substr( $request->safety_identifier, 0, 64 ),
				'prompt_cache_key'  => $request->cache_key,
			)
		) : $body;
	}

	private static function messages( Model_Request $request, string $instructor ): array {
		$messages = $request->instructions === '' ? array() : array( array( 'role' => $instructor, 'content' => $request->instructions ) );
		foreach ( Call_Pairs::complete( $request->items ) as $item ) {
			$last = count( $messages ) - 1;
			switch ( $item->type ) {
				case Item::MESSAGE:
					$messages[] = array( 'role' => $item->role === 'developer' ? $instructor : $item->role, 'content' => $item->text );
					break;
				case Item::CALL:
					// All calls of a round stand in one message, with what was said before them.
					if ( ( $messages[ $last ]['role'] ?? '' ) !== 'assistant' ) {
						$messages[] = array( 'role' => 'assistant', 'content' => null );
						++$last;
					}
					$messages[ $last ]['tool_calls'][] = self::call( $item );
					break;
				case Item::OUTPUT:
					$messages[] = array( 'role' => 'tool', 'tool_call_id' => $item->call_id, 'content' => $item->output );
			}
		}
		return $messages;
	}

	private static function call( Item $item ): array {
		return array(
			'id'       => $item->call_id,
			'type'     => 'function',
			'function' => array( 'name' => $item->name, 'arguments' => $item->arguments ),
		);
	}

	private static function tool( Tool_Spec $tool ): array {
		$function = array(
			'name'        => $tool->name,
			'description' => $tool->description,
			'parameters'  => Schema_Object::of( $tool->parameters ),
		);
		return array( 'type' => 'function', 'function' => $tool->is_strict ? $function + array( 'strict' => true ) : $function );
	}

	private static function choice( string $choice ): string|array {
		return in_array( $choice, array( 'auto', 'none', 'required' ), true ) ? $choice : array( 'type' => 'function', 'function' => array( 'name' => $choice ) );
	}

	private static function format( array $format ): array {
		$type = (string) ( $format['type'] ?? 'text' );
		unset( $format['type'] );
		return $type === 'json_schema' && ! isset( $format['json_schema'] ) ? array( 'type' => $type, 'json_schema' => $format ) : array( 'type' => $type ) + $format;
	}
}
