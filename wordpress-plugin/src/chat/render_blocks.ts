/** Blocks → elements: of the DOM for a visitor, of React for the owner who reads it later. */
import type { Block, List } from './blocks';
import type { Inline, Line } from './text';

export interface Maker< Made > {
	/** How elements are made; a string among the children is text. */
	make( tag: keyof HTMLElementTagNameMap, attributes: Record< string, string >, ...children: ( Made | string )[] ): Made;
	/** Its words as a link, where they are one that may be followed. */
	link( inline: Inline, words: Made | string ): Made | string;
	/** The level below that of the page or the panel. */
	heading: 'h2' | 'h3';
}

export function renderBlocks< Made >( blocks: readonly Block[], maker: Maker< Made > ): Made[] {
	return blocks.map( ( block ) => renderBlock( block, maker ) );
}

function renderBlock< Made >( block: Block, maker: Maker< Made > ): Made {
	const { make, heading } = maker;
	switch ( block.kind ) {
		case 'code':
			// Long lines scroll, by keyboard as well.
			return make( 'pre', { tabindex: '0', dir: 'ltr' }, make( 'code', {}, block.text ) );
		case 'heading':
			return make( heading, { dir: 'auto' }, ...renderLines( block.lines, maker ) );
		case 'quote':
			return make( 'blockquote', { dir: 'auto' }, ...renderLines( block.lines, maker ) );
		case 'list':
			return renderList( block, maker );
		case 'table':
			return make(
				'div',
				{ class: 'table', tabindex: '0' },
				make(
					'table',
					{},
					make( 'thead', {}, renderRow( block.head, { tag: 'th', scope: 'col' }, maker ) ),
					make( 'tbody', {}, ...block.rows.map( ( row ) => renderRow( row, { tag: 'td' }, maker ) ) )
				)
			);
		default:
			return make( 'p', { dir: 'auto' }, ...renderLines( block.lines, maker ) );
	}
}

/** The list has one direction, that of its words; on each item a direction of its own would leave the list without. */
function renderList< Made >( { isOrdered, start, items }: List, maker: Maker< Made > ): Made {
	const children = items.map( ( { lines, lists } ) => maker.make( 'li', {}, ...renderLines( lines, maker ), ...lists.map( ( list ) => renderList( list, maker ) ) ) );
	return isOrdered ? maker.make( 'ol', { start: String( start ), dir: 'auto' }, ...children ) : maker.make( 'ul', { dir: 'auto' }, ...children );
}

function renderRow< Made >( row: readonly Line[], { tag, ...scope }: { tag: 'th' | 'td'; scope?: string }, maker: Maker< Made > ): Made {
	return maker.make( 'tr', {}, ...row.map( ( cell ) => maker.make( tag, { dir: 'auto', ...scope }, ...renderLines( [ cell ], maker ) ) ) );
}

function renderLines< Made >( lines: readonly Line[], maker: Maker< Made > ): ( Made | string )[] {
	return lines.flatMap( ( line, index ) => [ ...( index > 0 ? [ maker.make( 'br', {} ) ] : [] ), ...line.map( ( inline ) => renderInline( inline, maker ) ) ] );
}

function renderInline< Made >( inline: Inline, { make, link }: Maker< Made > ): Made | string {
	let words: Made | string = inline.text;
	if ( inline.isCode ) {
		words = make( 'code', { dir: 'ltr' }, words );
	}
	if ( inline.isEmphasis ) {
		words = make( 'em', {}, words );
	}
	if ( inline.isStrong ) {
		words = make( 'strong', {}, words );
	}
	return link( inline, words );
}
