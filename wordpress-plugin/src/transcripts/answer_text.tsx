/** The text of an answer as its visitor saw it. Only links within this site can be followed: a transcript may be anybody's. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { parseBlocks } from '../chat/blocks';
import { type Maker, renderBlocks } from '../chat/render_blocks';
import { PageLink } from './parts';

const MAKER: Maker< ReactElement > = {
	make: ( tag, { class: className, tabindex: tabIndex, ...attributes }, ...children ) => createElement( tag, { ...attributes, className, tabIndex }, ...children ),
	heading: 'h2',
	link: ( { href, text }, words ) => ( href === undefined ? words : <PageLink url={ href } title={ text } /> ),
};

export function AnswerText( { text }: { text: string } ): ReactElement {
	return createElement( 'div', { className: 'mxchat-answer-text' }, ...renderBlocks( parseBlocks( text, location.origin ), MAKER ) );
}
