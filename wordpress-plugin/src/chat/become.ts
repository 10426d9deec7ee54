/**
 * Makes a shown node into a wanted one and touches only what differs: what is selected, focused or scrolled stays so.
 *
 * Listeners are not compared. It is for text, which has none.
 */
export function become( shown: ChildNode, wanted: ChildNode ): void {
	if ( shown instanceof Text && wanted instanceof Text ) {
		goOn( shown, wanted.data );
	} else if ( shown.cloneNode().isEqualNode( wanted.cloneNode() ) ) {
		const before = [ ...shown.childNodes ];
		const after = [ ...wanted.childNodes ];
		after.forEach( ( node, place ) => ( before[ place ] ? become( before[ place ], node ) : shown.appendChild( node ) ) );
		before.slice( after.length ).forEach( ( node ) => node.remove() );
	} else {
		shown.replaceWith( wanted );
	}
}

/** A new value would end every selection in the text; more of it ends none. */
function goOn( text: Text, wanted: string ): void {
	let same = 0;
	while ( same < wanted.length && text.data[ same ] === wanted[ same ] ) {
		same++;
	}
	text.replaceData( same, text.length - same, wanted.slice( same ) );
}
