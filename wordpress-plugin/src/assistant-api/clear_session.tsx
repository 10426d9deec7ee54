/** Ends the owner's own conversation in this browser, so that the next test begins without memory. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { Rest, RestError } from '../rest';

const { __ } = wp.i18n;
const { Button } = wp.components;

/** What the chat keeps under its keys. */
interface Kept {
	session?: { id?: string; secret?: string } | null;
}

export function ClearSession(): ReactElement {
	const saving = useSaving();
	return (
		<section aria-labelledby="mxchat-clear">
			<h2 id="mxchat-clear">{ __( 'Your own test', 'mxchat-engine' ) }</h2>
			<p className="mxchat-intro">{ __( 'A conversation remembers a day of what was said. This clears the one that you have in this browser with the chat of this site; its transcript stays.', 'mxchat-engine' ) }</p>
			<Problem saving={ saving } />
			<p className="mxchat-actions">
				<Button variant="secondary" isBusy={ saving.isBusy } disabled={ saving.isBusy } accessibleWhenDisabled onClick={ () => void saving.run( clear ) }>
					{ __( 'Clear Session', 'mxchat-engine' ) }
				</Button>
				<span role="status">{ saving.isSaved && __( 'Cleared. The next message begins a new conversation.', 'mxchat-engine' ) }</span>
			</p>
		</section>
	);
}

/** Every bot of this site has a key of its own; other sites under the same address have theirs. */
async function clear(): Promise< void > {
	const root = document.querySelector< HTMLElement >( '[data-mxchat-rest-url]' )?.dataset.mxchatRestUrl ?? '';
	const keys = Object.keys( localStorage ).filter( ( key ) => key.startsWith( `mxchat:${ root }mxchat/v1/` ) );
	for ( const key of keys ) {
		const { session } = JSON.parse( localStorage.getItem( key ) ?? '{}' ) as Kept;
		if ( session?.id && session.secret ) {
			await end( root, session.id, session.secret );
		}
		localStorage.removeItem( key );
	}
}

async function end( root: string, id: string, secret: string ): Promise< void > {
	try {
		await new Rest( `${ root.replace( /\/$/, '' ) }/mxchat/v1/` ).send( { method: 'DELETE', path: `sessions/${ id }`, secret } );
	} catch ( error ) {
		// A session that the server does not know any more is as clear as can be.
		if ( ! ( error instanceof RestError && error.status === 404 ) ) {
			throw new Error( __( 'The conversation could not be cleared. Please try again.', 'mxchat-engine' ) );
		}
	}
}
