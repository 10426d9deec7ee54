/** The text of an answer → DOM nodes. */
import { parseBlocks } from './blocks';
import { h } from './dom';
import { renderBlocks } from './render_blocks';
import { safeHref } from './text';
import type { Source } from './transport';

export const REL = 'noopener nofollow ugc';

/** @param sources What numbers in the text lead to. */
export function renderText( text: string, sources: readonly Source[] ): HTMLElement {
	const blocks = renderBlocks< HTMLElement >( parseBlocks( text, document.baseURI ), {
		make: h,
		heading: 'h3',
		link: ( { href, source }, words ) => {
			const named = source === undefined ? undefined : sources[ source - 1 ];
			const address = href ?? ( named && safeHref( named.url ) );
			return address ? h( 'a', { href: address, rel: REL, ...( named ? { title: named.title } : {} ) }, words ) : words;
		},
	} );
	return h( 'div', { class: 'text' }, ...blocks );
}
