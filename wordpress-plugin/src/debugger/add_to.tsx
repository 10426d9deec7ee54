/** What the owner makes of a message that went wrong: an example, a counter-example, a test. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { send } from '../admin/send';
import type { Action, ActionList } from '../actions/types';
import type { ActionsStep, AnswerStep, Expectation, Trace } from './types';

const { __ } = wp.i18n;
const { Button, SelectControl } = wp.components;

export function AddTo( { trace, onTestAdded }: { trace: Trace; onTestAdded: () => void } ): ReactElement {
	const actions = trace.steps.find( ( step ): step is ActionsStep => step.name === 'actions' )?.items ?? [];
	const [ actionId, setActionId ] = useState( actions[ 0 ]?.id ?? '' );
	const [ outcome, setOutcome ] = useState( '' );
	const attempt = async ( work: () => Promise< unknown >, done: string ) => {
		try {
			await work();
			setOutcome( done );
		} catch ( error ) {
			setOutcome( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
		}
	};
	const addPhrase = ( field: 'phrases' | 'counter_examples' ) => attempt( () => appendPhrase( actionId, field, trace.question ), __( 'Added.', 'mxchat-engine' ) );
	const addTest = () =>
		attempt( async () => {
			await send( 'POST', '/mxchat/v1/debugger/tests', { question: trace.question, bot_id: trace.bot_id, ...expectation( trace ) } );
			onTestAdded();
		}, __( 'Saved as a test: this outcome must stay.', 'mxchat-engine' ) );
	return (
		<div className="mxchat-add">
			{ actions.length > 0 && (
				<SelectControl
					label={ __( 'Action', 'mxchat-engine' ) }
					value={ actionId }
					options={ actions.map( ( { id, label } ) => ( { value: id, label } ) ) }
					onChange={ setActionId }
					__nextHasNoMarginBottom
					__next40pxDefaultSize
				/>
			) }
			{ actions.length > 0 && (
				<Button variant="secondary" onClick={ () => void addPhrase( 'phrases' ) }>
					{ __( 'Add as example', 'mxchat-engine' ) }
				</Button>
			) }
			{ actions.length > 0 && (
				<Button variant="secondary" onClick={ () => void addPhrase( 'counter_examples' ) }>
					{ __( 'Add as counter-example', 'mxchat-engine' ) }
				</Button>
			) }
			<Button variant="secondary" onClick={ () => void addTest() }>
				{ __( 'Save as test', 'mxchat-engine' ) }
			</Button>
			<span role="status">{ outcome }</span>
		</div>
	);
}

async function appendPhrase( actionId: string, field: 'phrases' | 'counter_examples', phrase: string ): Promise< Action > {
	const { items } = await wp.apiFetch< ActionList >( { path: '/mxchat/v1/actions' } );
	const action = items.find( ( { id } ) => id === actionId );
	return send< Action >( 'POST', '/mxchat/v1/actions/settings', { action_id: actionId, [ field ]: [ ...( action?.[ field ] ?? [] ), phrase ] } );
}

/** What the message has for an outcome now. */
function expectation( { steps }: Trace ): { expects: Expectation; expected: string } {
	const actions = steps.find( ( step ): step is ActionsStep => step.name === 'actions' );
	if ( actions !== undefined && actions.action !== null ) {
		return { expects: 'action', expected: actions.action };
	}
	const source = steps.find( ( step ): step is AnswerStep => step.name === 'answer' )?.sources[ 0 ]?.source;
	return source === undefined ? { expects: 'refusal', expected: '' } : { expects: 'source', expected: source };
}
