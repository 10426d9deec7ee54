/** Small parts of both views. What visitors wrote is only ever text here. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';

/** A page of this site as a link. A visitor's browser names the page, so any other address stays plain text. */
export function PageLink( { url, title }: { url: string; title: string } ): ReactElement {
	const text = title || url;
	return isOwnPage( url ) ? <a href={ url }>{ text }</a> : <span>{ text || '—' }</span>;
}

function isOwnPage( address: string ): boolean {
	try {
		const url = new URL( address );
		return url.origin === location.origin && ( url.protocol === 'https:' || url.protocol === 'http:' );
	} catch {
		return false;
	}
}
