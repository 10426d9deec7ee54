/**
 * What of a form is to be sent: the fields that its owner has changed since they were shown. Of two who save different
 * fields of one thing, neither undoes the other.
 */
export function changed< Fields extends object >( shown: Fields, now: Fields ): Partial< Fields > {
	const entries = Object.entries( now ) as [ keyof Fields, unknown ][];
	return Object.fromEntries( entries.filter( ( [ name, value ] ) => JSON.stringify( value ) !== JSON.stringify( shown[ name ] ) ) ) as Partial< Fields >;
}
