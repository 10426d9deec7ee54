/**
 * Text of an answer → a small model of paragraphs, lines and links.
 *
 * The model is all that the renderer can draw, so no text, wherever it comes from, can become anything else.
 */

export type Inline = { text: string; href?: string };
export type Line = Inline[];
export type Paragraph = Line[];

/** An address of the web or of e-mail; what may end a sentence is cut off afterwards. */
const LINK = /https?:\/\/[^\s<>"“”]+|mailto:[^\s<>"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const TRAILING = /[.,;:!?…'"’»)\]}。、！？]$/u;

export function parseText( text: string ): Paragraph[] {
	return text
		.replace( /\r\n?/g, '\n' )
		.split( /\n[ \t]*\n\s*/ )
		.map( ( paragraph ) => paragraph.trim() )
		.filter( ( paragraph ) => paragraph !== '' )
		.map( ( paragraph ) => paragraph.split( '\n' ).map( parseLine ) );
}

function parseLine( line: string ): Line {
	const parts: Line = [];
	let end = 0;
	for ( const match of line.matchAll( LINK ) ) {
		const text = trimLink( match[ 0 ] );
		const href = safeHref( text.includes( ':' ) ? text : `mailto:${ text }` );
		if ( href === null ) {
			continue;
		}
		push( parts, line.slice( end, match.index ) );
		parts.push( { text, href } );
		end = match.index + text.length;
	}
	push( parts, line.slice( end ) );
	return parts;
}

function push( parts: Line, text: string ): void {
	if ( text !== '' ) {
		parts.push( { text } );
	}
}

/** Drops the punctuation of the sentence around a link, but keeps a bracket that the link itself opened. */
function trimLink( link: string ): string {
	while ( TRAILING.test( link ) && ! ( link.endsWith( ')' ) && link.includes( '(' ) ) ) {
		link = link.slice( 0, -1 );
	}
	return link;
}

/** The address, if it is one that a visitor may be sent to: http(s) or mailto, and nothing else. */
export function safeHref( address: string, base?: string ): string | null {
	let url: URL;
	try {
		url = new URL( address, base );
	} catch {
		return null;
	}
	return [ 'http:', 'https:', 'mailto:' ].includes( url.protocol ) ? url.href : null;
}
