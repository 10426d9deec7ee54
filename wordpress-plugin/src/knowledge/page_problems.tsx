/** The pages of an address that are not known, each with the reason; asked for when somebody wants to see them. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import type { Address, AddressPage, List } from './types';

const { __, sprintf } = wp.i18n;

const SHOWN = 50;

export function PageProblems( { address }: { address: Address } ): ReactElement {
	const [ isOpen, setOpen ] = useState( false );
	const { left_out, failed } = address.pages;
	return (
		<details onToggle={ ( event ) => setOpen( event.currentTarget.open ) }>
			<summary>{ __( 'Which pages are not known?', 'mxchat-engine' ) }</summary>
			{ isOpen && failed > 0 && <Problems address={ address } status="failed" total={ failed } /> }
			{ isOpen && left_out > 0 && <Problems address={ address } status="left_out" total={ left_out } /> }
		</details>
	);
}

function Problems( { address, status, total }: { address: Address; status: string; total: number } ): ReactElement {
	const request = useRequest< List< AddressPage > >( wp.url.addQueryArgs( `/mxchat/v1/knowledge/sources/${ address.id }/pages`, { status, limit: SHOWN } ) );
	return (
		<Requested request={ request }>
			{ ( { items } ) => (
				<Fragment>
					<ul>
						{ items.map( ( { url, error } ) => (
							<li key={ url } dir="auto">
								{ url }: { error?.message }
							</li>
						) ) }
					</ul>
					{ total > items.length && (
						<p>
							{
								/* translators: %d: number of pages. */
								sprintf( __( 'And %d more.', 'mxchat-engine' ), total - items.length )
							}
						</p>
					) }
				</Fragment>
			) }
		</Requested>
	);
}
