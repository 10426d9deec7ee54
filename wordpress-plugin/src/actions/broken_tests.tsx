/** Which questions of the test set would have another outcome with the phrases as they stand in the editor. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import { send } from '../admin/send';
import type { TestRun } from '../debugger/types';
import type { Draft } from './types';

const { __, sprintf } = wp.i18n;

const PAUSE_MS = 800;

type Outcome = TestRun[ 'items' ][ number ];

export function BrokenTests( { draft }: { draft: Draft } ): ReactElement | null {
	const [ saved, setSaved ] = useState< TestRun | null >( null );
	const [ changed, setChanged ] = useState< TestRun | null >( null );
	const question = JSON.stringify( draft );

	useEffect( () => {
		// Who may not use the Debugger has no test set.
		run( [] ).then( setSaved, () => {} );
	}, [] );
	useEffect( () => {
		let isCurrent = true;
		const timer = setTimeout( () => {
			run( [ JSON.parse( question ) as Draft ] ).then( ( outcome ) => isCurrent && setChanged( outcome ), () => {} );
		}, PAUSE_MS );
		return () => {
			isCurrent = false;
			clearTimeout( timer );
		};
	}, [ question ] );

	if ( saved === null || changed === null || saved.items.length === 0 ) {
		return null;
	}
	const broken = changed.items.filter( ( item ) => ! item.passed && has( saved, item.id, true ) );
	const repaired = changed.items.filter( ( item ) => item.passed && has( saved, item.id, false ) );
	return (
		<section aria-labelledby="mxchat-broken-tests">
			<h3 id="mxchat-broken-tests">{ __( 'Test set', 'mxchat-engine' ) }</h3>
			<p role="status">
				{
					/* translators: 1: number of tests, 2: number of tests. */
					sprintf( __( 'After saving, %1$d of %2$d tests pass.', 'mxchat-engine' ), changed.passed, changed.items.length )
				}
			</p>
			<Outcomes title={ __( 'These would break:', 'mxchat-engine' ) } items={ broken } />
			<Outcomes title={ __( 'These would pass again:', 'mxchat-engine' ) } items={ repaired } />
		</section>
	);
}

function Outcomes( { title, items }: { title: string; items: Outcome[] } ): ReactElement | null {
	return items.length === 0 ? null : (
		<>
			<p>{ title }</p>
			<ul className="ul-disc">
				{ items.map( ( { id, question, got } ) => (
					<li key={ id } dir="auto">
						<q>{ question }</q> → { got || __( 'no answer', 'mxchat-engine' ) }
					</li>
				) ) }
			</ul>
		</>
	);
}

function run( drafts: Draft[] ): Promise< TestRun > {
	return send< TestRun >( 'POST', '/mxchat/v1/debugger/tests/run', drafts.length > 0 ? { drafts } : {} );
}

function has( { items }: TestRun, testId: number, passed: boolean ): boolean {
	return items.some( ( item ) => item.id === testId && item.passed === passed );
}
