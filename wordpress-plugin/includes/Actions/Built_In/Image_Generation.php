<?php
declare( strict_types=1 );

namespace MxChat\Actions\Built_In;

use MxChat\Actions\Action;
use MxChat\Actions\Media;
use MxChat\Actions\Result;
use MxChat\Provider\Client;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Providers;
use MxChat\Provider\Usage;
use MxChat\Settings;
use MxChat\Spend\Estimate;
use MxChat\Spend\Gate;
use MxChat\Tools\Tool_Context;

/**
 * Has the provider draw a picture, and keeps it in the site's media library.
 */
final class Image_Generation extends Action {

	private const MAX_CHARACTERS = 1000;
	private const SECONDS        = 55;

	public function id(): string {
		return 'image_generation';
	}

	public function label(): string {
		return __( 'Create an image', 'mxchat-engine' );
	}

	public function description(): string {
		return __( 'Draws a picture from a description and keeps it in the media library.', 'mxchat-engine' );
	}

	public function phrases(): array {
		return array(
			__( 'draw a picture of a cat', 'mxchat-engine' ),
			__( 'create an image of a sunset', 'mxchat-engine' ),
			__( 'generate a picture for me', 'mxchat-engine' ),
			__( 'make an illustration of this', 'mxchat-engine' ),
			__( 'can you paint something', 'mxchat-engine' ),
		);
	}

	public function input_schema(): array {
		return self::one_text( 'prompt', self::MAX_CHARACTERS, __( 'What the picture shows.', 'mxchat-engine' ), 3 );
	}

	/** It costs money and stores a file. */
	public function is_readonly(): bool {
		return false;
	}

	public function is_idempotent(): bool {
		return false;
	}

	public function is_slow(): bool {
		return true;
	}

	public function missing(): string {
		if ( (string) Settings\Store::get( 'image_model' ) === '' ) {
			return __( 'No image model is chosen.', 'mxchat-engine' );
		}
		return Providers::connection() instanceof Failure ? __( 'No provider is connected.', 'mxchat-engine' ) : '';
	}

	public function arguments_from( string $message ): ?array {
		return array( 'prompt' => mb_substr( $message, 0, self::MAX_CHARACTERS ) );
	}

	public function summary( array $arguments ): string {
		return __( 'A picture will be drawn from this description and stored on this site.', 'mxchat-engine' );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		$connection = Providers::connection();
		if ( $connection instanceof Failure ) {
			return self::failed( $connection );
		}
		$image = self::paid( $connection, $arguments['prompt'], $context );
		if ( $image instanceof Failure ) {
			return self::failed( $image );
		}
		$attachment_id = Media::add_image( $image, $arguments['prompt'], $context->user_id, $context->session_id );
		if ( is_wp_error( $attachment_id ) ) {
			return $attachment_id;
		}
		$card = array(
			'title' => $arguments['prompt'],
			'url'   => (string) wp_get_attachment_url( $attachment_id ),
			'image' => (string) wp_get_attachment_image_url( $attachment_id, 'large' ),
		);
		return new Result( __( 'Here is your picture.', 'mxchat-engine' ), array( $card ) );
	}

	/**
	 * @return string|Failure The bytes of the picture.
	 */
	private static function paid( Connection $connection, string $prompt, Tool_Context $context ): string|Failure {
		$model       = (string) Settings\Store::get( 'image_model' );
		$reservation = Gate::reserve( $context->spender, 'image', $model, Estimate::at_most( $prompt ), (int) Settings\Store::get( 'image_max_tokens' ) );
		if ( $reservation instanceof Failure ) {
			return $reservation;
		}
		$reply = Client::post( $connection, '/images/generations', array( 'model' => $model, 'prompt' => $prompt, 'n' => 1 ), Deadline::after( self::SECONDS ) );
		if ( $reply instanceof Failure ) {
			$reservation->fail( $reply );
			return $reply;
		}
		$reservation->settle( Usage::read( $reply->json['usage'] ?? null ) );
		$bytes = base64_decode( (string) ( $reply->json['data'][0]['b64_json'] ?? '' ), true );
		return is_string( $bytes ) && $bytes !== '' ? $bytes : Failure::of( 'garbled', detail: 'no b64_json in the image reply' );
	}

	private static function failed( Failure $failure ): \WP_Error {
		$failure->log();
		return new \WP_Error( 'mxchat_action_failed', $failure->visitor_text() );
	}
}
