<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * A tool whose outcome the visitor sees beside the answer.
 */
interface Presentable {

	/**
	 * @param string              $status `running`, `done` or `failed`.
	 * @param array<string,mixed> $output What the tool gave.
	 * @return array<string,mixed> As the visitor is shown it.
	 */
	public function card( string $status, array $output ): array;
}
