/** "Test connection": what the provider really did, and then which of its models shall answer. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useEffect, useRef, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { Evidence } from './evidence';
import { ModelField } from './model_field';
import type { Model, Report, SiteAssistant, SiteConnection } from './types';

const { __, sprintf } = wp.i18n;
const { Button, Notice } = wp.components;

interface ConnectionTestProps {
	connection: SiteConnection;
	/** Saves what has been typed; a test is of what is stored. */
	onBefore: () => Promise< boolean >;
	onTested: ( connection: SiteConnection ) => void;
}

interface AssistantList {
	site: SiteAssistant;
}

export function ConnectionTest( props: ConnectionTestProps ): ReactElement {
	const request = useRequest< AssistantList >( '/mxchat/v1/assistants' );
	return <Requested request={ request }>{ ( { site } ) => <Test { ...props } loaded={ site } /> }</Requested>;
}

function Test( { loaded, connection, onBefore, onTested }: ConnectionTestProps & { loaded: SiteAssistant } ): ReactElement {
	const [ site, setSite ] = useState( loaded );
	const [ model, setModel ] = useState( loaded.model ?? '' );
	const [ models, setModels ] = useState< Model[] >( [] );
	const [ report, setReport ] = useState< Report | null >( null );
	const testing = useSaving();
	const choosing = useSaving();
	const result = useRef< HTMLDivElement >( null );
	useEffect( () => {
		if ( report !== null ) {
			result.current?.focus();
		}
	}, [ report ] );
	const test = () =>
		testing.run( async () => {
			if ( ! ( await onBefore() ) ) {
				return;
			}
			const answer = await send< Report >( 'POST', '/mxchat/v1/connection/test', model === '' ? {} : { model } );
			setReport( answer );
			setModels( answer.models );
			onTested( answer.connection );
		} );
	const choose = ( event: FormEvent ) => {
		event.preventDefault();
		void choosing.run( async () => setSite( await send< SiteAssistant >( 'POST', '/mxchat/v1/assistants/site', { model, is_enabled: true } ) ) );
	};
	return (
		<div className="mxchat-test">
			<Problem saving={ testing } />
			<p className="mxchat-actions">
				<Button variant="secondary" isBusy={ testing.isBusy } disabled={ testing.isBusy } accessibleWhenDisabled onClick={ () => void test() }>
					{ __( 'Test connection', 'mxchat-engine' ) }
				</Button>
				<span role="status">{ testing.isBusy && __( 'Asking the provider. This can take up to a minute.', 'mxchat-engine' ) }</span>
				{ connection.verdict && report === null && (
					<span>
						{ __( 'Last time it worked:', 'mxchat-engine' ) } <Time at={ connection.verdict.checked_at } />
					</span>
				) }
			</p>
			{ report && (
				<div ref={ result } tabIndex={ -1 } className="mxchat-result">
					<Evidence report={ report } />
				</div>
			) }
			{ ( models.length > 0 || site.model || connection.mode === 'wordpress' ) && (
				<form className="mxchat-form" onSubmit={ choose }>
					<ModelField label={ __( 'Model that answers visitors', 'mxchat-engine' ) } models={ models } value={ model } onChange={ setModel } />
					<Problem saving={ choosing } />
					<p className="mxchat-actions">
						<Button variant="primary" type="submit" isBusy={ choosing.isBusy } disabled={ model === '' || choosing.isBusy } accessibleWhenDisabled>
							{ __( 'Answer visitors with this model', 'mxchat-engine' ) }
						</Button>
					</p>
				</form>
			) }
			<Answers site={ site } />
		</div>
	);
}

/** Who answers the next visitor. */
function Answers( { site }: { site: SiteAssistant } ): ReactElement {
	return (
		<div role="status">
			{ site.problem && (
				<Notice status="warning" isDismissible={ false }>
					{ site.problem }
				</Notice>
			) }
			{ ! site.problem && site.is_enabled && (
				<>
					{
						/* translators: 1: name of an assistant, 2: name of a model. */
						sprintf( __( 'Visitors are answered by “%1$s” with %2$s.', 'mxchat-engine' ), site.assistant_name ?? '', site.model ?? '' )
					}
				</>
			) }
			{ ! site.is_enabled && <>{ __( 'Visitors are answered by quotes from this site.', 'mxchat-engine' ) }</> }
		</div>
	);
}
