/** The assistants of the site. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { ASSISTANTS } from './types';
import type { Assistant, AssistantList } from './types';

const { __, sprintf } = wp.i18n;
const { Button, Modal } = wp.components;

interface AssistantTableProps {
	list: AssistantList;
	onOpen: ( id: string ) => void;
	onChanged: () => void;
}

export function AssistantTable( { list, onOpen, onChanged }: AssistantTableProps ): ReactElement {
	const [ asked, setAsked ] = useState< Assistant | null >( null );
	const saving = useSaving();
	const run = async ( change: () => Promise< unknown > ) => {
		setAsked( null );
		if ( await saving.run( change ) ) {
			onChanged();
		}
	};
	if ( list.items.length === 0 ) {
		return <p>{ __( 'There is no assistant yet. Make one, import one below, or choose a model in MxChat → Settings: the first one is made for it.', 'mxchat-engine' ) }</p>;
	}
	return (
		<>
			<Problem saving={ saving } />
			<table className="wp-list-table widefat striped mxchat-assistants">
				<thead>
					<tr>
						<th scope="col">{ __( 'Name', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'ID', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Model', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Version', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Actions', 'mxchat-engine' ) }</th>
					</tr>
				</thead>
				<tbody>
					{ list.items.map( ( assistant ) => (
						<tr key={ assistant.id }>
							<th scope="row" dir="auto">
								<Button variant="link" onClick={ () => onOpen( assistant.id ) }>
									{ assistant.name }
								</Button>
								{ assistant.id === list.site.assistant_id && <strong> — { list.site.is_enabled ? __( 'answers visitors', 'mxchat-engine' ) : __( 'chosen', 'mxchat-engine' ) }</strong> }
							</th>
							<td data-colname={ __( 'ID', 'mxchat-engine' ) }>
								<code>{ assistant.id }</code>
								{ assistant.aliases.map( ( alias ) => (
									<div key={ alias }>
										<code>{ alias }</code>
									</div>
								) ) }
							</td>
							<td data-colname={ __( 'Model', 'mxchat-engine' ) }>{ assistant.model || __( 'None yet', 'mxchat-engine' ) }</td>
							<td data-colname={ __( 'Version', 'mxchat-engine' ) }>{ assistant.version }</td>
							<td>
								{ assistant.id !== list.site.assistant_id && (
									<Button
										variant="secondary"
										/* translators: %s: name of an assistant. */
										aria-label={ sprintf( __( 'Choose %s', 'mxchat-engine' ), assistant.name ) }
										onClick={ () => void run( () => send( 'POST', `${ ASSISTANTS }/site`, { assistant_id: assistant.id } ) ) }
									>
										{ __( 'Choose', 'mxchat-engine' ) }
									</Button>
								) }{ ' ' }
								<Button
									variant="tertiary"
									isDestructive
									/* translators: %s: name of an assistant. */
									aria-label={ sprintf( __( 'Delete %s', 'mxchat-engine' ), assistant.name ) }
									onClick={ () => setAsked( assistant ) }
								>
									{ __( 'Delete', 'mxchat-engine' ) }
								</Button>
							</td>
						</tr>
					) ) }
				</tbody>
			</table>
			{ asked && (
				<Modal title={ __( 'Delete this assistant?', 'mxchat-engine' ) } onRequestClose={ () => setAsked( null ) }>
					<p dir="auto">
						{
							/* translators: %s: name of an assistant. */
							sprintf( __( '“%s” goes with all its versions. This cannot be undone.', 'mxchat-engine' ), asked.name )
						}
					</p>
					<p className="mxchat-actions">
						<Button variant="primary" isDestructive onClick={ () => void run( () => send( 'DELETE', `${ ASSISTANTS }/${ asked.id }` ) ) }>
							{ __( 'Delete assistant', 'mxchat-engine' ) }
						</Button>
						<Button variant="tertiary" onClick={ () => setAsked( null ) }>
							{ __( 'Cancel', 'mxchat-engine' ) }
						</Button>
					</p>
				</Modal>
			) }
		</>
	);
}
