/** Settings that are saved together: a section of the page with a form and a button. */
import type { FormEvent, ReactElement, ReactNode } from 'react';
import { createElement, useState } from '../admin/element';
import { SaveButton, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import type { Settings, Values } from './types';

interface SiteFormProps {
	id: string;
	title: string;
	intro?: string;
	settings: Settings;
	onSaved: ( settings: Settings ) => void;
	children: ( values: Values, change: ( changed: Partial< Values > ) => void ) => ReactNode;
}

export function SiteForm( { id, title, intro, settings, onSaved, children }: SiteFormProps ): ReactElement {
	const [ changes, setChanges ] = useState< Partial< Values > >( {} );
	const saving = useSaving();
	const values = { ...settings.values, ...changes };
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saving.run( async () => {
			// Not the rest of the form: somebody else may have changed it since it was shown.
			onSaved( await send< Settings >( 'POST', '/mxchat/v1/settings', changes ) );
			setChanges( {} );
		} );
	};
	return (
		<section aria-labelledby={ id }>
			<h2 id={ id }>{ title }</h2>
			{ intro && <p className="mxchat-intro">{ intro }</p> }
			<form className="mxchat-form" onSubmit={ submit }>
				{ children( values, ( changed ) => setChanges( { ...changes, ...changed } ) ) }
				<SaveButton saving={ saving } />
			</form>
		</section>
	);
}
