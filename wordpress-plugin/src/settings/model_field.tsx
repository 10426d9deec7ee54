/** A model by its name: chosen from what the provider lists, or typed, since not every server lists all that it has. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import type { Model } from './types';

const { __, sprintf } = wp.i18n;
const { TextControl } = wp.components;

interface ModelFieldProps {
	label: string;
	models: Model[];
	value: string;
	onChange: ( model: string ) => void;
}

const LIST_ID = 'mxchat-models';

export function ModelField( { label, models, value, onChange }: ModelFieldProps ): ReactElement {
	return (
		<div>
			<TextControl label={ label } help={ help( models, value ) } value={ value } list={ LIST_ID } onChange={ ( model ) => onChange( model.trim() ) } __next40pxDefaultSize __nextHasNoMarginBottom />
			<datalist id={ LIST_ID }>
				{ models.map( ( model ) => (
					<option key={ model.id } value={ model.id } label={ ending( model ) } />
				) ) }
			</datalist>
		</div>
	);
}

function help( models: Model[], value: string ): string {
	const known = models.find( ( { id } ) => id === value );
	if ( known !== undefined ) {
		return ending( known );
	}
	/* translators: %d: number of models. */
	return models.length === 0 ? __( 'As the provider names it.', 'mxchat-engine' ) : sprintf( __( 'The provider lists %d models. Type, or choose one.', 'mxchat-engine' ), models.length );
}

function ending( { shutdown_date }: Model ): string {
	/* translators: %s: a date. */
	return shutdown_date === null ? '' : sprintf( __( 'The provider ends it on %s.', 'mxchat-engine' ), shutdown_date );
}
