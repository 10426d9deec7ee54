<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * A message of a thread.
 */
final class Thread_Message implements \JsonSerializable {

	/** @var array<int,object{type:string,text:object{value:string,annotations:array}}> As the Assistants API wrote it. */
	public readonly array $content;

	public function __construct(
		public readonly string $id,
		public readonly string $role,
		public readonly string $thread_id,
		private readonly string $text,
		public readonly int $created_at,
	) {
		$this->content = array(
			(object) array(
				'type' => 'text',
				'text' => (object) array(
					'value'       => $text,
					'annotations' => array(),
				),
			),
		);
	}

	public function text(): string {
		return $this->text;
	}

	public function jsonSerialize(): array {
		return array(
			'id'         => $this->id,
			'object'     => 'thread.message',
			'created_at' => $this->created_at,
			'thread_id'  => $this->thread_id,
			'role'       => $this->role,
			'content'    => $this->content,
		);
	}
}
