/** The text of an answer → DOM nodes. */
import { type Block, type List, parseBlocks } from './blocks';
import { h } from './dom';
import { type Inline, type Line, safeHref } from './text';
import type { Source } from './transport';

export const REL = 'noopener nofollow ugc';

/** @param sources What numbers in the text lead to. */
export function renderText( text: string, sources: readonly Source[] ): HTMLElement {
	return h( 'div', { class: 'text' }, ...parseBlocks( text, document.baseURI ).map( ( block ) => renderBlock( block, sources ) ) );
}

function renderBlock( block: Block, sources: readonly Source[] ): HTMLElement {
	switch ( block.kind ) {
		case 'code':
			// Long lines scroll, by keyboard as well.
			return h( 'pre', { tabindex: '0', dir: 'ltr' }, h( 'code', {}, block.text ) );
		case 'heading':
			return h( 'h3', { dir: 'auto' }, ...renderLines( block.lines, sources ) );
		case 'quote':
			return h( 'blockquote', { dir: 'auto' }, ...renderLines( block.lines, sources ) );
		case 'list':
			return renderList( block, sources );
		case 'table':
			return h(
				'div',
				{ class: 'table', tabindex: '0' },
				h( 'table', {}, h( 'thead', {}, renderRow( block.head, 'th', sources ) ), h( 'tbody', {}, ...block.rows.map( ( row ) => renderRow( row, 'td', sources ) ) ) )
			);
		default:
			return h( 'p', { dir: 'auto' }, ...renderLines( block.lines, sources ) );
	}
}

/** The list has one direction, that of its words; on each item a direction of its own would leave the list without. */
function renderList( { isOrdered, start, items }: List, sources: readonly Source[] ): HTMLElement {
	const children = items.map( ( { lines, lists } ) => h( 'li', {}, ...renderLines( lines, sources ), ...lists.map( ( list ) => renderList( list, sources ) ) ) );
	return isOrdered ? h( 'ol', { start: String( start ), dir: 'auto' }, ...children ) : h( 'ul', { dir: 'auto' }, ...children );
}

function renderRow( row: readonly Line[], tag: 'th' | 'td', sources: readonly Source[] ): HTMLElement {
	return h( 'tr', {}, ...row.map( ( cell ) => h( tag, { dir: 'auto', ...( tag === 'th' ? { scope: 'col' } : {} ) }, ...renderLines( [ cell ], sources ) ) ) );
}

function renderLines( lines: readonly Line[], sources: readonly Source[] ): ( Node | string )[] {
	return lines.flatMap( ( line, index ) => [ ...( index > 0 ? [ h( 'br' ) ] : [] ), ...line.map( ( inline ) => renderInline( inline, sources ) ) ] );
}

function renderInline( { text, href, isStrong, isEmphasis, isCode, source }: Inline, sources: readonly Source[] ): Node | string {
	const named = source === undefined ? undefined : sources[ source - 1 ];
	const address = href ?? ( named && safeHref( named.url ) );
	let node: Node | string = text;
	if ( isCode ) {
		node = h( 'code', { dir: 'ltr' }, node );
	}
	if ( isEmphasis ) {
		node = h( 'em', {}, node );
	}
	if ( isStrong ) {
		node = h( 'strong', {}, node );
	}
	return address ? h( 'a', { href: address, rel: REL, ...( named ? { title: named.title } : {} ) }, node ) : node;
}
