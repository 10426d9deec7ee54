/** The conversation as a text file of the visitor's own. */
import type { Message } from './conversation';
import { h } from './dom';
import type { Strings } from './strings';

export function transcriptText( messages: readonly Message[], { you, assistant }: Strings ): string {
	return messages
		.map( ( { role, text, sources } ) => {
			const speaker = role === 'user' ? you : assistant;
			return [ `${ speaker } ${ text }`, ...sources.map( ( { title, url } ) => `- ${ title } <${ url }>` ) ].join( '\n' );
		} )
		.join( '\n\n' )
		.concat( '\n' );
}

export function download( text: string, name: string ): void {
	const url = URL.createObjectURL( new Blob( [ text ], { type: 'text/plain;charset=utf-8' } ) );
	h( 'a', { href: url, download: name } ).click();
	setTimeout( () => URL.revokeObjectURL( url ), 1_000 );
}
