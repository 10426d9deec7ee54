<?php
declare( strict_types=1 );

namespace MxChat\Actions;

/**
 * The actions that come with the plugin.
 */
final class Built_In {

	/**
	 * @return Action[]
	 */
	public static function actions(): array {
		return array(
			new Built_In\Order_History(),
			new Built_In\Product_Cards(),
			new Built_In\Search_Site(),
			new Built_In\Image_Generation(),
			new Built_In\Image_Search(),
			new Built_In\Download_Transcript(),
		);
	}
}
