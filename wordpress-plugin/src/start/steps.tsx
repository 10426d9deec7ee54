import type { ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { isOpen, useJobs } from '../knowledge/jobs';
import type { Jobs } from '../knowledge/jobs';
import type { List, Source } from '../knowledge/types';
import type { Settings, SiteAssistant } from '../settings/types';
import { Step, pageOf } from './step';

const { __, _n, sprintf } = wp.i18n;
const { Button, ToggleControl } = wp.components;

/** The site's pages are read as soon as the plugin is active; looking at it helps it on. */
export function Known(): ReactElement {
	const jobs = useJobs();
	const request = useRequest< List< Source > >( wp.url.addQueryArgs( '/mxchat/v1/knowledge', { limit: 1, after: jobs.ended } ) );
	const total = request.state === 'ready' ? request.answer.total : 0;
	return (
		<Step title={ __( 'It reads your site', 'mxchat-engine' ) } isDone={ total > 0 }>
			<Requested request={ request }>{ () => <p role="status">{ known( jobs, total ) }</p> }</Requested>
			<p>
				<a href={ pageOf( 'mxchat-knowledge' ) }>{ __( 'What it knows', 'mxchat-engine' ) }</a>
			</p>
		</Step>
	);
}

function known( { list }: Jobs, total: number ): string {
	const reading = list?.find( ( job ) => job.kind === 'reindex' && isOpen( job ) );
	if ( reading !== undefined && ( reading.total > 0 || total === 0 ) ) {
		return reading.total === 0
			? __( 'Reading the site…', 'mxchat-engine' )
			: /* translators: 1: pages read, 2: all pages. */
			  sprintf( __( 'Reading the site: %1$d of %2$d', 'mxchat-engine' ), reading.done, Math.max( reading.done, reading.total ) );
	}
	return total === 0
		? __( 'There is no published page or post to read yet. It is read as soon as you publish one.', 'mxchat-engine' )
		: /* translators: %d: number of pages. */
		  sprintf( _n( '%d page is known. Changes are followed at once.', '%d pages are known. Changes are followed at once.', total, 'mxchat-engine' ), total );
}

export function Tried(): ReactElement {
	const request = useRequest< List< unknown > >( '/mxchat/v1/transcripts/conversations?limit=1' );
	const [ hasAnswered, setAnswered ] = useState( false );
	useEffect( () => {
		const note = () => setAnswered( true );
		document.addEventListener( 'mxchat:answer', note );
		return () => document.removeEventListener( 'mxchat:answer', note );
	}, [] );
	return (
		<Step title={ __( 'Ask it something', 'mxchat-engine' ) } isDone={ hasAnswered || ( request.state === 'ready' && request.answer.total > 0 ) }>
			<p>{ __( 'The chat on this page is the one that visitors get. Ask what they would ask.', 'mxchat-engine' ) }</p>
			<p>
				<a href={ pageOf( 'mxchat' ) }>{ __( 'What was asked so far', 'mxchat-engine' ) }</a>
			</p>
			<Unanswered />
		</Step>
	);
}

/** What the site did not say, once there is something. */
function Unanswered(): ReactElement | null {
	const request = useRequest< List< unknown > >( '/mxchat/v1/transcripts/unanswered?limit=1' );
	const total = request.state === 'ready' ? request.answer.total : 0;
	return total === 0 ? null : (
		<p>
			<a href={ wp.url.addQueryArgs( pageOf( 'mxchat' ), { view: 'unanswered' } ) }>
				{
					/* translators: %d: number of questions. */
					sprintf( _n( '%d question that your site did not answer', '%d questions that your site did not answer', total, 'mxchat-engine' ), total )
				}
			</a>
		</p>
	);
}

export function Shown(): ReactElement {
	const request = useRequest< Settings >( '/mxchat/v1/settings' );
	const [ changed, setChanged ] = useState< boolean | null >( null );
	const saving = useSaving();
	const isShown = changed ?? ( request.state === 'ready' && request.answer.values.is_on_every_page );
	const change = ( is_on_every_page: boolean ) => {
		setChanged( is_on_every_page );
		void saving.run( () => send( 'POST', '/mxchat/v1/settings', { is_on_every_page } ) ).then( ( isSaved ) => isSaved || setChanged( ! is_on_every_page ) );
	};
	return (
		<Step title={ __( 'Show it to your visitors', 'mxchat-engine' ) } isDone={ isShown && ! saving.isBusy }>
			<Requested request={ request }>
				{ () => (
					<>
						<ToggleControl label={ __( 'A chat button on every page', 'mxchat-engine' ) } checked={ isShown } onChange={ change } __nextHasNoMarginBottom />
						<Problem saving={ saving } />
						<p role="status">
							{ isShown && ! saving.isBusy && (
								<a href={ homeUrl() }>{ __( 'See it on your site', 'mxchat-engine' ) }</a>
							) }
						</p>
						<p>{ __( 'Or put it only where you want it: the block “Chat”, or the shortcode [mxchat_chatbot].', 'mxchat-engine' ) }</p>
					</>
				) }
			</Requested>
		</Step>
	);
}

function homeUrl(): string {
	return document.getElementById( 'mxchat-start' )?.dataset.mxchatHomeUrl ?? '/';
}

/** The chat itself knows where it leads: the owner's choice, or the page called "contact". */
export function Person(): ReactElement {
	const address = document.querySelector( '#mxchat-try mxchat-widget' )?.getAttribute( 'contact-url' ) ?? '';
	return (
		<Step title={ __( 'Give visitors a way to a person', 'mxchat-engine' ) } isDone={ address !== '' }>
			<p>
				{ address === ''
					? __( 'When your site does not say, the chat can lead to your contact page or e-mail address. It found no page called “contact”.', 'mxchat-engine' )
					: __( 'When your site does not say, the chat says so and leads to:', 'mxchat-engine' ) }{ ' ' }
				{ address !== '' && (
					<a href={ address } className="mxchat-anywhere">
						{ address.replace( /^(https?:\/\/|mailto:)/, '' ) }
					</a>
				) }
			</p>
			<p>
				<a href={ `${ pageOf( 'mxchat-settings' ) }#mxchat-words` }>{ address === '' ? __( 'Say where', 'mxchat-engine' ) : __( 'Change', 'mxchat-engine' ) }</a>
			</p>
		</Step>
	);
}

export function Model(): ReactElement {
	const request = useRequest< { site: SiteAssistant } >( '/mxchat/v1/assistants' );
	const site = request.state === 'ready' ? request.answer.site : null;
	const isAnswering = site !== null && site.is_enabled && site.model !== null && site.problem === null;
	return (
		<Step title={ __( 'Let a model answer, if you like', 'mxchat-engine' ) } isDone={ isAnswering }>
			<Requested request={ request }>
				{ () => (
					<p>
						{ isAnswering
							? /* translators: %s: name of a model. */
							  sprintf( __( '%s answers from your pages, and the pages themselves where it cannot.', 'mxchat-engine' ), site.model ?? '' )
							: __( 'Without one, answers are quotes from your pages: it costs nothing, and nothing leaves your site. With a key of a provider, a model answers in words of its own.', 'mxchat-engine' ) }
					</p>
				) }
			</Requested>
			<p>
				<Button variant="secondary" href={ `${ pageOf( 'mxchat-settings' ) }#mxchat-connection` }>
					{ isAnswering ? __( 'Change the model', 'mxchat-engine' ) : __( 'Choose a model', 'mxchat-engine' ) }
				</Button>
			</p>
		</Step>
	);
}
