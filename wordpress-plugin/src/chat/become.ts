/**
 * Makes shown nodes into wanted ones and touches only what differs: what is selected, focused or scrolled stays so.
 *
 * Listeners are not compared. It is for text, which has none.
 */
export function become( shown: Element, wanted: Element ): void {
	const before = [ ...shown.childNodes ];
	const after = [ ...wanted.childNodes ];
	after.forEach( ( node, place ) => {
		const old = before[ place ];
		if ( old === undefined ) {
			shown.append( node );
		} else if ( ! isMadeInto( old, node ) ) {
			old.replaceWith( node );
		}
	} );
	before.slice( after.length ).forEach( ( node ) => node.remove() );
}

/** False where a node of another kind has to take its place. */
function isMadeInto( old: Node, wanted: Node ): boolean {
	if ( old.isEqualNode( wanted ) ) {
		return true;
	}
	if ( old instanceof Text && wanted instanceof Text ) {
		goOn( old, wanted.data );
		return true;
	}
	if ( old instanceof Element && wanted instanceof Element && old.cloneNode().isEqualNode( wanted.cloneNode() ) ) {
		become( old, wanted );
		return true;
	}
	return false;
}

/** A new value would end every selection in the text; more of it ends none. */
function goOn( text: Text, wanted: string ): void {
	let same = 0;
	while ( same < wanted.length && text.data[ same ] === wanted[ same ] ) {
		same++;
	}
	text.replaceData( same, text.length - same, wanted.slice( same ) );
}
