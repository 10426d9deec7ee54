/** Whether an assistant answers visitors, which one, and a test of it. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { SaveButton, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { Evidence } from '../settings/evidence';
import type { Report, SiteConnection } from '../settings/types';
import { ASSISTANTS } from './types';
import type { AssistantList } from './types';

const { __ } = wp.i18n;
const { Button, Notice, TextControl, ToggleControl } = wp.components;

interface IntegrationProps {
	list: AssistantList;
	onChanged: () => void;
}

export function Integration( { list, onChanged }: IntegrationProps ): ReactElement {
	const { site, items } = list;
	const [ isEnabled, setEnabled ] = useState( site.is_enabled );
	const [ id, setId ] = useState( site.assistant_id ?? '' );
	const saving = useSaving();
	// Another one may be chosen in the list below.
	useEffect( () => setId( site.assistant_id ?? '' ), [ site.assistant_id ] );
	const save = async ( event: FormEvent ) => {
		event.preventDefault();
		const change = id === '' ? { is_enabled: isEnabled } : { is_enabled: isEnabled, assistant_id: id };
		if ( await saving.run( () => send( 'POST', `${ ASSISTANTS }/site`, change ) ) ) {
			onChanged();
		}
	};
	return (
		<section aria-labelledby="mxchat-integration">
			<h2 id="mxchat-integration">{ __( 'Who answers', 'mxchat-engine' ) }</h2>
			{ site.problem && (
				<Notice status="warning" isDismissible={ false }>
					{ site.problem }
				</Notice>
			) }
			<form className="mxchat-form" onSubmit={ ( event ) => void save( event ) }>
				<ToggleControl
					label={ __( 'Enable Assistant API', 'mxchat-engine' ) }
					help={ isEnabled ? __( 'The assistant answers visitors. Where it cannot, the site’s own pages do.', 'mxchat-engine' ) : __( 'Visitors are answered by quotes from this site; no provider is asked.', 'mxchat-engine' ) }
					checked={ isEnabled }
					onChange={ setEnabled }
					__nextHasNoMarginBottom
				/>
				<TextControl
					label={ __( 'Assistant ID', 'mxchat-engine' ) }
					help={ items.find( ( item ) => item.id === id || item.aliases.includes( id ) )?.name ?? __( 'Of an assistant below: its own id, or the asst_… or pmpt_… that it had elsewhere.', 'mxchat-engine' ) }
					value={ id }
					list="mxchat-assistant-ids"
					placeholder="asst_…"
					onChange={ ( value ) => setId( value.trim() ) }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
				<datalist id="mxchat-assistant-ids">
					{ items.map( ( item ) => (
						<option key={ item.id } value={ item.id } label={ item.name } />
					) ) }
				</datalist>
				<SaveButton saving={ saving } />
			</form>
			<Test />
			{ site.last_failure && (
				<p>
					{ __( 'Last time that no model could answer:', 'mxchat-engine' ) } <Time at={ site.last_failure.failed_at } />. { site.last_failure.text }
				</p>
			) }
		</section>
	);
}

function Test(): ReactElement {
	const [ report, setReport ] = useState< Report | null >( null );
	const request = useRequest< SiteConnection >( '/mxchat/v1/connection' );
	const testing = useSaving();
	const test = () => void testing.run( async () => setReport( await send< Report >( 'POST', '/mxchat/v1/connection/test' ) ) );
	return (
		<Requested request={ request }>
			{ ( connection ) => (
				<>
					<p className="mxchat-actions">
						<Button variant="secondary" isBusy={ testing.isBusy } disabled={ testing.isBusy } accessibleWhenDisabled onClick={ test }>
							{ __( 'Test connection', 'mxchat-engine' ) }
						</Button>
						<span role="status">{ testing.isBusy && __( 'Asking the provider. This can take up to a minute.', 'mxchat-engine' ) }</span>
						<span>
							{ connection.mode === 'wordpress' ? __( 'WordPress’s connectors', 'mxchat-engine' ) : connection.base_url }{ ' · ' }
							<a href="admin.php?page=mxchat-settings">{ __( 'Change the provider', 'mxchat-engine' ) }</a>
						</span>
					</p>
					{ testing.problem && (
						<Notice status="error" onRemove={ testing.dismiss }>
							{ testing.problem }
						</Notice>
					) }
					<div role="status">{ report && <Evidence report={ report } /> }</div>
				</>
			) }
		</Requested>
	);
}
