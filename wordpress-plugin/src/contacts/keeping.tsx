/** How long contacts are kept. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { SaveButton, useSaving } from '../admin/saving';
import { send } from '../admin/send';

const { __ } = wp.i18n;
const { TextControl } = wp.components;

const PATH = '/mxchat/v1/contact-settings';

interface Settings {
	retention_days: number;
}

export function Keeping(): ReactElement {
	const request = useRequest< Settings >( PATH );
	return (
		<section>
			<h2>{ __( 'How long they are kept', 'mxchat-engine' ) }</h2>
			<Requested request={ request }>{ ( settings ) => <Days stored={ settings.retention_days } /> }</Requested>
		</section>
	);
}

function Days( { stored }: { stored: number } ): ReactElement {
	const [ days, setDays ] = useState( String( stored ) );
	const saving = useSaving();
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saving.run( () => send( 'POST', PATH, { retention_days: Number( days ) } ) );
	};
	return (
		<form className="mxchat-form" onSubmit={ submit }>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				type="number"
				min={ 0 }
				label={ __( 'Days after the last change', 'mxchat-engine' ) }
				help={ __( '0 for as long as you like. WordPress’s own tools under Tools → Export and Erase Personal Data know contacts, too.', 'mxchat-engine' ) }
				value={ days }
				onChange={ setDays }
			/>
			<SaveButton saving={ saving } />
		</form>
	);
}
