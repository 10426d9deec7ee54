/** The contacts: looked through, added to, taken along as a table. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Paging } from '../admin/paging';
import { Requested, useRequest } from '../admin/request';
import { Time } from '../admin/time';
import { Consent } from './consent';
import { Keeping } from './keeping';
import { NewContact } from './new_contact';
import { CONTACTS, type Contact, type Envelope, type List } from './types';

const { __ } = wp.i18n;
const { Button, SelectControl, TextControl } = wp.components;

const PER_PAGE = 50;

interface Filter {
	search: string;
	consent: string;
	mode: string;
}

export function ContactList( { onOpen }: { onOpen: ( id: string ) => void } ): ReactElement {
	const [ filter, setFilter ] = useState< Filter >( { search: '', consent: 'any', mode: 'live' } );
	const [ offset, setOffset ] = useState( 0 );
	const [ isAdding, setAdding ] = useState( false );
	const query = { consent: filter.consent, mode: filter.mode, ...( filter.search === '' ? {} : { search: filter.search } ) };
	const request = useRequest< Envelope< List< Contact > > >( wp.url.addQueryArgs( CONTACTS, { ...query, limit: PER_PAGE, offset } ) );
	const look = ( next: Filter ) => {
		setOffset( 0 );
		setFilter( next );
	};
	return (
		<div>
			<p className="mxchat-intro">{ __( 'People who left their e-mail address: in a conversation, through a program, or added here.', 'mxchat-engine' ) }</p>
			<p className="mxchat-actions">
				<Button variant="primary" onClick={ () => setAdding( true ) }>
					{ __( 'Add a contact', 'mxchat-engine' ) }
				</Button>
				<Button variant="secondary" href={ exportAddress( query ) }>
					{ __( 'Export as CSV', 'mxchat-engine' ) }
				</Button>
			</p>
			{ isAdding && <NewContact onClose={ () => setAdding( false ) } onAdded={ onOpen } /> }
			<Filters filter={ filter } onLook={ look } />
			<Requested request={ request }>
				{ ( { data: { items, total } } ) =>
					total === 0 ? (
						<p className="mxchat-empty">
							{ filter.search === '' && filter.consent === 'any' ? __( 'No contacts yet. Whoever leaves an e-mail address appears here.', 'mxchat-engine' ) : __( 'There is no such contact.', 'mxchat-engine' ) }
						</p>
					) : (
						<div>
							<Table contacts={ items } onOpen={ onOpen } />
							<Paging perPage={ PER_PAGE } offset={ offset } count={ items.length } total={ total } onMove={ setOffset } />
						</div>
					)
				}
			</Requested>
			<Keeping />
		</div>
	);
}

function Filters( { filter, onLook }: { filter: Filter; onLook: ( filter: Filter ) => void } ): ReactElement {
	const [ search, setSearch ] = useState( filter.search );
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onLook( { ...filter, search: search.trim() } );
	};
	return (
		<form className="mxchat-filters" role="search" onSubmit={ submit }>
			<TextControl __next40pxDefaultSize __nextHasNoMarginBottom type="search" label={ __( 'Search', 'mxchat-engine' ) } value={ search } onChange={ setSearch } />
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Consent', 'mxchat-engine' ) }
				value={ filter.consent }
				options={ [
					{ value: 'any', label: __( 'Any', 'mxchat-engine' ) },
					{ value: 'yes', label: __( 'Given', 'mxchat-engine' ) },
					{ value: 'no', label: __( 'Not given', 'mxchat-engine' ) },
				] }
				onChange={ ( consent ) => onLook( { ...filter, consent } ) }
			/>
			<SelectControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Made by', 'mxchat-engine' ) }
				value={ filter.mode }
				options={ [
					{ value: 'live', label: __( 'Real use', 'mxchat-engine' ) },
					{ value: 'test', label: __( 'Tests', 'mxchat-engine' ) },
				] }
				onChange={ ( mode ) => onLook( { ...filter, mode } ) }
			/>
			<Button variant="secondary" type="submit">
				{ __( 'Search', 'mxchat-engine' ) }
			</Button>
		</form>
	);
}

function Table( { contacts, onOpen }: { contacts: Contact[]; onOpen: ( id: string ) => void } ): ReactElement {
	return (
		<table className="wp-list-table widefat striped mxchat-contacts">
			<thead>
				<tr>
					<th scope="col">{ __( 'E-mail', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Name', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Consent', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Added', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ contacts.map( ( contact ) => (
					<tr key={ contact.id }>
						<th scope="row">
							<Button variant="link" onClick={ () => onOpen( contact.id ) }>
								<span dir="auto">{ contact.email }</span>
							</Button>
						</th>
						<td data-colname={ __( 'Name', 'mxchat-engine' ) } dir="auto">{ contact.name }</td>
						<td data-colname={ __( 'Consent', 'mxchat-engine' ) }>
							<Consent contact={ contact } />
						</td>
						<td data-colname={ __( 'Added', 'mxchat-engine' ) }>
							<Time at={ contact.created_at } />
						</td>
					</tr>
				) ) }
			</tbody>
		</table>
	);
}

/** A link that the browser downloads: the cookie comes along, and the nonce that proves the click. */
function exportAddress( query: Record< string, string > ): string {
	const root = document.querySelector< HTMLElement >( '[data-mxchat-rest-url]' )?.dataset.mxchatRestUrl ?? '/wp-json/';
	return wp.url.addQueryArgs( `${ root.replace( /\/$/, '' ) }${ CONTACTS }/export`, { ...query, _wpnonce: wp.apiFetch.nonceMiddleware.nonce } );
}
