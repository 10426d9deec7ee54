/**
 * A line of an answer → a small model of words, some of them strong, links or code.
 *
 * The model is all that the renderer can draw, so no text, wherever it comes from, can become anything else.
 */

interface Style {
	href?: string;
	isStrong?: true;
	isEmphasis?: true;
	isCode?: true;
	/** Names a source of the answer by its number. */
	source?: number;
}

export type Inline = Style & { text: string };
export type Line = Inline[];

/** Emphasis within emphasis within a link, and no further. */
const DEEPEST = 3;

/** Markdown's marks within a line, and addresses. Bounds keep a text made of marks from being searched again and again. */
const MARK = new RegExp(
	[
		/\\(?<escaped>[!-/:-@[-`{-~])/u,
		/`{1,3}(?<code>[^`]+)`{1,3}/u,
		/!?\[(?<label>[^[\]]{1,300})\]\(<?(?<target>[^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)>?(?: "[^"]{0,300}")?\)/u,
		/\[(?<source>\d{1,2})\](?!\()/u,
		/\*\*(?<strong>\S|\S.{0,500}?\S)\*\*(?!\*)/u,
		/(?<![\p{L}\p{N}_])__(?<strong2>\S|\S.{0,500}?\S)__(?![\p{L}\p{N}_])/u,
		/(?<![\p{L}\p{N}*])\*(?<emphasis>[^\s*]|[^\s*][^*]{0,500}?[^\s*])\*(?![\p{L}\p{N}*])/u,
		/(?<![\p{L}\p{N}_])_(?<emphasis2>[^\s_]|[^\s_][^_]{0,500}?[^\s_])_(?![\p{L}\p{N}_])/u,
		/(?<link>https?:\/\/[^\s<>"“”]+|mailto:[^\s<>"“”]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})/u,
	]
		.map( ( { source } ) => source )
		.join( '|' ),
	'giu'
);
/** What may end the sentence around a link. */
const TRAILING = /[.,;:!?…'"’»)\]}*_。、！？]$/u;

/** @param base What addresses without a host are relative to; without it they are no links. */
export function parseLine( line: string, base?: string ): Line {
	return parse( line, base, {}, 0 );
}

function parse( line: string, base: string | undefined, style: Style, depth: number ): Line {
	const parts: Line = [];
	let end = 0;
	for ( const match of line.matchAll( MARK ) ) {
		const found = marked( match, base, style, depth );
		if ( found === null ) {
			continue;
		}
		push( parts, line.slice( end, match.index ), style );
		parts.push( ...found.parts );
		end = match.index + found.length;
	}
	push( parts, line.slice( end ), style );
	return parts;
}

/** What a mark makes of its text, and how much of the line it takes; null if it is no mark after all. */
function marked( { 0: whole, groups = {} }: RegExpMatchArray, base: string | undefined, style: Style, depth: number ): { parts: Line; length: number } | null {
	const { length } = whole;
	const { escaped, code, label, target, source, link } = groups;
	const strong = groups.strong ?? groups.strong2;
	const emphasis = groups.emphasis ?? groups.emphasis2;
	const inner = ( text: string, added: Style ) => ( depth === DEEPEST ? null : { parts: parse( text, base, { ...style, ...added }, depth + 1 ), length } );
	if ( escaped !== undefined ) {
		return { parts: [ { ...style, text: escaped } ], length };
	}
	if ( code !== undefined ) {
		return { parts: [ { ...style, isCode: true, text: code } ], length };
	}
	if ( strong !== undefined ) {
		return inner( strong, { isStrong: true } );
	}
	if ( emphasis !== undefined ) {
		return inner( emphasis, { isEmphasis: true } );
	}
	if ( style.href !== undefined ) {
		return null;
	}
	if ( source !== undefined ) {
		return { parts: [ { ...style, source: Number( source ), text: whole } ], length };
	}
	if ( label !== undefined ) {
		const href = safeHref( target ?? '', base );
		return href === null ? null : inner( label, { href } );
	}
	const text = trimLink( link ?? '' );
	const href = safeHref( text.includes( ':' ) ? text : `mailto:${ text }` );
	return href === null ? null : { parts: [ { ...style, href, text } ], length: text.length };
}

function push( parts: Line, text: string, style: Style ): void {
	if ( text !== '' ) {
		parts.push( { ...style, text } );
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
