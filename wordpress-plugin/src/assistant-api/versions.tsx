/** Every version of an assistant; an old one can become the newest again. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { ASSISTANTS } from './types';
import type { Assistant, Version } from './types';

const { __, sprintf } = wp.i18n;
const { Button } = wp.components;

interface VersionsProps {
	assistant: Assistant;
	onRestored: ( assistant: Assistant ) => void;
}

export function Versions( { assistant, onRestored }: VersionsProps ): ReactElement {
	const path = `${ ASSISTANTS }/${ assistant.id }`;
	const request = useRequest< { versions: Version[] } >( path );
	const [ shown, setShown ] = useState( 0 );
	const saving = useSaving();
	const restore = ( version: number ) => void saving.run( async () => onRestored( await send< Assistant >( 'POST', `${ path }/versions/${ version }/restore` ) ) );
	return (
		<section aria-labelledby="mxchat-versions">
			<h2 id="mxchat-versions">{ __( 'Versions', 'mxchat-engine' ) }</h2>
			<Problem saving={ saving } />
			<Requested request={ request }>
				{ ( { versions } ) => (
					<table className="wp-list-table widefat striped">
						<thead>
							<tr>
								<th scope="col">{ __( 'Version', 'mxchat-engine' ) }</th>
								<th scope="col">{ __( 'Saved', 'mxchat-engine' ) }</th>
								<th scope="col">{ __( 'Model', 'mxchat-engine' ) }</th>
								<th scope="col">{ __( 'Actions', 'mxchat-engine' ) }</th>
							</tr>
						</thead>
						<tbody>
							{ versions.map( ( { version, created_at, model } ) => (
								<tr key={ version }>
									<th scope="row">{ version }</th>
									<td data-colname={ __( 'Saved', 'mxchat-engine' ) }>
										<Time at={ created_at } />
									</td>
									<td data-colname={ __( 'Model', 'mxchat-engine' ) }>{ model }</td>
									<td>
										<Button
											variant="secondary"
											aria-pressed={ shown === version }
											/* translators: %d: number of a version. */
											aria-label={ sprintf( __( 'Show version %d', 'mxchat-engine' ), version ) }
											onClick={ () => setShown( shown === version ? 0 : version ) }
										>
											{ __( 'Show', 'mxchat-engine' ) }
										</Button>{ ' ' }
										{ version !== assistant.version && (
											<Button
												variant="tertiary"
												/* translators: %d: number of a version. */
												aria-label={ sprintf( __( 'Restore version %d', 'mxchat-engine' ), version ) }
												onClick={ () => restore( version ) }
											>
												{ __( 'Restore', 'mxchat-engine' ) }
											</Button>
										) }
									</td>
								</tr>
							) ) }
						</tbody>
					</table>
				) }
			</Requested>
			{ shown > 0 && <Shown key={ shown } path={ `${ path }/versions/${ shown }` } /> }
		</section>
	);
}

function Shown( { path }: { path: string } ): ReactElement {
	const request = useRequest< Assistant >( path );
	return (
		<Requested request={ request }>
			{ ( version ) => (
				<>
					<h3>
						{
							/* translators: %d: number of a version. */
							sprintf( __( 'Version %d', 'mxchat-engine' ), version.version )
						}
					</h3>
					<pre className="mxchat-version" dir="auto" tabIndex={ 0 }>
						{ version.instructions }
					</pre>
				</>
			) }
		</Requested>
	);
}
