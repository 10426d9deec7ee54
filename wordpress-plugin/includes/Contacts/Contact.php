<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Time;

/**
 * A person whom the owner may write to: known by the e-mail address.
 */
final class Contact {

	/**
	 * @param array<string,string|int|float|bool> $attributes  What the owner wants to know besides.
	 * @param ?bool                               $has_consent Whether the person agreed to be written to; null if never asked.
	 * @param ?string                             $consent_at  When the person agreed, or withdrew.
	 * @param string                              $source      Where the address came from, for example `api`.
	 */
	public function __construct(
		public readonly string $contact_id,
		public readonly bool $is_test,
		public readonly string $email,
		public readonly string $name,
		public readonly string $phone,
		public readonly array $attributes,
		public readonly ?bool $has_consent,
		public readonly ?string $consent_at,
		public readonly string $source,
		public readonly string $created_at,
		public readonly string $updated_at,
	) {}

	public static function mint_id(): string {
		return 'cont_' . bin2hex( random_bytes( 12 ) );
	}

	/**
	 * Two spellings of one address are one contact.
	 */
	public static function email_key( string $email ): string {
		return strtolower( trim( $email ) );
	}

	/**
	 * The same contact with some fields changed.
	 *
	 * @param array<string,mixed> $changes By the names of the constructor's parameters.
	 */
	public function with( array $changes ): self {
		$changed = new self( ...array_merge( get_object_vars( $this ), $changes ) );
		if ( $changed->has_consent === $this->has_consent || isset( $changes['consent_at'] ) ) {
			return $changed;
		}
		// An agreement without its date proves nothing.
		return new self( ...array( 'consent_at' => $changed->has_consent === null ? null : Time::now() ) + get_object_vars( $changed ) );
	}

	/**
	 * As programs see it.
	 */
	public function item(): array {
		return array(
			'id'         => $this->contact_id,
			'email'      => $this->email,
			'name'       => $this->name,
			'phone'      => $this->phone,
			'attributes' => (object) $this->attributes,
			'consent'    => $this->has_consent,
			'consent_at' => $this->consent_at === null ? null : Time::to_iso( $this->consent_at ),
			'source'     => $this->source,
			'mode'       => $this->is_test ? 'test' : 'live',
			'created_at' => Time::to_iso( $this->created_at ),
			'updated_at' => Time::to_iso( $this->updated_at ),
		);
	}
}
