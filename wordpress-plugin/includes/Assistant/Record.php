<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * An assistant as its owner has written it, in one of its versions. It lives here; no provider can end it.
 */
final class Record {

	public const ID_PATTERN = '^asst_[A-Za-z0-9]{24}$';

	/**
	 * @param string                    $id                 `asst_` and 24 letters and digits; empty for one that is not stored yet.
	 * @param int                       $version            1 and up; 0 for one that is not stored yet.
	 * @param string                    $model              As the provider names it; empty until the owner has chosen one.
	 * @param string[]                  $tools              Names of the tools that it may use.
	 * @param bool                      $uses_knowledge     Whether it is given what the site knows about a question.
	 * @param int                       $max_context_tokens How much of that, in model tokens.
	 * @param float                     $min_similarity     How close a source must be to count, 0 to 1.
	 * @param ?float                    $temperature        Null for the model's own.
	 * @param ?array<string,mixed>      $response_format    As the provider takes it; null for plain text.
	 * @param string[]                  $aliases            Ids that it had elsewhere, such as `asst_…` or `pmpt_…`.
	 * @param ?array<string,string>     $metadata
	 */
	public function __construct(
		public readonly string $id = '',
		public readonly int $version = 0,
		public readonly string $name = '',
		public readonly string $description = '',
		public readonly string $model = '',
		public readonly string $instructions = '',
		public readonly array $tools = array(),
		public readonly bool $uses_knowledge = true,
		public readonly int $max_context_tokens = 4000,
		public readonly float $min_similarity = 0.0,
		public readonly ?float $temperature = null,
		public readonly int $max_output_tokens = 1024,
		public readonly ?array $response_format = null,
		public readonly array $aliases = array(),
		public readonly ?array $metadata = null,
	) {}

	/**
	 * The same assistant with some of its fields changed.
	 *
	 * @param array<string,mixed> $changes By the names of the constructor's parameters.
	 */
	public function with( array $changes ): self {
		return new self( ...array_merge( get_object_vars( $this ), $changes ) );
	}

	public function answers_to( string $id_or_alias ): bool {
		return $this->id === $id_or_alias || in_array( $id_or_alias, $this->aliases, true );
	}

	/**
	 * What a version keeps: all but what names it.
	 *
	 * @return array<string,mixed>
	 */
	public function content(): array {
		return array_diff_key( get_object_vars( $this ), array( 'id' => 0, 'version' => 0 ) );
	}

	/**
	 * A stored version. Fields that it does not have yet get their defaults.
	 *
	 * @param array<string,mixed> $content
	 */
	public static function of( string $id, int $version, array $content ): self {
		$content['min_similarity'] = (float) ( $content['min_similarity'] ?? 0.0 );
		if ( isset( $content['temperature'] ) ) {
			$content['temperature'] = (float) $content['temperature'];
		}
		return new self( ...array_merge( array_intersect_key( $content, get_class_vars( self::class ) ), compact( 'id', 'version' ) ) );
	}
}
