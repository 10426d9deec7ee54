/** How messages score with the phrases as they stand in the editor, beside how they score as they were saved. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import { send } from '../admin/send';
import { BrokenTests } from './broken_tests';
import type { Draft, Score, Scored } from './types';

const { __, sprintf } = wp.i18n;
const { TextareaControl } = wp.components;

const PAUSE_MS = 400;
const MAX_MESSAGES = 10;

interface Comparison {
	saved: Scored;
	draft: Scored;
}

export function Tester( { draft }: { draft: Draft } ): ReactElement {
	const [ text, setText ] = useState( '' );
	const [ comparisons, setComparisons ] = useState< Comparison[] >( [] );
	const [ problem, setProblem ] = useState( '' );
	const question = JSON.stringify( draft );

	useEffect( () => {
		let isCurrent = true;
		const timer = setTimeout( async () => {
			try {
				const compared = await compare( messagesOf( text ), JSON.parse( question ) as Draft );
				if ( isCurrent ) {
					setComparisons( compared );
					setProblem( '' );
				}
			} catch ( error ) {
				if ( isCurrent ) {
					setProblem( ( error as { message?: string } ).message || __( 'This could not be loaded.', 'mxchat-engine' ) );
				}
			}
		}, PAUSE_MS );
		return () => {
			isCurrent = false;
			clearTimeout( timer );
		};
	}, [ text, question ] );

	return (
		<section aria-labelledby="mxchat-tester" className="mxchat-tester">
			<h2 id="mxchat-tester">{ __( 'Try it', 'mxchat-engine' ) }</h2>
			<TextareaControl
				label={ __( 'Messages, one a line', 'mxchat-engine' ) }
				help={ __( 'Nothing is sent to a visitor, and nothing runs.', 'mxchat-engine' ) }
				value={ text }
				onChange={ setText }
				rows={ 4 }
				__nextHasNoMarginBottom
			/>
			{ problem && <p role="alert">{ problem }</p> }
			{ comparisons.map( ( comparison, place ) => (
				<Compared key={ place } comparison={ comparison } draftId={ draft.action_id } />
			) ) }
			<BrokenTests draft={ draft } />
		</section>
	);
}

function messagesOf( text: string ): string[] {
	return text
		.split( '\n' )
		.filter( ( line ) => line.trim() !== '' )
		.slice( 0, MAX_MESSAGES );
}

function compare( messages: string[], draft: Draft ): Promise< Comparison[] > {
	const score = ( message: string, drafts: Draft[] ) => send< Scored >( 'POST', '/mxchat/v1/actions/score', drafts.length > 0 ? { message, drafts } : { message } );
	return Promise.all(
		messages.map( async ( message ) => {
			const [ saved, changed ] = await Promise.all( [ score( message, [] ), score( message, [ draft ] ) ] );
			return { saved, draft: changed };
		} )
	);
}

function Compared( { comparison: { saved, draft }, draftId }: { comparison: Comparison; draftId: string } ): ReactElement {
	const shown = draft.items.filter( ( score, place ) => place < 3 || score.id === draftId || score.id === saved.action );
	return (
		<div className="mxchat-compared">
			<p dir="auto">
				<q>{ draft.message }</q> { outcome( saved, draft ) }
			</p>
			<table>
				<thead>
					<tr>
						<th scope="col">{ __( 'Action', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Score', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Needed', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Saved', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Closest phrase', 'mxchat-engine' ) }</th>
					</tr>
				</thead>
				<tbody>
					{ shown.map( ( score ) => (
						<Row key={ score.id } score={ score } saved={ saved.items.find( ( { id } ) => id === score.id ) } />
					) ) }
				</tbody>
			</table>
		</div>
	);
}

function Row( { score, saved }: { score: Score; saved: Score | undefined } ): ReactElement {
	return (
		<tr className={ `is-${ score.decision }` }>
			<th scope="row">{ score.label }</th>
			<td>{ score.score.toFixed( 3 ) }</td>
			<td>{ score.threshold.toFixed( 3 ) }</td>
			<td>{ saved === undefined ? '–' : saved.score.toFixed( 3 ) }</td>
			<td dir="auto">{ score.phrase }</td>
		</tr>
	);
}

function outcome( saved: Scored, draft: Scored ): ReactElement {
	const name = ( scored: Scored ) => scored.items.find( ( { id } ) => id === scored.action )?.label ?? __( 'no action', 'mxchat-engine' );
	if ( saved.action === draft.action ) {
		return <>→ { name( draft ) }</>;
	}
	return (
		<strong>
			{ sprintf(
				/* translators: 1: action now, 2: action after the change. */
				__( '→ %1$s, after saving %2$s', 'mxchat-engine' ),
				name( saved ),
				name( draft )
			) }
		</strong>
	);
}
