<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * A function that also visitors who are not signed in may have called.
 */
#[\Attribute( \Attribute::TARGET_FUNCTION | \Attribute::TARGET_METHOD )]
final class Open_To_Visitors {
}
