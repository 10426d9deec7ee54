<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * The kinds of conditions.
 */
enum Filter_Op: string {

	case One_Of = 'in';
	case Range  = 'range';
	case All    = 'and';
	case Any    = 'or';
	case Not    = 'not';
}
