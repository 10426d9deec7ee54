/** The jobs of the site, followed as long as one of them is open; every look gives them a turn as well. */
import { useCallback, useEffect, useState } from '../admin/element';
import { reasonOf } from '../admin/failure';
import type { Job, List } from './types';

const PAUSE = 1000;
const SOON = 20_000;
const PATH = '/mxchat/v1/knowledge/jobs';

/** One that waits for later, because a provider does not answer for example, is not looked at every second. */
export const isOpen = ( { status, due_at }: Job ): boolean => status === 'running' || ( status === 'queued' && Date.parse( due_at ) < Date.now() + SOON );

export interface Jobs {
	/** Null until they are known. */
	list: Job[] | null;
	/** What went wrong when they were asked for; empty if nothing did. */
	failure: string;
	/** Grows whenever the last open job has ended. */
	ended: number;
	readSite: () => void;
	/** Something was begun elsewhere. */
	look: () => void;
}

export function useJobs(): Jobs {
	const [ list, setList ] = useState< Job[] | null >( null );
	const [ failure, setFailure ] = useState( '' );
	const [ ended, setEnded ] = useState( 0 );
	const [ round, setRound ] = useState( 0 );
	const isWorking = list?.some( isOpen ) ?? false;

	const take = useCallback( ( { items }: List< Job > ) => {
		setFailure( '' );
		setList( items );
	}, [] );
	const fail = useCallback( ( failure: unknown ) => setFailure( reasonOf( failure ) ), [] );

	const look = useCallback( () => void wp.apiFetch< List< Job > >( { path: PATH } ).then( take, fail ), [ take, fail ] );
	useEffect( look, [ look ] );

	useEffect( () => {
		if ( ! isWorking ) {
			return;
		}
		let isOver = false;
		const timer = setTimeout( () => {
			wp.apiFetch< List< Job > >( { path: `${ PATH }/run`, method: 'POST' } )
				.then( ( answer ) => {
					if ( ! isOver ) {
						take( answer );
						setEnded( ( count ) => ( answer.items.some( isOpen ) ? count : count + 1 ) );
					}
				}, fail )
				.then( () => ! isOver && setRound( ( count ) => count + 1 ) );
		}, PAUSE );
		return () => {
			isOver = true;
			clearTimeout( timer );
		};
	}, [ isWorking, round, take, fail ] );

	const readSite = useCallback( () => {
		wp.apiFetch< Job >( { path: '/mxchat/v1/knowledge/reindex', method: 'POST' } )
			.then( () => wp.apiFetch< List< Job > >( { path: PATH } ) )
			.then( take, fail );
	}, [ take, fail ] );

	return { list, failure, ended, readSite, look };
}
