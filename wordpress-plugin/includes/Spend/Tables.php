<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Schema;

/**
 * The tables of this feature: what counts against the budgets, and what it was spent on.
 */
final class Tables {

	/**
	 * @return array<string,string> The columns and keys of a table, by its name.
	 */
	public static function columns(): array {
		$id = Schema::ID;
		return array(
			'spend_totals' => "
  day varchar(10) $id NOT NULL,
  spender varchar(64) $id NOT NULL,
  model_tokens bigint(20) NOT NULL DEFAULT 0,
  nanos bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY  (day,spender)
",
			'spend' => "
  day varchar(10) $id NOT NULL,
  kind varchar(16) $id NOT NULL,
  model varchar(128) $id NOT NULL,
  input_tokens bigint(20) NOT NULL DEFAULT 0,
  output_tokens bigint(20) NOT NULL DEFAULT 0,
  nanos bigint(20) NOT NULL DEFAULT 0,
  calls bigint(20) NOT NULL DEFAULT 0,
  unsettled_calls bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY  (day,kind,model)
",
		);
	}
}
