/** Pages and sitemaps elsewhere: add one, see how far it is read and what went wrong, read it again, remove it. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useCallback, useEffect, useState } from '../admin/element';
import { Confirmation } from '../admin/confirmation';
import { reasonOf } from '../admin/failure';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { BotChoice, DEFAULT_BOT } from './bot_choice';
import type { Jobs } from './jobs';
import { PageProblems } from './page_problems';
import type { Address, List } from './types';

const { __, _n, sprintf } = wp.i18n;
const { Button, Notice, SelectControl, TextControl } = wp.components;

const PATH = '/mxchat/v1/knowledge/sources';

/** More than a site takes at once in view; the newest are shown. */
const SHOWN = 100;

export function Addresses( { jobs }: { jobs: Jobs } ): ReactElement {
	const [ list, setList ] = useState< Address[] | null >( null );
	const [ problem, setProblem ] = useState( '' );
	const [ removed, setRemoved ] = useState< Address | null >( null );
	const fail = useCallback( ( failure: unknown ) => setProblem( reasonOf( failure ) || __( 'That did not work. Please try again.', 'mxchat-engine' ) ), [] );
	const look = useCallback( () => wp.apiFetch< List< Address > >( { path: `${ PATH }?limit=${ SHOWN }` } ).then( ( { items } ) => setList( items ), fail ), [ fail ] );
	// Every look at the jobs may have moved a reading on.
	useEffect( () => void look(), [ look, jobs.list ] );

	const change = async ( method: 'POST' | 'DELETE', path: string, data?: Record< string, unknown > ): Promise< boolean > => {
		setProblem( '' );
		try {
			await send( method, PATH + path, data );
			jobs.look();
			await look();
			return true;
		} catch ( error ) {
			fail( error );
			return false;
		}
	};

	return (
		<section aria-labelledby="mxchat-addresses">
			<h2 id="mxchat-addresses">{ __( 'Other pages on the web', 'mxchat-engine' ) }</h2>
			<p>{ __( 'A page, or all pages that a sitemap lists, can be known as well. They are read slowly, as far as the robots.txt of their host allows, and again when they may have changed.', 'mxchat-engine' ) }</p>
			<AddForm onAdd={ ( wish ) => change( 'POST', '', wish ) } />
			{ problem && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			{ list !== null && list.length > 0 && <Table addresses={ list } onRead={ ( { id } ) => void change( 'POST', `/${ id }/read` ) } onRemove={ setRemoved } /> }
			{ removed && (
				<Confirmation
					title={ __( 'Remove this address?', 'mxchat-engine' ) }
					/* translators: %s: an address. */
					text={ sprintf( __( 'What was read from %s is known no more.', 'mxchat-engine' ), removed.url ) }
					action={ __( 'Remove', 'mxchat-engine' ) }
					onConfirm={ () => {
						setRemoved( null );
						void change( 'DELETE', `/${ removed.id }` );
					} }
					onCancel={ () => setRemoved( null ) }
				/>
			) }
		</section>
	);
}

function AddForm( { onAdd }: { onAdd: ( wish: Record< string, unknown > ) => Promise< boolean > } ): ReactElement {
	const [ url, setUrl ] = useState( '' );
	const [ kind, setKind ] = useState( 'page' );
	const [ hours, setHours ] = useState( '24' );
	const [ botId, setBotId ] = useState( DEFAULT_BOT );
	const submit = async ( event: FormEvent ) => {
		event.preventDefault();
		if ( url.trim() !== '' && ( await onAdd( { url: url.trim(), kind, recrawl_hours: Number( hours ), bot_id: botId } ) ) ) {
			setUrl( '' );
		}
	};
	return (
		<form className="mxchat-search mxchat-add-address" onSubmit={ ( event ) => void submit( event ) }>
			<TextControl label={ __( 'Address', 'mxchat-engine' ) } type="url" placeholder="https://" value={ url } onChange={ setUrl } __next40pxDefaultSize __nextHasNoMarginBottom />
			<SelectControl
				label={ __( 'Kind', 'mxchat-engine' ) }
				value={ kind }
				options={ [
					{ value: 'page', label: __( 'A page', 'mxchat-engine' ) },
					{ value: 'sitemap', label: __( 'A sitemap', 'mxchat-engine' ) },
				] }
				onChange={ setKind }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			<SelectControl
				label={ __( 'Read again', 'mxchat-engine' ) }
				value={ hours }
				options={ [
					{ value: '1', label: __( 'Every hour', 'mxchat-engine' ) },
					{ value: '24', label: __( 'Every day', 'mxchat-engine' ) },
					{ value: '168', label: __( 'Every week', 'mxchat-engine' ) },
					{ value: '0', label: __( 'Never', 'mxchat-engine' ) },
				] }
				onChange={ setHours }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			<BotChoice value={ botId } onChange={ setBotId } />
			<Button variant="secondary" type="submit" disabled={ url.trim() === '' } accessibleWhenDisabled>
				{ __( 'Add', 'mxchat-engine' ) }
			</Button>
		</form>
	);
}

interface TableProps {
	addresses: Address[];
	onRead: ( address: Address ) => void;
	onRemove: ( address: Address ) => void;
}

function Table( { addresses, onRead, onRemove }: TableProps ): ReactElement {
	return (
		<table className="widefat striped mxchat-addresses">
			<thead>
				<tr>
					<th scope="col">{ __( 'Address', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'State', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Read', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Actions', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ addresses.map( ( address ) => (
					<tr key={ address.id }>
						<th scope="row" dir="auto">
							<a href={ address.url } rel="noopener noreferrer">
								{ address.url }
							</a>
							{ address.bot_id !== DEFAULT_BOT && <div>{ address.bot_id }</div> }
						</th>
						<td>
							{ state( address ) }
							{ address.kind === 'sitemap' && address.pages.left_out + address.pages.failed > 0 && <PageProblems address={ address } /> }
						</td>
						<td>{ address.read_at === null ? '—' : <Time at={ address.read_at } /> }</td>
						<td>
							<div className="mxchat-actions">
								<Button variant="secondary" disabled={ address.status === 'reading' } accessibleWhenDisabled aria-label={ named( __( 'Read again: %s', 'mxchat-engine' ), address ) } onClick={ () => onRead( address ) }>
									{ __( 'Read again', 'mxchat-engine' ) }
								</Button>
								<Button variant="tertiary" isDestructive aria-label={ named( __( 'Remove %s', 'mxchat-engine' ), address ) } onClick={ () => onRemove( address ) }>
									{ __( 'Remove', 'mxchat-engine' ) }
								</Button>
							</div>
						</td>
					</tr>
				) ) }
			</tbody>
		</table>
	);
}

function state( { status, error, pages }: Address ): string {
	const all = pages.waiting + pages.known + pages.left_out + pages.failed;
	/* translators: %d: number of pages. */
	const known = sprintf( _n( '%d page known', '%d pages known', pages.known, 'mxchat-engine' ), pages.known );
	if ( status === 'reading' ) {
		/* translators: 1: pages read, 2: all pages. */
		return sprintf( __( 'Is read: %1$d of %2$d pages', 'mxchat-engine' ), all - pages.waiting, all );
	}
	const rest = [
		/* translators: %d: number of pages. */
		pages.left_out > 0 && sprintf( __( '%d left out', 'mxchat-engine' ), pages.left_out ),
		/* translators: %d: number of pages. */
		pages.failed > 0 && sprintf( __( '%d failed', 'mxchat-engine' ), pages.failed ),
		error?.message,
	];
	return [ known, ...rest.filter( Boolean ) ].join( ' · ' );
}

function named( sentence: string, { url }: Address ): string {
	return sprintf( sentence, url );
}
