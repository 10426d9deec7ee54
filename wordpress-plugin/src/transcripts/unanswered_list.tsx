/** What visitors asked and the site did not say, and what the owner does about it. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useRef, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { Problem, type Saving, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { ViewLink } from './parts';
import type { List, Unanswered } from './types';

const { __, _n, sprintf } = wp.i18n;
const { Button, Notice } = wp.components;

/** The value of `view` in the page's address. */
export const UNANSWERED = 'unanswered';

const PATH = '/mxchat/v1/transcripts/unanswered';
const SHOWN = 100;

interface RowEvents {
	saving: Saving;
	onOpen: ( sessionId: string ) => void;
	onDismiss: ( id: number ) => void;
	onWrite: ( id: number ) => void;
}

export function UnansweredList( { onOpen }: { onOpen: ( sessionId: string ) => void } ): ReactElement {
	// The number of changes in the address asks again after each.
	const [ changes, setChanges ] = useState( 0 );
	const intro = useRef< HTMLParagraphElement >( null );
	const saving = useSaving();
	const request = useRequest< List< Unanswered > >( wp.url.addQueryArgs( PATH, { limit: SHOWN, changes } ) );
	const dismiss = async ( id: number ) => {
		if ( await saving.run( () => send( 'POST', `${ PATH }/${ id }/dismiss` ) ) ) {
			setChanges( changes + 1 );
			// The button is gone with its question.
			intro.current?.focus();
		}
	};
	const write = ( id: number ) =>
		void saving.run( async () => {
			const { edit_url } = await send< { edit_url: string } >( 'POST', `${ PATH }/${ id }/draft` );
			location.assign( edit_url );
		} );
	return (
		<>
			<p ref={ intro } tabIndex={ -1 } className="mxchat-intro">
				{ __( 'What visitors asked and no page answered. Questions of the same words are counted together, among the latest 1,000. What you dismiss, or write a page about, comes back when it is asked again.', 'mxchat-engine' ) }
			</p>
			<Problem saving={ saving } />
			<Requested request={ request }>
				{ ( { items, total } ) =>
					total === 0 ? (
						<p className="mxchat-empty">{ __( 'No question is without an answer.', 'mxchat-engine' ) }</p>
					) : (
						<>
							<Table questions={ items } saving={ saving } onOpen={ onOpen } onDismiss={ ( id ) => void dismiss( id ) } onWrite={ write } />
							{ total > items.length && (
								<Notice status="info" isDismissible={ false }>
									{
										/* translators: 1: number of questions that are shown, 2: number of all. */
										sprintf( __( 'The %1$d most frequent of %2$d questions.', 'mxchat-engine' ), items.length, total )
									}
								</Notice>
							) }
						</>
					)
				}
			</Requested>
		</>
	);
}

function Table( { questions, ...events }: { questions: Unanswered[] } & RowEvents ): ReactElement {
	return (
		<table className="wp-list-table widefat striped mxchat-conversations mxchat-unanswered">
			<thead>
				<tr>
					<th scope="col">{ __( 'Question', 'mxchat-engine' ) }</th>
					<th scope="col" className="mxchat-number">
						{ __( 'Asked', 'mxchat-engine' ) }
					</th>
					<th scope="col">{ __( 'Last asked', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Bot', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'What to do', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ questions.map( ( question ) => (
					<Row key={ question.id } asked={ question } { ...events } />
				) ) }
			</tbody>
		</table>
	);
}

function Row( { asked, saving, onOpen, onDismiss, onWrite }: { asked: Unanswered } & RowEvents ): ReactElement {
	const { id, question, bot_name, times_asked, last_asked_at, session_id } = asked;
	const common = { disabled: saving.isBusy, accessibleWhenDisabled: true, 'aria-describedby': `mxchat-question-${ id }` };
	return (
		<tr>
			<th scope="row" id={ `mxchat-question-${ id }` }>
				<ViewLink className="row-title" name="session" value={ session_id } onOpen={ () => onOpen( session_id ) }>
					{ question }
				</ViewLink>
			</th>
			<td data-colname={ __( 'Asked', 'mxchat-engine' ) } className="mxchat-number">
				{
					/* translators: %d: number of times. */
					sprintf( _n( '%d time', '%d times', times_asked, 'mxchat-engine' ), times_asked )
				}
			</td>
			<td data-colname={ __( 'Last asked', 'mxchat-engine' ) }>
				<Time at={ last_asked_at } />
			</td>
			<td data-colname={ __( 'Bot', 'mxchat-engine' ) } dir="auto">{ bot_name }</td>
			<td>
				<div className="mxchat-row-actions">
					<Button variant="secondary" onClick={ () => onWrite( id ) } { ...common }>
						{ __( 'Write a page about it', 'mxchat-engine' ) }
					</Button>
					<Button variant="tertiary" onClick={ () => onDismiss( id ) } { ...common }>
						{ __( 'Dismiss', 'mxchat-engine' ) }
					</Button>
				</div>
			</td>
		</tr>
	);
}
