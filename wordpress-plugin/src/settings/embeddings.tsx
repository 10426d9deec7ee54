/** Which model the knowledge is embedded with, how far that has come, and what another would cost. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useCallback, useEffect, useState } from '../admin/element';
import { reasonOf } from '../admin/failure';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { count, money } from './amounts';
import './embeddings.css';

const { __, _n, sprintf } = wp.i18n;
const { Button, Notice, Spinner, TextControl } = wp.components;

const PATH = '/mxchat/v1/embeddings';
const PAUSE = 1500;

interface Space {
	model: string;
	dimensions: number;
}

interface Status {
	serving: Space | null;
	chosen: Space | null;
	is_of_another_host: boolean;
	chunks: number;
	embedded: number;
	waiting: number;
	job: { status: string } | null;
	pause: { kind: string; message: string; error_id: string; until: string } | null;
}

interface Estimate {
	chunks: number;
	model_tokens: number;
	money: number | null;
	currency: string;
	days: number | null;
}

export function EmbeddingsPanel(): ReactElement {
	const { status, problem, load, change } = useStatus();
	return (
		<section className="mxchat-embeddings" aria-labelledby="mxchat-embeddings">
			<h2 id="mxchat-embeddings">{ __( 'Search by meaning', 'mxchat-engine' ) }</h2>
			<p>
				{ __(
					'A question is compared with your pages by its words. With an embedding model it is compared by its meaning as well. The text of your pages and the questions are sent to the provider then.',
					'mxchat-engine'
				) }
			</p>
			{ problem !== '' && (
				<Notice status="error" isDismissible={ false } actions={ [ { label: __( 'Try again', 'mxchat-engine' ), onClick: load } ] }>
					{ problem }
				</Notice>
			) }
			{ status === null ? problem === '' && <Spinner /> : <Panel status={ status } change={ change } /> }
		</section>
	);
}

type Change = ( method: 'POST' | 'DELETE', path: string, data?: unknown ) => Promise< void >;

function Panel( { status, change }: { status: Status; change: Change } ): ReactElement {
	const isOn = status.serving !== null || status.chosen !== null;
	return (
		<>
			<State status={ status } />
			{ status.is_of_another_host && (
				<Notice status="warning" isDismissible={ false }>
					{ __( 'The provider has changed since this model was chosen, so questions are compared by words alone. Choose a model of the new provider.', 'mxchat-engine' ) }
				</Notice>
			) }
			{ status.pause !== null && (
				<Notice
					status="warning"
					isDismissible={ false }
					actions={ [ { label: __( 'Go on now', 'mxchat-engine' ), onClick: () => void change( 'POST', '/resume' ) } ] }
				>
					<p>{ status.pause.message }</p>
					<p>
						{ __( 'It goes on by itself:', 'mxchat-engine' ) } <Time at={ status.pause.until } />
					</p>
				</Notice>
			) }
			<ModelForm change={ change } />
			{ isOn && <SwitchOff change={ change } /> }
		</>
	);
}

function State( { status }: { status: Status } ): ReactElement {
	const { serving, chosen, chunks, embedded, waiting } = status;
	const space = chosen ?? serving;
	return (
		<div role="status">
			<p>{ serving === null ? __( 'Questions are compared by words alone.', 'mxchat-engine' ) : describe( serving ) }</p>
			{ chosen !== null && <p>{ coming( chosen, serving ) }</p> }
			{ space !== null && (
				<p className="mxchat-progress">
					<label htmlFor="mxchat-embedded">
						{
							/* translators: 1: number of embedded pieces of text, 2: number of all pieces. */
							sprintf( __( '%1$s of %2$s pieces have an embedding.', 'mxchat-engine' ), count( embedded ), count( chunks ) )
						}
					</label>
					<progress id="mxchat-embedded" max={ Math.max( 1, chunks ) } value={ embedded } />
				</p>
			) }
			{ waiting > 0 && (
				<p>
					{
						/* translators: %d: number of pages. */
						sprintf(
							_n(
								'%d changed page is answered from its earlier text until the new one is embedded.',
								'%d changed pages are answered from their earlier text until the new one is embedded.',
								waiting,
								'mxchat-engine'
							),
							waiting
						)
					}
				</p>
			) }
		</div>
	);
}

function describe( { model, dimensions }: Space ): string {
	/* translators: 1: name of a model, 2: a number. */
	return sprintf( __( 'Questions are compared by words and by meaning, with %1$s (%2$d dimensions).', 'mxchat-engine' ), model, dimensions );
}

function coming( { model }: Space, serving: Space | null ): string {
	return serving === null
		? /* translators: %s: name of a model. */
		  sprintf( __( 'Your pages are being embedded with %s. Meaning counts when every piece has its embedding.', 'mxchat-engine' ), model )
		: /* translators: %s: name of a model. */
		  sprintf( __( 'Your pages are being embedded with %s. It takes over when every piece has its embedding.', 'mxchat-engine' ), model );
}

function ModelForm( { change }: { change: Change } ): ReactElement {
	const [ model, setModel ] = useState( '' );
	const [ dimensions, setDimensions ] = useState( '' );
	const [ estimate, setEstimate ] = useState< Estimate | null >( null );
	const [ isBusy, setIsBusy ] = useState( false );
	const [ problem, setProblem ] = useState( '' );
	const models = useModels();

	const data = { model: model.trim(), dimensions: dimensions.trim() === '' ? null : Number( dimensions ) };
	const attempt = async ( work: () => Promise< void > ) => {
		setIsBusy( true );
		setProblem( '' );
		try {
			await work();
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
		}
		setIsBusy( false );
	};
	const ask = ( event: FormEvent ) => {
		event.preventDefault();
		void attempt( async () => setEstimate( await send< Estimate >( 'POST', `${ PATH }/estimate`, data ) ) );
	};
	const begin = () =>
		void attempt( async () => {
			await change( 'POST', '/model', data );
			setEstimate( null );
			setModel( '' );
		} );
	const edit = ( set: ( value: string ) => void ) => ( value: string ) => {
		setEstimate( null );
		set( value );
	};
	return (
		<form className="mxchat-embedding-model" onSubmit={ ask }>
			<h3>{ __( 'Choose a model', 'mxchat-engine' ) }</h3>
			<div className="mxchat-fields">
				<TextControl label={ __( 'Model', 'mxchat-engine' ) } list="mxchat-embedding-models" value={ model } onChange={ edit( setModel ) } __next40pxDefaultSize __nextHasNoMarginBottom />
				<datalist id="mxchat-embedding-models">
					{ models.map( ( id ) => (
						<option key={ id } value={ id } />
					) ) }
				</datalist>
				<TextControl
					label={ __( 'Dimensions (optional)', 'mxchat-engine' ) }
					type="number"
					value={ dimensions }
					onChange={ edit( setDimensions ) }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
				<Button variant="secondary" type="submit" accessibleWhenDisabled isBusy={ isBusy } disabled={ isBusy || data.model === '' }>
					{ __( 'What does it cost?', 'mxchat-engine' ) }
				</Button>
			</div>
			{ problem !== '' && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			{ estimate !== null && (
				<div role="status">
					<p>{ cost( estimate ) }</p>
					<Button variant="primary" accessibleWhenDisabled isBusy={ isBusy } disabled={ isBusy || estimate.days === null } onClick={ begin }>
						{ __( 'Embed all pages with this model', 'mxchat-engine' ) }
					</Button>
				</div>
			) }
		</form>
	);
}

function cost( estimate: Estimate ): string {
	const tokens = sprintf(
		/* translators: 1: number of pieces of text, 2: number of model tokens. */
		__( '%1$s pieces of text, about %2$s model tokens.', 'mxchat-engine' ),
		count( estimate.chunks ),
		count( estimate.model_tokens )
	);
	const price =
		estimate.money === null
			? __( 'You have entered no price for this model.', 'mxchat-engine' )
			: /* translators: %s: an amount of money. */
			  sprintf( __( 'About %s.', 'mxchat-engine' ), money( estimate.money, estimate.currency ) );
	return [ tokens, price, days( estimate.days ) ].filter( ( text ) => text !== '' ).join( ' ' );
}

function days( needed: number | null ): string {
	if ( needed === null ) {
		return __( 'The daily budget of the site is nothing, so it cannot begin.', 'mxchat-engine' );
	}
	/* translators: %d: number of days. */
	return needed > 1 ? sprintf( __( 'It takes the budget of %d days and goes on by itself.', 'mxchat-engine' ), needed ) : '';
}

function SwitchOff( { change }: { change: Change } ): ReactElement {
	const [ isAsked, setIsAsked ] = useState( false );
	if ( ! isAsked ) {
		return (
			<p>
				<Button variant="tertiary" isDestructive onClick={ () => setIsAsked( true ) }>
					{ __( 'Compare by words alone', 'mxchat-engine' ) }
				</Button>
			</p>
		);
	}
	return (
		<div className="mxchat-confirm" role="group" aria-label={ __( 'Compare by words alone', 'mxchat-engine' ) }>
			<p>{ __( 'The embeddings are deleted. To have them again, they must be paid for again.', 'mxchat-engine' ) }</p>
			<Button variant="primary" isDestructive onClick={ () => void change( 'DELETE', '/model' ).then( () => setIsAsked( false ) ) }>
				{ __( 'Delete the embeddings', 'mxchat-engine' ) }
			</Button>{ ' ' }
			<Button variant="secondary" onClick={ () => setIsAsked( false ) }>
				{ __( 'Keep them', 'mxchat-engine' ) }
			</Button>
		</div>
	);
}

/** The provider's models whose names say that they embed. */
function useModels(): string[] {
	const [ models, setModels ] = useState< string[] >( [] );
	useEffect( () => {
		// Without the list, a name can still be typed.
		wp.apiFetch< { items: string[] } >( { path: `${ PATH }/models` } ).then( ( { items } ) => setModels( items ), () => undefined );
	}, [] );
	return models;
}

/** The state, followed as long as the job has something to do; every look gives it a turn. */
function useStatus(): { status: Status | null; problem: string; load: () => void; change: Change } {
	const [ status, setStatus ] = useState< Status | null >( null );
	const [ problem, setProblem ] = useState( '' );
	const isWorking = status !== null && status.job !== null && status.pause === null;

	const load = useCallback(
		() =>
			wp.apiFetch< Status >( { path: PATH } ).then(
				( answer ) => {
					setProblem( '' );
					setStatus( answer );
				},
				( failure: unknown ) => setProblem( reasonOf( failure ) || __( 'This could not be loaded.', 'mxchat-engine' ) )
			),
		[]
	);
	useEffect( () => void load(), [ load ] );
	useEffect( () => {
		if ( ! isWorking ) {
			return;
		}
		const timer = setTimeout( () => {
			wp.apiFetch( { path: '/mxchat/v1/knowledge/jobs/run', method: 'POST' } ).then( load, load );
		}, PAUSE );
		return () => clearTimeout( timer );
	}, [ isWorking, status, load ] );

	const change: Change = async ( method, path, data = {} ) => setStatus( await send< Status >( method, PATH + path, data ) );
	return { status, problem, load, change };
}
