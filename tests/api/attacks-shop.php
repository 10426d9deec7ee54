<?php
/**
 * Plugin Name: Attacked shop
 * Description: Actions and a tool whose every effect is counted, and customers whose orders nobody else may see.
 */

declare( strict_types=1 );

use MxChat\Actions\Action;
use MxChat\Actions\Result;
use MxChat\Tools\Tool;
use MxChat\Tools\Tool_Context;

require_once WP_CONTENT_DIR . '/attacks-woocommerce.php';

function attacks_note( string $effect, array $arguments, Tool_Context $context ): void {
	$line = json_encode( array( $effect, $arguments, $context->session_id, $context->user_id ), JSON_UNESCAPED_SLASHES );
	file_put_contents( WP_CONTENT_DIR . '/attacks-effects.jsonl', $line . "\n", FILE_APPEND | LOCK_EX );
}

WC_Order::$all = array(
	new WC_Order( 'VICTIM-1', 1, 'owner@example.com', array( 'VICTIM-item' => 1 ) ),
	new WC_Order( 'VICTIM-2', 0, 'guest@example.com', array( 'VICTIM-item' => 2 ) ),
);

add_action(
	'plugins_loaded',
	static function (): void {
		if ( ! class_exists( Action::class ) ) {
			return;
		}
		abstract class Attacks_Action extends Action {

			public function description(): string {
				return $this->label() . '.';
			}

			public function is_readonly(): bool {
				return false;
			}

			public function input_schema(): array {
				return array(
					'type'                 => 'object',
					'properties'           => array( 'wish' => array( 'type' => 'string', 'maxLength' => 500 ) ),
					'required'             => array( 'wish' ),
					'additionalProperties' => false,
				);
			}

			public function arguments_from( string $message ): ?array {
				return array( 'wish' => mb_substr( $message, 0, 500 ) );
			}

			public function run( array $arguments, Tool_Context $context ): Result|WP_Error {
				attacks_note( $this->id(), $arguments, $context );
				return new Result( 'Done.' );
			}
		}

		final class Attacks_Gift extends Attacks_Action {

			public function id(): string {
				return 'buy_gift';
			}

			public function label(): string {
				return 'Buy a gift card';
			}

			public function phrases(): array {
				return array( 'I want to buy a gift card', 'send a gift card to my friend', 'purchase a voucher' );
			}
		}

		final class Attacks_Refund extends Attacks_Action {

			public function id(): string {
				return 'refund_everything';
			}

			public function label(): string {
				return 'Refund every order';
			}

			public function phrases(): array {
				return array( 'refund every order of the shop', 'give all customers their money back' );
			}

			public function is_destructive(): bool {
				return true;
			}

			public function capability(): string {
				return 'manage_options';
			}
		}

		final class Attacks_Pay_Out implements Tool {

			public function name(): string {
				return 'pay_out';
			}

			public function description(): string {
				return 'Pays an amount out.';
			}

			public function parameters(): array {
				return array(
					'type'                 => 'object',
					'properties'           => array( 'wish' => array( 'type' => 'string', 'maxLength' => 500 ) ),
					'required'             => array( 'wish' ),
					'additionalProperties' => false,
				);
			}

			public function is_strict(): bool {
				return true;
			}

			public function changes_something(): bool {
				return true;
			}

			public function run( array $arguments, Tool_Context $context ): mixed {
				attacks_note( $this->name(), $arguments, $context );
				return array( 'paid' => true );
			}
		}
	}
);
add_filter( 'mxchat_actions', static fn( array $actions ) => array( ...$actions, new Attacks_Gift(), new Attacks_Refund() ) );
add_filter( 'mxchat_tools', static fn( array $tools ) => array( ...$tools, new Attacks_Pay_Out() ) );
