/** Small parts of both views. What visitors wrote is only ever text here. */
import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { addressWith } from '../admin/address';
import { createElement } from '../admin/element';

interface ViewLinkProps {
	/** The parameter of the address that says what is shown, and its value there; null for none. */
	name: string;
	value: string | null;
	onOpen: () => void;
	className?: string;
	isCurrent?: boolean;
	children: ReactNode;
}

/** Another view of this page: without a reload, unless it is to open in a tab of its own. */
export function ViewLink( { name, value, onOpen, className, isCurrent = false, children }: ViewLinkProps ): ReactElement {
	const open = ( event: MouseEvent ) => {
		if ( ! event.metaKey && ! event.ctrlKey && ! event.shiftKey ) {
			event.preventDefault();
			onOpen();
		}
	};
	return (
		<a className={ className } href={ addressWith( name, value ) } onClick={ open } dir="auto" aria-current={ isCurrent ? 'page' : undefined }>
			{ children }
		</a>
	);
}

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
