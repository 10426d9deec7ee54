/** One step: whether it is done, what it is, and what belongs to it. */
import type { ReactElement, ReactNode } from 'react';
import { createElement } from '../admin/element';

const { __ } = wp.i18n;

export function Step( { title, isDone, children }: { title: string; isDone: boolean; children: ReactNode } ): ReactElement {
	return (
		<li className={ isDone ? 'is-done' : '' }>
			<h2>
				{ title }
				{ isDone && <span className="screen-reader-text"> { __( '(done)', 'mxchat-engine' ) }</span> }
			</h2>
			{ children }
		</li>
	);
}

/** The address of another page under MxChat. */
export function pageOf( slug: string ): string {
	return wp.url.addQueryArgs( 'admin.php', { page: slug } );
}
