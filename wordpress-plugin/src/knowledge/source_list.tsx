/** Everything the site knows. Titles and addresses may come from programs: they are only ever text. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Confirmation } from '../admin/confirmation';
import { Paging } from '../admin/paging';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import type { List, Source } from './types';

const { __, _n, sprintf } = wp.i18n;
const { Button, Notice, TextControl } = wp.components;

const PER_PAGE = 20;

/** `version` changes when the list has to be asked for again. */
export function SourceList( { version }: { version: number } ): ReactElement {
	const [ search, setSearch ] = useState( '' );
	const [ offset, setOffset ] = useState( 0 );
	const [ deleted, setDeleted ] = useState< Source | null >( null );
	const [ deletions, setDeletions ] = useState( 0 );
	const [ problem, setProblem ] = useState( '' );
	const query = { limit: PER_PAGE, offset, _version: `${ version }-${ deletions }` };
	const request = useRequest< List< Source > >( wp.url.addQueryArgs( '/mxchat/v1/knowledge', search === '' ? query : { ...query, search } ) );
	const find = ( text: string ) => {
		setOffset( 0 );
		setSearch( text.trim() );
	};
	const remove = async ( { source_url, bot_id }: Source ) => {
		setDeleted( null );
		setProblem( '' );
		await send( 'DELETE', '/mxchat/v1/knowledge', { source_urls: [ source_url ], bot_id } ).catch( ( error: Error ) => setProblem( error.message ) );
		setDeletions( ( count ) => count + 1 );
	};
	return (
		<section aria-labelledby="mxchat-sources">
			<h2 id="mxchat-sources">{ __( 'What the site knows', 'mxchat-engine' ) }</h2>
			<Search onSearch={ find } />
			{ problem && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			{ deleted && (
				<Confirmation
					title={ __( 'Delete this source?', 'mxchat-engine' ) }
					/* translators: %s: an address. */
					text={ sprintf( __( 'What a program pushed for %s is known no more. The page itself stays.', 'mxchat-engine' ), deleted.source_url ) }
					action={ __( 'Delete', 'mxchat-engine' ) }
					onConfirm={ () => void remove( deleted ) }
					onCancel={ () => setDeleted( null ) }
				/>
			) }
			<Requested request={ request }>
				{ ( { items, total } ) => (
					<>
						<p className="mxchat-count" role="status">
							{
								/* translators: %d: number of sources. */
								sprintf( _n( '%d source', '%d sources', total, 'mxchat-engine' ), total )
							}
						</p>
						{ items.length > 0 && <Table sources={ items } onDelete={ setDeleted } /> }
						{ total > PER_PAGE && <Paging perPage={ PER_PAGE } offset={ offset } count={ items.length } total={ total } onMove={ setOffset } /> }
						{ total === 0 && search === '' && <Empty /> }
					</>
				) }
			</Requested>
		</section>
	);
}

function Search( { onSearch }: { onSearch: ( text: string ) => void } ): ReactElement {
	const [ text, setText ] = useState( '' );
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSearch( text );
	};
	return (
		<form role="search" className="mxchat-search" onSubmit={ submit }>
			<TextControl label={ __( 'Title or address', 'mxchat-engine' ) } value={ text } onChange={ setText } __next40pxDefaultSize __nextHasNoMarginBottom />
			<Button variant="secondary" type="submit">
				{ __( 'Search', 'mxchat-engine' ) }
			</Button>
		</form>
	);
}

function Empty(): ReactElement {
	return (
		<div className="mxchat-empty">
			<h3>{ __( 'Nothing is known yet', 'mxchat-engine' ) }</h3>
			<p>{ __( 'Publish a page, or read the site again. A program can push more over the REST API.', 'mxchat-engine' ) }</p>
		</div>
	);
}

function Table( { sources, onDelete }: { sources: Source[]; onDelete: ( source: Source ) => void } ): ReactElement {
	const hasActions = sources.some( isPushed );
	return (
		<table className="widefat striped mxchat-sources">
			<thead>
				<tr>
					<th scope="col">{ __( 'Title', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'From', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Type', 'mxchat-engine' ) }</th>
					<th scope="col" className="mxchat-number">
						{ __( 'Pieces', 'mxchat-engine' ) }
					</th>
					<th scope="col">{ __( 'Read', 'mxchat-engine' ) }</th>
					{ hasActions && <th scope="col">{ __( 'Actions', 'mxchat-engine' ) }</th> }
				</tr>
			</thead>
			<tbody>
				{ sources.map( ( source ) => (
					<Row key={ `${ source.bot_id } ${ source.origin } ${ source.source_url }` } source={ source } hasActions={ hasActions } onDelete={ onDelete } />
				) ) }
			</tbody>
		</table>
	);
}

/** Pages of the site come and go with the site; what a program has pushed is deleted here. */
const isPushed = ( { origin }: Source ): boolean => origin === 'push';

function Row( { source, hasActions, onDelete }: { source: Source; hasActions: boolean; onDelete: ( source: Source ) => void } ): ReactElement {
	return (
		<tr>
			<th scope="row" dir="auto">
				<a href={ source.source_url } rel="noopener noreferrer">
					{ source.title || source.source_url }
				</a>
			</th>
			<td>{ isPushed( source ) ? __( 'Pushed', 'mxchat-engine' ) : __( 'This site', 'mxchat-engine' ) }</td>
			<td>{ source.content_type }</td>
			<td className="mxchat-number">{ pieces( source ) }</td>
			<td>
				<Time at={ source.updated_at } />
			</td>
			{ hasActions && <td>{ isPushed( source ) && <DeleteButton source={ source } onDelete={ onDelete } /> }</td> }
		</tr>
	);
}

function DeleteButton( { source, onDelete }: { source: Source; onDelete: ( source: Source ) => void } ): ReactElement {
	return (
		<Button
			variant="tertiary"
			isDestructive
			aria-label={
				/* translators: %s: title of a source. */
				sprintf( __( 'Delete %s', 'mxchat-engine' ), source.title || source.source_url )
			}
			onClick={ () => onDelete( source ) }
		>
			{ __( 'Delete', 'mxchat-engine' ) }
		</Button>
	);
}

function pieces( { chunks, embedded }: Source ): string {
	return embedded === null || embedded === chunks
		? String( chunks )
		: /* translators: 1: number of pieces of text, 2: how many of them have an embedding. */
		  sprintf( __( '%1$d (%2$d embedded)', 'mxchat-engine' ), chunks, embedded );
}
