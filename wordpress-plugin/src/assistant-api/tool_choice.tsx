/** Which tools an assistant may use. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import type { Tool } from './types';

const { __, sprintf } = wp.i18n;
const { CheckboxControl } = wp.components;

interface ToolChoiceProps {
	tools: Tool[];
	chosen: string[];
	onChange: ( chosen: string[] ) => void;
}

export function ToolChoice( { tools, chosen, onChange }: ToolChoiceProps ): ReactElement {
	const absent = chosen.filter( ( name ) => ! tools.some( ( tool ) => tool.name === name ) );
	const toggle = ( name: string, isChosen: boolean ) => onChange( isChosen ? [ ...chosen, name ] : chosen.filter( ( other ) => other !== name ) );
	return (
		<fieldset>
			<legend>{ __( 'Tools it may use', 'mxchat-engine' ) }</legend>
			{ tools.length === 0 && absent.length === 0 && <p>{ __( 'This site has none. Actions that are on and functions of plugins appear here.', 'mxchat-engine' ) }</p> }
			{ tools.map( ( tool ) => (
				<CheckboxControl key={ tool.name } label={ tool.name } help={ about( tool ) } checked={ chosen.includes( tool.name ) } onChange={ ( isChosen ) => toggle( tool.name, isChosen ) } __nextHasNoMarginBottom />
			) ) }
			{ absent.map( ( name ) => (
				<CheckboxControl key={ name } label={ name } help={ __( 'This site has no such tool, so it is not offered to the model.', 'mxchat-engine' ) } checked onChange={ () => toggle( name, false ) } __nextHasNoMarginBottom />
			) ) }
		</fieldset>
	);
}

function about( { description, changes_something }: Tool ): string {
	/* translators: %s: what a tool does. */
	return changes_something ? sprintf( __( '%s It changes something, so the visitor confirms it first.', 'mxchat-engine' ), description ) : description;
}
