/** Takes an assistant over from elsewhere: its JSON in, an assistant of this site out. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { ASSISTANTS } from './types';
import type { Imported } from './types';

const { __, sprintf } = wp.i18n;
const { Button, TextareaControl } = wp.components;

export function Import( { onImported }: { onImported: () => void } ): ReactElement {
	const [ json, setJson ] = useState( '' );
	const [ preview, setPreview ] = useState< Imported | null >( null );
	const [ taken, setTaken ] = useState( '' );
	const saving = useSaving();
	const look = ( event: FormEvent ) => {
		event.preventDefault();
		setPreview( null );
		setTaken( '' );
		void saving.run( async () => setPreview( await send< Imported >( 'POST', `${ ASSISTANTS }/import`, { json, is_preview: true } ) ) );
	};
	const take = async () => {
		if ( await saving.run( () => send( 'POST', `${ ASSISTANTS }/import`, { json } ) ) ) {
			setTaken( preview?.assistant.name ?? '' );
			setPreview( null );
			setJson( '' );
			onImported();
		}
	};
	return (
		<section aria-labelledby="mxchat-import">
			<h2 id="mxchat-import">{ __( 'Import', 'mxchat-engine' ) }</h2>
			<form className="mxchat-form" onSubmit={ look }>
				<TextareaControl
					label={ __( 'JSON of an assistant or a prompt', 'mxchat-engine' ) }
					help={ __( 'As the Assistants API or the dashboard gave it, with an id that begins with asst_ or pmpt_.', 'mxchat-engine' ) }
					value={ json }
					rows={ 6 }
					onChange={ setJson }
					__nextHasNoMarginBottom
				/>
				<Problem saving={ saving } />
				<p className="mxchat-actions">
					<Button variant="secondary" type="submit" disabled={ json.trim() === '' } accessibleWhenDisabled>
						{ __( 'Read it', 'mxchat-engine' ) }
					</Button>
				</p>
			</form>
			<div role="status">
				{ preview && <Preview imported={ preview } onTake={ () => void take() } /> }
				{
					/* translators: %s: name of an assistant. */
					taken !== '' && sprintf( __( '“%s” is an assistant of this site now.', 'mxchat-engine' ), taken )
				}
			</div>
		</section>
	);
}

function Preview( { imported, onTake }: { imported: Imported; onTake: () => void } ): ReactElement {
	const { assistant, warnings } = imported;
	return (
		<>
			<h3 dir="auto">{ assistant.name }</h3>
			<p>
				<code>{ assistant.aliases.join( ' ' ) }</code> { assistant.model }
			</p>
			<pre className="mxchat-version" dir="auto" tabIndex={ 0 }>
				{ assistant.instructions }
			</pre>
			{ warnings.length > 0 && (
				<ul className="mxchat-warnings">
					{ warnings.map( ( warning ) => (
						<li key={ warning }>{ warning }</li>
					) ) }
				</ul>
			) }
			<Button variant="primary" onClick={ onTake }>
				{ __( 'Import this assistant', 'mxchat-engine' ) }
			</Button>
		</>
	);
}
