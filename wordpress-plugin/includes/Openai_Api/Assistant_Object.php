<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant\Record;
use MxChat\Assistant\Site_Assistant;

/**
 * An assistant as the Assistants API shows it. The model that a program names is a label: which one answers is the
 * owner's choice.
 */
final class Assistant_Object {

	/**
	 * @return array<string,mixed>
	 */
	public static function shown( Stored $object, Record $record ): array {
		return array(
			'id'              => $record->id,
			'object'          => 'assistant',
			'created_at'      => $object->created_at,
			'name'            => $record->name === '' ? null : $record->name,
			'description'     => $record->description === '' ? null : $record->description,
			'model'           => $object->content['model'],
			'instructions'    => $record->instructions === '' ? null : $record->instructions,
			'tools'           => Program_Tools::shown( $object->content['tools'] ),
			'tool_resources'  => new \stdClass(),
			'metadata'        => (object) $object->content['metadata'],
			'temperature'     => $record->temperature,
			'top_p'           => null,
			'response_format' => $record->response_format ?? 'auto',
		);
	}

	/**
	 * The assistant with the model that the owner has chosen for the site.
	 */
	public static function with_model( Record $record ): Record {
		return $record->with( array( 'model' => Site_Assistant::find()->model ?? '' ) );
	}
}
