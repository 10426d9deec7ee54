/** The switch that takes the site's OpenAI key for a credential of query-chatbot. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';

const { __ } = wp.i18n;
const { Notice, ToggleControl } = wp.components;

const PATH = '/mxchat/v1/openai-key';

interface Access {
	is_accepted: boolean;
	is_configured: boolean;
}

export function OpenaiKey(): ReactElement {
	const request = useRequest< Access >( PATH );
	return (
		<section aria-labelledby="mxchat-openai-key">
			<h2 id="mxchat-openai-key">{ __( 'Programs without a token', 'mxchat-engine' ) }</h2>
			<Requested request={ request }>{ ( access ) => <Switch stored={ access } /> }</Requested>
		</section>
	);
}

function Switch( { stored }: { stored: Access } ): ReactElement {
	const [ access, setAccess ] = useState( stored );
	const [ problem, setProblem ] = useState( '' );
	const change = async ( isAccepted: boolean ) => {
		setProblem( '' );
		try {
			setAccess( await send< Access >( 'POST', PATH, { is_accepted: isAccepted } ) );
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
		}
	};
	return (
		<div>
			{ problem && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			<ToggleControl
				label={ __( 'Accept this site’s OpenAI key for query-chatbot', 'mxchat-engine' ) }
				help={ help( access ) }
				checked={ access.is_accepted }
				onChange={ ( isAccepted ) => void change( isAccepted ) }
				__nextHasNoMarginBottom
			/>
		</div>
	);
}

function help( { is_accepted, is_configured }: Access ): string {
	if ( is_accepted && ! is_configured ) {
		return __( 'No OpenAI key is configured, so no key is accepted. Add it under Settings → Connectors.', 'mxchat-engine' );
	}
	return __( 'Programs written for the header x-openai-api-key can ask questions then. Whoever has the key can ask, too; a token is safer.', 'mxchat-engine' );
}
