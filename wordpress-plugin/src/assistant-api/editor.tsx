/** One assistant: what it is called, what it is told, which model and tools it has. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { useRequest } from '../admin/request';
import { SaveButton, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { ModelField } from '../settings/model_field';
import type { Model } from '../settings/types';
import { ToolChoice } from './tool_choice';
import { ASSISTANTS } from './types';
import type { Assistant, Tool } from './types';

const { __ } = wp.i18n;
const { CheckboxControl, TextControl, TextareaControl } = wp.components;

interface EditorProps {
	assistant: Assistant;
	tools: Tool[];
	onSaved: ( assistant: Assistant ) => void;
}

type Change = ( changed: Partial< Assistant > ) => void;

export function Editor( { assistant, tools, onSaved }: EditorProps ): ReactElement {
	const [ draft, setDraft ] = useState( assistant );
	const [ format, setFormat ] = useState( assistant.response_format === null ? '' : JSON.stringify( assistant.response_format, null, 2 ) );
	const models = useRequest< { items: Model[] } >( '/mxchat/v1/connection/models' );
	const saving = useSaving();
	const change: Change = ( changed ) => setDraft( { ...draft, ...changed } );
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saving.run( async () => {
			const { id, version, ...fields } = { ...draft, response_format: parsed( format ) };
			onSaved( await send< Assistant >( 'POST', id === '' ? ASSISTANTS : `${ ASSISTANTS }/${ id }`, id === '' ? fields : { ...fields, version } ) );
		} );
	};
	return (
		<section aria-label={ __( 'Assistant', 'mxchat-engine' ) }>
			<form className="mxchat-form mxchat-editor-form" onSubmit={ submit }>
				<TextControl label={ __( 'Name', 'mxchat-engine' ) } value={ draft.name } onChange={ ( name ) => change( { name } ) } __next40pxDefaultSize __nextHasNoMarginBottom />
				<TextControl label={ __( 'Description', 'mxchat-engine' ) } help={ __( 'For you; the model is not told.', 'mxchat-engine' ) } value={ draft.description } onChange={ ( description ) => change( { description } ) } __next40pxDefaultSize __nextHasNoMarginBottom />
				<ModelField label={ __( 'Model', 'mxchat-engine' ) } models={ models.state === 'ready' ? models.answer.items : [] } value={ draft.model } onChange={ ( model ) => change( { model } ) } />
				<TextareaControl
					label={ __( 'Instructions', 'mxchat-engine' ) }
					help={ __( 'Role, tone, boundaries, what it can do, and what to say where it cannot help.', 'mxchat-engine' ) }
					value={ draft.instructions }
					rows={ 12 }
					onChange={ ( instructions ) => change( { instructions } ) }
					__nextHasNoMarginBottom
				/>
				<Knowledge draft={ draft } change={ change } />
				<ToolChoice tools={ tools } chosen={ draft.tools } onChange={ ( chosen ) => change( { tools: chosen } ) } />
				<details>
					<summary>{ __( 'More', 'mxchat-engine' ) }</summary>
					<More draft={ draft } change={ change } format={ format } onFormat={ setFormat } />
				</details>
				<SaveButton saving={ saving } label={ assistant.id === '' ? __( 'Make assistant', 'mxchat-engine' ) : __( 'Save as a new version', 'mxchat-engine' ) } />
			</form>
		</section>
	);
}

function Knowledge( { draft, change }: { draft: Assistant; change: Change } ): ReactElement {
	return (
		<fieldset>
			<legend>{ __( 'Knowledge', 'mxchat-engine' ) }</legend>
			<CheckboxControl label={ __( 'Give it what this site knows about a question', 'mxchat-engine' ) } checked={ draft.uses_knowledge } onChange={ ( uses_knowledge ) => change( { uses_knowledge } ) } __nextHasNoMarginBottom />
			{ draft.uses_knowledge && (
				<>
					<Amount label={ __( 'At most, in model tokens', 'mxchat-engine' ) } value={ draft.max_context_tokens } onChange={ ( max_context_tokens ) => change( { max_context_tokens } ) } />
					<Amount label={ __( 'How close a source must be, 0 to 1', 'mxchat-engine' ) } value={ draft.min_similarity } step="0.01" onChange={ ( min_similarity ) => change( { min_similarity } ) } />
				</>
			) }
		</fieldset>
	);
}

interface MoreProps {
	draft: Assistant;
	change: Change;
	format: string;
	onFormat: ( format: string ) => void;
}

function More( { draft, change, format, onFormat }: MoreProps ): ReactElement {
	return (
		<>
			<Amount label={ __( 'Longest answer, in model tokens', 'mxchat-engine' ) } value={ draft.max_output_tokens } onChange={ ( max_output_tokens ) => change( { max_output_tokens } ) } />
			<TextControl
				label={ __( 'Temperature', 'mxchat-engine' ) }
				help={ __( '0 to 2; empty for the model’s own. Some models take none.', 'mxchat-engine' ) }
				value={ draft.temperature === null ? '' : String( draft.temperature ) }
				type="number"
				min={ 0 }
				step="0.1"
				onChange={ ( text ) => change( { temperature: text === '' ? null : Number( text ) } ) }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			<TextareaControl
				label={ __( 'Response format', 'mxchat-engine' ) }
				help={ __( 'JSON of the type json_object or json_schema; empty for text.', 'mxchat-engine' ) }
				value={ format }
				rows={ 4 }
				onChange={ onFormat }
				__nextHasNoMarginBottom
			/>
			<TextareaControl
				label={ __( 'Other ids', 'mxchat-engine' ) }
				help={ __( 'Ids that it had elsewhere, one in a line: asst_… or pmpt_…. It answers to them as well.', 'mxchat-engine' ) }
				value={ draft.aliases.join( '\n' ) }
				rows={ 2 }
				onChange={ ( text ) => change( { aliases: text.trim() === '' ? [] : text.split( '\n' ).map( ( line ) => line.trim() ) } ) }
				__nextHasNoMarginBottom
			/>
		</>
	);
}

function Amount( { label, value, step = '1', onChange }: { label: string; value: number; step?: string; onChange: ( value: number ) => void } ): ReactElement {
	return <TextControl label={ label } value={ String( value ) } type="number" min={ 0 } step={ step } onChange={ ( text ) => onChange( Number( text ) ) } __next40pxDefaultSize __nextHasNoMarginBottom />;
}

function parsed( format: string ): Record< string, unknown > | null {
	if ( format.trim() === '' ) {
		return null;
	}
	try {
		return JSON.parse( format ) as Record< string, unknown >;
	} catch {
		throw new Error( __( 'The response format is not valid JSON.', 'mxchat-engine' ) );
	}
}
