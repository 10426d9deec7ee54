/** A request of a page, and how its three states look. */
import type { ReactElement } from 'react';
import { createElement, useCallback, useEffect, useState } from './element';
import { reasonOf } from './failure';
import { Page } from './page';

const { __ } = wp.i18n;
const { Notice, Spinner } = wp.components;

export type Request< Answer > =
	| { state: 'loading' }
	| { state: 'failed'; message: string; retry: () => void }
	| { state: 'ready'; answer: Answer };

/** Asks for `path` whenever it changes; an answer to an earlier path is dropped. */
export function useRequest< Answer >( path: string ): Request< Answer > {
	const [ attempt, setAttempt ] = useState( 0 );
	const [ request, setRequest ] = useState< Request< Answer > >( { state: 'loading' } );
	const retry = useCallback( () => setAttempt( ( count ) => count + 1 ), [] );
	useEffect( () => {
		const abort = new AbortController();
		setRequest( { state: 'loading' } );
		wp.apiFetch< Answer >( { path, signal: abort.signal } ).then(
			( answer ) => ! abort.signal.aborted && setRequest( { state: 'ready', answer } ),
			( failure: unknown ) => ! abort.signal.aborted && setRequest( { state: 'failed', message: reasonOf( failure ), retry } )
		);
		return () => abort.abort();
	}, [ path, attempt, retry ] );
	return request;
}

/** Draws the answer once it is there. */
export function Requested< Answer >( { request, children }: { request: Request< Answer >; children: ( answer: Answer ) => ReactElement } ): ReactElement {
	switch ( request.state ) {
		case 'loading':
			return (
				<p role="status">
					<Spinner /> { __( 'Loading…', 'mxchat-engine' ) }
				</p>
			);
		case 'failed':
			return (
				<Notice status="error" isDismissible={ false } actions={ [ { label: __( 'Try again', 'mxchat-engine' ), onClick: request.retry } ] }>
					{ request.message || __( 'This could not be loaded.', 'mxchat-engine' ) }
				</Notice>
			);
		case 'ready':
			return children( request.answer );
	}
}

/** A page whose heading its answer may change: until that is there, and if it does not come, it has this one. */
export function RequestedPage< Answer >( { title, request, children }: { title: string; request: Request< Answer >; children: ( answer: Answer ) => ReactElement } ): ReactElement {
	return request.state === 'ready' ? (
		children( request.answer )
	) : (
		<Page title={ title }>
			<Requested request={ request }>{ children }</Requested>
		</Page>
	);
}
