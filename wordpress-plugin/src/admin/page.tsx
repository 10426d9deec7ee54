/** The shell that every page of the owner fills: a heading, a way back, and what belongs to it. */
import type { ReactElement, ReactNode } from 'react';
import { createElement, createRoot, useEffect, useRef } from './element';

interface PageProps {
	title: string;
	/** What stands before the heading: the way back from a part to the whole. */
	before?: ReactNode;
	/** Set where the page has changed under the reader, so that the new one is read from its heading on. */
	takesFocus?: boolean;
	children: ReactNode;
}

export function Page( { title, before, takesFocus = false, children }: PageProps ): ReactElement {
	const heading = useRef< HTMLHeadingElement >( null );
	useEffect( () => {
		if ( takesFocus ) {
			heading.current?.focus();
		}
	}, [ takesFocus ] );
	return (
		<div className="mxchat-page">
			{ before }
			<h1 ref={ heading } tabIndex={ -1 }>
				{ title }
			</h1>
			{ children }
		</div>
	);
}

export function mountPage( id: string, page: ReactElement ): void {
	const container = document.getElementById( id );
	if ( container !== null ) {
		createRoot( container ).render( page );
	}
}
