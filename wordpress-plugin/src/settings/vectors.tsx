/** Where embeddings are kept, and how a second store compares before the site moves there. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { SiteForm } from './site_form';
import type { Comparison, Settings, VectorStore } from './types';

const { __, sprintf } = wp.i18n;
const { Button, SelectControl, TextControl } = wp.components;

const PATH = '/mxchat/v1/settings/vector-comparison';

const kinds: Record< string, string > = {
	local: __( 'Files of this server', 'mxchat-engine' ),
	table: __( 'A table of this site', 'mxchat-engine' ),
	qdrant: 'Qdrant',
	pinecone: 'Pinecone',
	mariadb: 'MariaDB',
	pgvector: 'PostgreSQL (pgvector)',
};

export function Vectors( { settings, onSaved }: { settings: Settings; onSaved: ( settings: Settings ) => void } ): ReactElement {
	const [ saves, setSaves ] = useState( 0 );
	const saved = ( changed: Settings ) => {
		setSaves( ( count ) => count + 1 );
		onSaved( changed );
	};
	return (
		<>
			<SiteForm
				id="mxchat-vectors"
				title={ __( 'Store of embeddings', 'mxchat-engine' ) }
				intro={ __( 'The files of this server fit most sites. An outside store is asked over the network; where it fails, pages are found by their words.', 'mxchat-engine' ) }
				settings={ settings }
				onSaved={ saved }
			>
				{ ( values, change ) => (
					<>
						<StoreFields
							legend={ __( 'The store that answers', 'mxchat-engine' ) }
							store={ values.vector_store }
							hasKey={ settings.vector_keys.vector_store }
							keyName="MXCHAT_VECTOR_STORE_KEY"
							onChange={ ( store ) => change( { vector_store: store ?? { kind: 'local' } } ) }
						/>
						<StoreFields
							legend={ __( 'A store to compare it with', 'mxchat-engine' ) }
							store={ values.vector_candidate }
							canBeNone
							hasKey={ settings.vector_keys.vector_candidate }
							keyName="MXCHAT_VECTOR_CANDIDATE_KEY"
							onChange={ ( vector_candidate ) => change( { vector_candidate } ) }
						/>
					</>
				) }
			</SiteForm>
			{ settings.values.vector_candidate && <ComparisonReport key={ saves } /> }
		</>
	);
}

interface StoreFieldsProps {
	legend: string;
	store: VectorStore | null;
	canBeNone?: boolean;
	hasKey: boolean;
	keyName: string;
	onChange: ( store: VectorStore | null ) => void;
}

function StoreFields( { legend, store, canBeNone = false, hasKey, keyName, onChange }: StoreFieldsProps ): ReactElement {
	const options = Object.entries( kinds ).map( ( [ value, label ] ) => ( { value, label } ) );
	const kind = store?.kind ?? '';
	const isOutside = ! [ '', 'local', 'table' ].includes( kind );
	const isDatabase = kind === 'mariadb' || kind === 'pgvector';
	return (
		<fieldset>
			<legend>{ legend }</legend>
			<SelectControl
				label={ __( 'Kind', 'mxchat-engine' ) }
				value={ kind }
				options={ canBeNone ? [ { value: '', label: __( 'None', 'mxchat-engine' ) }, ...options ] : options }
				onChange={ ( chosen ) => onChange( chosen === '' ? null : { kind: chosen } ) }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			{ store && isOutside && (
				<TextControl
					label={ isDatabase ? __( 'Database (DSN)', 'mxchat-engine' ) : __( 'Address', 'mxchat-engine' ) }
					help={ kind === 'mariadb' ? __( 'Such as mysql:host=127.0.0.1;dbname=vectors. Empty for this site’s own database.', 'mxchat-engine' ) : '' }
					value={ store.url ?? '' }
					onChange={ ( url ) => onChange( { ...store, url } ) }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
			) }
			{ store && isDatabase && <TextControl label={ __( 'User', 'mxchat-engine' ) } value={ store.user ?? '' } onChange={ ( user ) => onChange( { ...store, user } ) } __next40pxDefaultSize __nextHasNoMarginBottom /> }
			{ isOutside && (
				<p>
					{ hasKey
						? /* translators: %s: name of a constant. */
						  sprintf( __( 'Its key or password comes from %s.', 'mxchat-engine' ), keyName )
						: /* translators: %s: name of a constant. */
						  sprintf( __( 'Its key or password is not stored here: define %s in wp-config.php or in the environment.', 'mxchat-engine' ), keyName ) }
				</p>
			) }
		</fieldset>
	);
}

function ComparisonReport(): ReactElement {
	const [ changes, setChanges ] = useState( 0 );
	const request = useRequest< Comparison >( wp.url.addQueryArgs( PATH, { changes } ) );
	const saving = useSaving();
	const reset = () => void saving.run( () => send( 'DELETE', PATH ) ).then( () => setChanges( ( count ) => count + 1 ) );
	return (
		<section aria-labelledby="mxchat-comparison">
			<h3 id="mxchat-comparison">{ __( 'Comparison', 'mxchat-engine' ) }</h3>
			<Requested request={ request }>
				{ ( comparison ) => (
					<>
						<p>{ summary( comparison ) }</p>
						<ul>
							{ Object.entries( comparison.stores ).map( ( [ name, { rows, problem } ] ) => (
								<li key={ name }>
									{ name === 'vector_store' ? __( 'The store that answers:', 'mxchat-engine' ) : __( 'The other one:', 'mxchat-engine' ) }{ ' ' }
									{ problem === null
										? /* translators: %d: number of embeddings. */
										  sprintf( __( '%d embeddings', 'mxchat-engine' ), rows ?? 0 )
										: /* translators: %s: a code. */
										  sprintf( __( 'cannot be asked (%s)', 'mxchat-engine' ), problem ) }
								</li>
							) ) }
						</ul>
						<p className="mxchat-actions">
							<Button variant="secondary" onClick={ () => setChanges( ( count ) => count + 1 ) }>
								{ __( 'Look again', 'mxchat-engine' ) }
							</Button>
							<Button variant="tertiary" onClick={ reset }>
								{ __( 'Begin anew', 'mxchat-engine' ) }
							</Button>
						</p>
					</>
				) }
			</Requested>
		</section>
	);
}

function summary( { has_embeddings, problem, report }: Comparison ): string {
	if ( ! has_embeddings ) {
		return __( 'There are no embeddings yet: choose a model for search by meaning first.', 'mxchat-engine' );
	}
	if ( problem !== null || report === null ) {
		/* translators: %s: a code. */
		return sprintf( __( 'The stores could not be compared (%s).', 'mxchat-engine' ), problem ?? '' );
	}
	if ( report.overlap === null ) {
		/* translators: %d: number of failures. */
		return report.failures > 0 ? sprintf( __( 'The other store failed %d times.', 'mxchat-engine' ), report.failures ) : __( 'No question has been asked yet. Each visitor’s question is compared from now on.', 'mxchat-engine' );
	}
	return sprintf(
		/* translators: 1: number of questions, 2: percentage, 3 and 4: milliseconds, 5: number of failures. */
		__( '%1$d questions: %2$s %% of the results were the same, in %3$s ms here and %4$s ms there; it failed %5$d times.', 'mxchat-engine' ),
		report.queries,
		( 100 * report.overlap ).toFixed( 1 ),
		( report.primary_ms ?? 0 ).toFixed( 1 ),
		( report.candidate_ms ?? 0 ).toFixed( 1 ),
		report.failures
	);
}
