/** The fields of a contact, with those of the owner's own making. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { SaveButton, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { type AttributeValue, CONTACTS, type Contact, type ContactChange, type Envelope } from './types';

const { __, sprintf } = wp.i18n;
const { Button, SelectControl, TextControl } = wp.components;

const modern = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };

interface Row {
	name: string;
	value: string;
}

export function ContactForm( { contact, onSaved }: { contact: Contact; onSaved: ( contact: Contact ) => void } ): ReactElement {
	const [ fields, setFields ] = useState( { email: contact.email, name: contact.name, phone: contact.phone } );
	const [ consent, setConsent ] = useState( consentName( contact.consent ) );
	const [ rows, setRows ] = useState< Row[] >( Object.entries( contact.attributes ).map( ( [ name, value ] ) => ( { name, value: String( value ) } ) ) );
	const saving = useSaving();
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		const change: ContactChange = {
			...fields,
			attributes: attributes( rows, contact ),
			...( consent === consentName( contact.consent ) ? {} : { consent: consent === 'yes' } ),
		};
		void saving.run( async () => onSaved( ( await send< Envelope< Contact > >( 'PATCH', `${ CONTACTS }/${ contact.id }`, change ) ).data ) );
	};
	return (
		<form className="mxchat-form" onSubmit={ submit }>
			<section>
				<TextControl { ...modern } type="email" label={ __( 'E-mail', 'mxchat-engine' ) } value={ fields.email } onChange={ ( email ) => setFields( { ...fields, email } ) } />
				<TextControl { ...modern } label={ __( 'Name', 'mxchat-engine' ) } value={ fields.name } onChange={ ( name ) => setFields( { ...fields, name } ) } />
				<TextControl { ...modern } type="tel" label={ __( 'Phone', 'mxchat-engine' ) } value={ fields.phone } onChange={ ( phone ) => setFields( { ...fields, phone } ) } />
				<SelectControl
					{ ...modern }
					label={ __( 'Agreed to be written to', 'mxchat-engine' ) }
					help={ __( 'A change is kept with the time of it.', 'mxchat-engine' ) }
					value={ consent }
					options={ [
						...( contact.consent === null ? [ { value: 'unknown', label: __( 'Not asked', 'mxchat-engine' ) } ] : [] ),
						{ value: 'yes', label: __( 'Yes', 'mxchat-engine' ) },
						{ value: 'no', label: __( 'No', 'mxchat-engine' ) },
					] }
					onChange={ setConsent }
				/>
				<Attributes rows={ rows } onChange={ setRows } />
				<SaveButton saving={ saving } />
			</section>
		</form>
	);
}

function Attributes( { rows, onChange }: { rows: Row[]; onChange: ( rows: Row[] ) => void } ): ReactElement {
	const replace = ( position: number, change: Partial< Row > ) => onChange( rows.map( ( row, place ) => ( place === position ? { ...row, ...change } : row ) ) );
	return (
		<fieldset>
			<legend>{ __( 'Attributes', 'mxchat-engine' ) }</legend>
			{ rows.map( ( row, position ) => (
				<div className="mxchat-attribute" key={ position }>
					<TextControl { ...modern } label={ __( 'Name of the attribute', 'mxchat-engine' ) } value={ row.name } onChange={ ( name ) => replace( position, { name } ) } />
					<TextControl { ...modern } label={ __( 'Value', 'mxchat-engine' ) } value={ row.value } onChange={ ( value ) => replace( position, { value } ) } />
					<Button
						variant="tertiary"
						isDestructive
						aria-label={ /* translators: %s: name of an attribute. */ sprintf( __( 'Remove %s', 'mxchat-engine' ), row.name ) }
						onClick={ () => onChange( rows.filter( ( _, place ) => place !== position ) ) }
					>
						{ __( 'Remove', 'mxchat-engine' ) }
					</Button>
				</div>
			) ) }
			<Button variant="secondary" onClick={ () => onChange( [ ...rows, { name: '', value: '' } ] ) }>
				{ __( 'Add an attribute', 'mxchat-engine' ) }
			</Button>
		</fieldset>
	);
}

/** What was there and is not any more goes as null; a value that nobody touched keeps its type. */
function attributes( rows: Row[], { attributes: before }: Contact ): Record< string, AttributeValue | null > {
	const gone = Object.keys( before ).map( ( name ) => [ name, null ] as const );
	const kept = rows
		.filter( ( { name } ) => name.trim() !== '' )
		.map( ( { name, value } ) => {
			const old = before[ name.trim() ];
			return [ name.trim(), old !== undefined && String( old ) === value ? old : value ] as const;
		} );
	return Object.fromEntries< AttributeValue | null >( [ ...gone, ...kept ] );
}

function consentName( consent: boolean | null ): string {
	if ( consent === null ) {
		return 'unknown';
	}
	return consent ? 'yes' : 'no';
}
