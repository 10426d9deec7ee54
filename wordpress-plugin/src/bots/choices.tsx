/** Who answers, and what may be done: chosen from what the site has. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { useRequest } from '../admin/request';
import type { List, Named } from './types';

const { __ } = wp.i18n;
const { CheckboxControl, SelectControl } = wp.components;

export function AssistantChoice( { value, onChange }: { value: string; onChange: ( id: string ) => void } ): ReactElement {
	const options = [
		{ value: '', label: __( 'The site’s assistant', 'mxchat-engine' ) },
		{ value: 'extractive', label: __( 'Quotes of its knowledge, without a model', 'mxchat-engine' ) },
		...useNamed( '/mxchat/v1/assistants' ).map( ( { id, name } ) => ( { value: id, label: name || id } ) ),
	];
	return (
		<SelectControl
			__next40pxDefaultSize
			__nextHasNoMarginBottom
			label={ __( 'Who answers', 'mxchat-engine' ) }
			value={ value }
			options={ options.some( ( option ) => option.value === value ) ? options : [ ...options, { value, label: value } ] }
			onChange={ onChange }
		/>
	);
}

export function ActionChoice( { value, onChange }: { value: string[]; onChange: ( ids: string[] ) => void } ): ReactElement {
	const actions = useNamed( '/mxchat/v1/actions' );
	const isAll = value.includes( '*' );
	const toggle = ( id: string, isChosen: boolean ) => onChange( isChosen ? [ ...value, id ] : value.filter( ( other ) => other !== id ) );
	return (
		<fieldset>
			<legend>{ __( 'Actions', 'mxchat-engine' ) }</legend>
			<CheckboxControl __nextHasNoMarginBottom label={ __( 'Every action that is switched on', 'mxchat-engine' ) } checked={ isAll } onChange={ ( isChosen ) => onChange( isChosen ? [ '*' ] : [] ) } />
			{ ! isAll &&
				actions.map( ( { id, label } ) => (
					<CheckboxControl key={ id } __nextHasNoMarginBottom label={ label || id } checked={ value.includes( id ) } onChange={ ( isChosen ) => toggle( id, isChosen ) } />
				) ) }
		</fieldset>
	);
}

/** Nothing while it is asked for, and nothing to who may not see it. */
function useNamed( path: string ): Named[] {
	const request = useRequest< List< Named > >( path );
	return request.state === 'ready' ? request.answer.items : [];
}
