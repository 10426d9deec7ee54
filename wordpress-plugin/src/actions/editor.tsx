/** One action: its phrases on the left, how messages score with them on the right, before anything is saved. */
import type { ReactElement } from 'react';
import { changed } from '../admin/changed';
import { createElement, useState } from '../admin/element';
import { Tester } from './tester';
import type { Action, ActionChange } from './types';

const { __ } = wp.i18n;
const { Button, CheckboxControl, RangeControl, SelectControl, TextControl, TextareaControl } = wp.components;

interface EditorProps {
	action: Action;
	siteStrictness: number;
	onSave: ( change: ActionChange ) => Promise< boolean >;
}

export function Editor( { action, siteStrictness, onSave }: EditorProps ): ReactElement {
	const [ phrases, setPhrases ] = useState( action.phrases.join( '\n' ) );
	const [ counters, setCounters ] = useState( action.counter_examples.join( '\n' ) );
	const [ strictness, setStrictness ] = useState( action.strictness );
	const [ who, setWho ] = useState( action.who );
	const [ confirmation, setConfirmation ] = useState( action.confirmation );
	const [ isSaved, setSaved ] = useState( false );
	const draft = { action_id: action.id, phrases: lines( phrases ), counter_examples: lines( counters ) };

	const fields = { phrases: draft.phrases, counter_examples: draft.counter_examples, strictness, who, confirmation };
	const [ shown, setShown ] = useState( fields );

	const save = async () => {
		setSaved( false );
		if ( await onSave( changed( shown, fields ) ) ) {
			setShown( fields );
			setSaved( true );
		}
	};
	return (
		<div className="mxchat-editor">
			<div>
				<p>{ action.description }</p>
				<TextareaControl
					label={ __( 'What a visitor says who wants it, a phrase a line', 'mxchat-engine' ) }
					help={ __( 'Five different ones work better than twenty alike. The name of the action counts, too.', 'mxchat-engine' ) }
					value={ phrases }
					onChange={ setPhrases }
					rows={ 8 }
					__nextHasNoMarginBottom
				/>
				<TextareaControl
					label={ __( 'What sounds alike and means something else, a phrase a line', 'mxchat-engine' ) }
					value={ counters }
					onChange={ setCounters }
					rows={ 4 }
					__nextHasNoMarginBottom
				/>
				<CheckboxControl
					label={ __( 'As strict as all actions', 'mxchat-engine' ) }
					checked={ strictness === null }
					onChange={ ( isSame ) => setStrictness( isSame ? null : siteStrictness ) }
					__nextHasNoMarginBottom
				/>
				{ strictness !== null && (
					<RangeControl label={ __( 'Strictness of this action', 'mxchat-engine' ) } value={ strictness } onChange={ ( value ) => setStrictness( value ?? siteStrictness ) } min={ 0 } max={ 1 } step={ 0.05 } __nextHasNoMarginBottom __next40pxDefaultSize />
				) }
				<SelectControl
					label={ __( 'Who may trigger it', 'mxchat-engine' ) }
					value={ who }
					options={ [
						{ value: 'anyone', label: __( 'Every visitor', 'mxchat-engine' ) },
						{ value: 'signed_in', label: __( 'Visitors who are signed in', 'mxchat-engine' ) },
						{ value: 'edit_posts', label: __( 'Authors and above', 'mxchat-engine' ) },
						{ value: 'manage_options', label: __( 'Administrators', 'mxchat-engine' ) },
					] }
					onChange={ setWho }
					__nextHasNoMarginBottom
					__next40pxDefaultSize
				/>
				{ ! action.readonly && (
					<TextControl
						label={ __( 'What the visitor is asked before it runs', 'mxchat-engine' ) }
						help={ __( 'Leave it empty for the action’s own words.', 'mxchat-engine' ) }
						value={ confirmation }
						onChange={ setConfirmation }
						__nextHasNoMarginBottom
						__next40pxDefaultSize
					/>
				) }
				<p className="mxchat-buttons">
					<Button variant="primary" onClick={ () => void save() }>
						{ __( 'Save', 'mxchat-engine' ) }
					</Button>
					<Button variant="tertiary" onClick={ () => setPhrases( action.default_phrases.join( '\n' ) ) }>
						{ __( 'Put the first phrases back', 'mxchat-engine' ) }
					</Button>
					<span role="status">{ isSaved && __( 'Saved.', 'mxchat-engine' ) }</span>
				</p>
			</div>
			<Tester draft={ draft } />
		</div>
	);
}

function lines( text: string ): string[] {
	return text
		.split( '\n' )
		.map( ( line ) => line.trim() )
		.filter( ( line ) => line !== '' );
}
