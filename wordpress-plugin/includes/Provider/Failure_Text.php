<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The sentences of failures.
 */
final class Failure_Text {

	public static function for_owner( Failure $failure ): string {
		$sentence = match ( $failure->kind ) {
			'not_configured' => __( 'The assistant is enabled but not properly configured. Check the API key, the address of the provider and the model in MxChat → Settings.', 'mxchat-engine' ),
			'disabled'       => __( 'The assistant is not enabled, or AI is switched off on this site.', 'mxchat-engine' ),
			'unauthorized'   => __( 'Unauthorized (HTTP 401): your API key is invalid or expired. Make a new one at the provider and update it in MxChat → Settings.', 'mxchat-engine' ),
			'forbidden'      => __( 'Forbidden (HTTP 403): this API key may not use this model or feature, or the provider does not serve your country.', 'mxchat-engine' ),
			'not_found'      => __( 'Not found (HTTP 404): the provider does not know this assistant, model or address, or it was deleted. Check the model and the address in MxChat → Settings.', 'mxchat-engine' ),
			'rate_limited'   => __( 'Rate limit exceeded (HTTP 429): you have exceeded the provider\'s rate limits. Wait a few minutes or ask the provider for higher limits.', 'mxchat-engine' ),
			'quota'          => __( 'No credit left (HTTP 429): the quota of your account at the provider is used up. Check its plan and billing.', 'mxchat-engine' ),
			'busy'           => __( 'The provider still works on an earlier request of this conversation. Try again in a few seconds.', 'mxchat-engine' ),
			'rejected'       => __( 'The provider rejected the request. Check the model and the settings of the assistant; the log names the field.', 'mxchat-engine' ),
			'too_long'       => __( 'The conversation is longer than the model can read. Allow the assistant less context, or choose a model with a larger context.', 'mxchat-engine' ),
			'filtered'       => __( 'The provider\'s content filter refused this request.', 'mxchat-engine' ),
			'server'         => __( 'Internal server error (HTTP 5xx): the provider\'s servers have issues. Check its status page and try again later.', 'mxchat-engine' ),
			'overloaded'     => __( 'The provider is overloaded. Try again later.', 'mxchat-engine' ),
			'timeout'        => __( 'Timeout: the answer took too long (at most 60 seconds, 30 for one request). Simplify the assistant\'s instructions or try again during off-peak hours.', 'mxchat-engine' ),
			'network'        => __( 'The provider could not be reached. Check its address, and whether this server may connect to it.', 'mxchat-engine' ),
			'cut'            => __( 'The connection to the provider broke off before the answer was complete.', 'mxchat-engine' ),
			'garbled'        => __( 'The provider\'s answer could not be read. Check that its address is that of an API.', 'mxchat-engine' ),
			'breaker_open'   => __( 'The provider failed several times in a row, so it is left alone for half a minute.', 'mxchat-engine' ),
			'budget'         => __( 'The daily budget is spent. Raise it in MxChat → Settings, or wait for the next day.', 'mxchat-engine' ),
			default          => __( 'The provider could not answer.', 'mxchat-engine' ),
		};
		/* translators: 1: what happened, 2: reference of the error in the log. */
		return sprintf( __( '%1$s (Reference: %2$s)', 'mxchat-engine' ), $sentence, $failure->error_id );
	}

	public static function for_visitor( Failure $failure ): string {
		$sentence = match ( $failure->kind ) {
			'rate_limited', 'busy', 'overloaded', 'breaker_open', 'budget', 'quota'
				=> __( 'The assistant is busy at the moment. Please try again later.', 'mxchat-engine' ),
			'timeout'  => __( 'The answer took too long. Please try again.', 'mxchat-engine' ),
			'cut'      => __( 'The answer was cut off. Please try again.', 'mxchat-engine' ),
			'too_long' => __( 'This conversation has become too long. Please start a new one.', 'mxchat-engine' ),
			'filtered' => __( 'This message could not be answered. Please ask in other words.', 'mxchat-engine' ),
			default    => __( 'The assistant is not available at the moment. Please try again later.', 'mxchat-engine' ),
		};
		/* translators: 1: what happened, 2: reference of the error. */
		return sprintf( __( '%1$s (Reference: %2$s)', 'mxchat-engine' ), $sentence, $failure->error_id );
	}
}
