<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use WordPress\AiClient\AiClient;
use WordPress\AiClient\Messages\DTO\Message;
use WordPress\AiClient\Messages\DTO\MessagePart;
use WordPress\AiClient\Messages\DTO\ModelMessage;
use WordPress\AiClient\Messages\DTO\UserMessage;
use WordPress\AiClient\Providers\Http\DTO\RequestOptions;
use WordPress\AiClient\Providers\Models\DTO\ModelRequirements;
use WordPress\AiClient\Providers\Models\Enums\CapabilityEnum;
use WordPress\AiClient\Results\DTO\GenerativeAiResult;
use WordPress\AiClient\Tools\DTO\FunctionCall;
use WordPress\AiClient\Tools\DTO\FunctionDeclaration;
use WordPress\AiClient\Tools\DTO\FunctionResponse;

/**
 * WordPress's own AI client, with whatever connector the owner has set up there. It tells an answer in one piece.
 *
 * A model is named `connector/model`.
 */
final class Wordpress_Client implements Provider {

	private const CALL_SECONDS = 30.0;

	public function engine(): string {
		return 'wordpress';
	}

	public function stream( Model_Request $request, Deadline $deadline ): \Generator {
		if ( ! self::is_there() ) {
			yield Event::failed( Failure::of( 'not_configured', detail: 'This WordPress has no AI client.' ) );
			return;
		}
		yield Event::tick();
		try {
			$result = self::prompt( $request, $deadline )->generate_text_result();
		} catch ( \Throwable $error ) {
			// The client turns exceptions into errors; what comes here is a bug of a connector.
			$result = new \WP_Error( $error::class );
		}
		if ( ! $result instanceof GenerativeAiResult ) {
			yield Event::failed( self::failure( $result ) );
			return;
		}
		yield from self::events( $result );
	}

	public static function is_there(): bool {
		return function_exists( 'wp_ai_client_prompt' ) && class_exists( AiClient::class );
	}

	/**
	 * The models of every connector that is set up.
	 *
	 * @return list<array{id:string,owner:string,shutdown_date:?string}>|Failure
	 */
	public static function models(): array|Failure {
		if ( ! self::is_there() ) {
			return Failure::of( 'not_configured', detail: 'This WordPress has no AI client.' );
		}
		try {
			$found = AiClient::defaultRegistry()->findModelsMetadataForSupport( new ModelRequirements( array( CapabilityEnum::textGeneration() ), array() ) );
		} catch ( \Exception $error ) {
			return Failure::of( 'network', detail: 'A connector did not list its models: ' . $error::class );
		}
		$items = array();
		foreach ( $found as $of_connector ) {
			foreach ( $of_connector->getModels() as $model ) {
				$items[] = array(
					'id'            => $of_connector->getProvider()->getId() . '/' . $model->getId(),
					'owner'         => $of_connector->getProvider()->getName(),
					'shutdown_date' => null,
				);
			}
		}
		return $items ?: Failure::of( 'not_configured', detail: 'No connector is set up.' );
	}

	private static function prompt( Model_Request $request, Deadline $deadline ): \WP_AI_Client_Prompt_Builder {
		$prompt = wp_ai_client_prompt( self::messages( $request->items ) )
			->using_max_tokens( $request->max_output_tokens )
			->using_request_options( RequestOptions::fromArray( array( RequestOptions::KEY_TIMEOUT => min( self::CALL_SECONDS, $deadline->remaining() ) ) ) );
		if ( $request->instructions !== '' ) {
			$prompt = $prompt->using_system_instruction( $request->instructions );
		}
		if ( $request->model !== '' ) {
			$prompt = $prompt->using_model_preference( self::model( $request->model ) );
		}
		if ( $request->temperature !== null ) {
			$prompt = $prompt->using_temperature( $request->temperature );
		}
		if ( $request->tools && $request->tool_choice !== 'none' ) {
			$prompt = $prompt->using_function_declarations( ...array_map( array( self::class, 'declaration' ), $request->tools ) );
		}
		return match ( $request->response_format['type'] ?? 'text' ) {
			'json_schema' => $prompt->as_json_response( $request->response_format['schema'] ?? null ),
			'json_object' => $prompt->as_json_response(),
			default       => $prompt,
		};
	}

	private static function declaration( Tool_Spec $tool ): FunctionDeclaration {
		return new FunctionDeclaration( $tool->name, $tool->description, $tool->parameters ? Schema_Object::of( $tool->parameters ) : null );
	}

	private static function model( string $name ): string|array {
		$parts = explode( '/', $name, 2 );
		return count( $parts ) === 2 ? $parts : $name;
	}

	/**
	 * Connectors want both sides in turn, the visitor first and last: what one side says in a row becomes one message.
	 *
	 * @param Item[] $items
	 * @return Message[]
	 */
	private static function messages( array $items ): array {
		$names = array();
		$turns = array();
		foreach ( $items as $item ) {
			$is_model = $item->type === Item::CALL || ( $item->type === Item::MESSAGE && $item->role === 'assistant' );
			$part     = match ( $item->type ) {
				Item::MESSAGE => new MessagePart( $item->text ),
				Item::CALL    => new MessagePart( new FunctionCall( $item->call_id, $item->name, json_decode( $item->arguments, true ) ?? array() ) ),
				Item::OUTPUT  => new MessagePart( new FunctionResponse( $item->call_id, $names[ $item->call_id ] ?? null, self::output( $item->output ) ) ),
				default       => null,
			};
			if ( $item->type === Item::CALL ) {
				$names[ $item->call_id ] = $item->name;
			}
			if ( $part === null || ( $is_model && ! $turns ) ) {
				continue;
			}
			if ( $turns && end( $turns )['is_model'] === $is_model ) {
				$turns[ array_key_last( $turns ) ]['parts'][] = $part;
			} else {
				$turns[] = array( 'is_model' => $is_model, 'parts' => array( $part ) );
			}
		}
		return array_map( static fn( array $turn ) => $turn['is_model'] ? new ModelMessage( $turn['parts'] ) : new UserMessage( $turn['parts'] ), $turns );
	}

	/**
	 * Some connectors take nothing but an object.
	 */
	private static function output( string $json ): array {
		$value = json_decode( $json, true );
		return is_array( $value ) && ! array_is_list( $value ) ? $value : array( 'result' => $value ?? $json );
	}

	private static function events( GenerativeAiResult $result ): \Generator {
		$candidate = $result->getCandidates()[0];
		$count     = 0;
		foreach ( $candidate->getMessage()->getParts() as $part ) {
			if ( $part->getChannel()->isContent() && $part->getText() !== null && $part->getText() !== '' ) {
				yield Event::text( $part->getText() );
			}
			$call = $part->getFunctionCall();
			if ( $call !== null ) {
				++$count;
				$arguments = $call->getArgs();
				yield Event::call( $call->getId() ?? 'call_' . bin2hex( random_bytes( 12 ) ), (string) $call->getName(), (string) wp_json_encode( $arguments ?: new \stdClass() ) );
			}
		}
		$usage = $result->getTokenUsage();
		yield Event::usage(
			$usage->getPromptTokens() + $usage->getCompletionTokens() > 0
				? new Usage( $usage->getPromptTokens(), $usage->getCompletionTokens() + (int) $usage->getThoughtTokens() )
				: Usage::unknown()
		);
		$reason = $candidate->getFinishReason();
		yield Event::done( $count > 0 ? 'calls' : ( $reason->isLength() ? 'length' : ( $reason->isContentFilter() ? 'filter' : 'stop' ) ) );
	}

	/**
	 * The client's own words may quote the prompt, so only its codes are kept.
	 */
	private static function failure( mixed $error ): Failure {
		$code   = $error instanceof \WP_Error ? (string) $error->get_error_code() : 'no_result';
		$data   = $error instanceof \WP_Error ? (array) $error->get_error_data() : array();
		$status = (int) ( $data['status'] ?? 0 );
		$kind   = match ( $code ) {
			'prompt_prevented'             => 'disabled',
			'prompt_network_error'         => 'network',
			'prompt_token_limit_reached'   => 'too_long',
			'prompt_upstream_server_error' => $status === 503 ? 'overloaded' : 'server',
			'prompt_client_error'          => self::kind_of_status( $status ),
			// No connector is set up, or none of them has such a model.
			'prompt_invalid_argument'      => 'not_configured',
			default                        => 'garbled',
		};
		return Failure::of( $kind, status: $status, detail: $code );
	}

	private static function kind_of_status( int $status ): string {
		return match ( $status ) {
			401     => 'unauthorized',
			402     => 'quota',
			403     => 'forbidden',
			404     => 'not_found',
			408     => 'timeout',
			429     => 'rate_limited',
			default => 'rejected',
		};
	}
}
