/** Saving, and how it went, said beside the button that was pressed. */
import type { ReactElement } from 'react';
import { createElement, useState } from './element';

const { __ } = wp.i18n;
const { Button, Notice } = wp.components;

export interface Saving {
	isBusy: boolean;
	isSaved: boolean;
	problem: string;
	/** Runs a change; true if it worked. */
	run: ( change: () => Promise< unknown > ) => Promise< boolean >;
	dismiss: () => void;
}

export function useSaving(): Saving {
	const [ state, setState ] = useState( { isBusy: false, isSaved: false, problem: '' } );
	const run = async ( change: () => Promise< unknown > ) => {
		setState( { isBusy: true, isSaved: false, problem: '' } );
		try {
			await change();
			setState( { isBusy: false, isSaved: true, problem: '' } );
			return true;
		} catch ( error ) {
			const problem = ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' );
			setState( { isBusy: false, isSaved: false, problem } );
			return false;
		}
	};
	return { ...state, run, dismiss: () => setState( { isBusy: false, isSaved: false, problem: '' } ) };
}

/** The button of a form, with its outcome. */
export function SaveButton( { saving, label }: { saving: Saving; label?: string } ): ReactElement {
	return (
		<div>
			<Problem saving={ saving } />
			<p className="mxchat-actions">
				<Button variant="primary" type="submit" isBusy={ saving.isBusy } disabled={ saving.isBusy } accessibleWhenDisabled>
					{ label ?? __( 'Save', 'mxchat-engine' ) }
				</Button>
				<span role="status">{ saving.isSaved && __( 'Saved.', 'mxchat-engine' ) }</span>
			</p>
		</div>
	);
}

export function Problem( { saving }: { saving: Saving } ): ReactElement | null {
	return saving.problem === '' ? null : (
		<div role="alert">
			<Notice status="error" onRemove={ saving.dismiss }>
				{ saving.problem }
			</Notice>
		</div>
	);
}
