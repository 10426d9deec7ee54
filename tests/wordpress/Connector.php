<?php
declare( strict_types=1 );

use WordPress\AiClient\Messages\DTO\Message;
use WordPress\AiClient\Messages\DTO\MessagePart;
use WordPress\AiClient\Messages\DTO\ModelMessage;
use WordPress\AiClient\Messages\Enums\ModalityEnum;
use WordPress\AiClient\Providers\AbstractProvider;
use WordPress\AiClient\Providers\Contracts\ModelMetadataDirectoryInterface;
use WordPress\AiClient\Providers\Contracts\ProviderAvailabilityInterface;
use WordPress\AiClient\Providers\DTO\ProviderMetadata;
use WordPress\AiClient\Providers\Enums\ProviderTypeEnum;
use WordPress\AiClient\Providers\Models\Contracts\ModelInterface;
use WordPress\AiClient\Providers\Models\DTO\ModelConfig;
use WordPress\AiClient\Providers\Models\DTO\ModelMetadata;
use WordPress\AiClient\Providers\Models\DTO\SupportedOption;
use WordPress\AiClient\Providers\Models\Enums\CapabilityEnum;
use WordPress\AiClient\Providers\Models\Enums\OptionEnum;
use WordPress\AiClient\Providers\Models\TextGeneration\Contracts\TextGenerationModelInterface;
use WordPress\AiClient\Results\DTO\Candidate;
use WordPress\AiClient\Results\DTO\GenerativeAiResult;
use WordPress\AiClient\Results\DTO\TokenUsage;
use WordPress\AiClient\Results\Enums\FinishReasonEnum;

/**
 * A connector of WordPress's AI client that answers what a test has told it to.
 */
final class Connector extends AbstractProvider {

	public const ID = 'scripted';

	/** Whether it is set up. */
	public static bool $is_configured = true;

	/** @var MessagePart[]|Throwable What the model says, or dies of. */
	public static array|Throwable $says = array();

	public static string $finish = 'stop';

	/** @var Message[] What the model was told last. */
	public static array $heard = array();

	public static ?ModelConfig $config = null;

	public static function model_metadata(): ModelMetadata {
		$text    = array( array( ModalityEnum::text() ) );
		$options = array(
			new SupportedOption( OptionEnum::systemInstruction() ),
			new SupportedOption( OptionEnum::maxTokens() ),
			new SupportedOption( OptionEnum::temperature() ),
			new SupportedOption( OptionEnum::functionDeclarations() ),
			new SupportedOption( OptionEnum::inputModalities(), $text ),
			new SupportedOption( OptionEnum::outputModalities(), $text ),
		);
		return new ModelMetadata( 'large', 'Large', array( CapabilityEnum::textGeneration(), CapabilityEnum::chatHistory() ), $options );
	}

	protected static function createModel( ModelMetadata $metadata, ProviderMetadata $provider ): ModelInterface {
		return new Connector_Model( $metadata, $provider );
	}

	protected static function createProviderMetadata(): ProviderMetadata {
		return new ProviderMetadata( self::ID, 'Scripted', ProviderTypeEnum::server() );
	}

	protected static function createProviderAvailability(): ProviderAvailabilityInterface {
		return new class() implements ProviderAvailabilityInterface {
			public function isConfigured(): bool {
				return Connector::$is_configured;
			}
		};
	}

	protected static function createModelMetadataDirectory(): ModelMetadataDirectoryInterface {
		return new class() implements ModelMetadataDirectoryInterface {
			public function listModelMetadata(): array {
				return array( Connector::model_metadata() );
			}

			public function hasModelMetadata( string $model_id ): bool {
				return $model_id === 'large';
			}

			public function getModelMetadata( string $model_id ): ModelMetadata {
				return Connector::model_metadata();
			}
		};
	}
}

/**
 * Its one model.
 */
final class Connector_Model implements ModelInterface, TextGenerationModelInterface {

	private ModelConfig $config;

	public function __construct( private ModelMetadata $metadata, private ProviderMetadata $provider ) {
		$this->config = new ModelConfig();
	}

	public function metadata(): ModelMetadata {
		return $this->metadata;
	}

	public function providerMetadata(): ProviderMetadata {
		return $this->provider;
	}

	public function setConfig( ModelConfig $config ): void {
		$this->config = $config;
	}

	public function getConfig(): ModelConfig {
		return $this->config;
	}

	public function generateTextResult( array $prompt ): GenerativeAiResult {
		Connector::$heard  = $prompt;
		Connector::$config = $this->config;
		if ( Connector::$says instanceof Throwable ) {
			throw Connector::$says;
		}
		$candidate = new Candidate( new ModelMessage( Connector::$says ), FinishReasonEnum::from( Connector::$finish ) );
		return new GenerativeAiResult( 'result-1', array( $candidate ), new TokenUsage( 12, 5, 17 ), $this->provider, $this->metadata );
	}
}
