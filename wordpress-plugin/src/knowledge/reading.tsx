/** Reading the whole site again, and how far that is. */
import type { ReactElement } from 'react';
import { createElement, useEffect, useState } from '../admin/element';
import { isOpen } from './jobs';
import type { Jobs } from './jobs';
import type { Job } from './types';

const { __, _n, sprintf } = wp.i18n;
const { Button, Notice } = wp.components;

export function Reading( { jobs }: { jobs: Jobs } ): ReactElement {
	const last = jobs.list?.find( ( { kind } ) => kind === 'reindex' );
	const isReading = last !== undefined && isOpen( last );
	// What came of it is told to who has seen it begin, not after every other job.
	const [ hasBegun, setBegun ] = useState( false );
	useEffect( () => setBegun( ( was ) => was || isReading ), [ isReading ] );
	return (
		<div className="mxchat-reading">
			<p>{ __( 'Pages are read whenever they change. Read the site again after a change that happened elsewhere, for example an import.', 'mxchat-engine' ) }</p>
			<p>
				<Button variant="primary" accessibleWhenDisabled isBusy={ isReading } disabled={ jobs.list === null || isReading } onClick={ jobs.readSite }>
					{ __( 'Read the site again', 'mxchat-engine' ) }
				</Button>
			</p>
			{ isReading && <Progress job={ last } /> }
			<p role="status">{ hasBegun && last !== undefined && outcome( last ) }</p>
			{ jobs.failure !== '' && (
				<Notice status="error" isDismissible={ false } actions={ [ { label: __( 'Try again', 'mxchat-engine' ), onClick: jobs.look } ] }>
					{ jobs.failure }
				</Notice>
			) }
		</div>
	);
}

function Progress( { job }: { job: Job } ): ReactElement {
	return (
		<p className="mxchat-progress">
			<label htmlFor="mxchat-progress">
				{
					/* translators: 1: pages read, 2: all pages. */
					sprintf( __( 'Reading the site: %1$d of %2$d', 'mxchat-engine' ), job.done, Math.max( job.done, job.total ) )
				}
			</label>
			<progress id="mxchat-progress" max={ Math.max( 1, job.total ) } value={ job.done } />
		</p>
	);
}

function outcome( { status, done }: Job ): string {
	switch ( status ) {
		case 'done':
			/* translators: %d: number of pages. */
			return sprintf( _n( 'The site has been read: %d page.', 'The site has been read: %d pages.', done, 'mxchat-engine' ), done );
		case 'failed':
			return __( 'The site could not be read to the end.', 'mxchat-engine' );
		default:
			return '';
	}
}
