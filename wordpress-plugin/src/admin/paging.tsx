/** From page to page of a list, the newest first. */
import type { ReactElement } from 'react';
import { createElement } from './element';

const { __, sprintf } = wp.i18n;
const { Button } = wp.components;

interface PagingProps {
	perPage: number;
	offset: number;
	count: number;
	total: number;
	onMove: ( offset: number ) => void;
}

export function Paging( { perPage, offset, count, total, onMove }: PagingProps ): ReactElement {
	return (
		<nav className="mxchat-paging" aria-label={ __( 'Pages of the list', 'mxchat-engine' ) }>
			<span role="status">
				{
					/* translators: 1: first row, 2: last row, 3: number of rows. */
					sprintf( __( '%1$d to %2$d of %3$d', 'mxchat-engine' ), offset + 1, offset + count, total )
				}
			</span>
			<Button variant="secondary" accessibleWhenDisabled disabled={ offset === 0 } onClick={ () => onMove( Math.max( 0, offset - perPage ) ) }>
				{ __( 'Newer', 'mxchat-engine' ) }
			</Button>
			<Button variant="secondary" accessibleWhenDisabled disabled={ offset + count >= total } onClick={ () => onMove( offset + perPage ) }>
				{ __( 'Older', 'mxchat-engine' ) }
			</Button>
		</nav>
	);
}
