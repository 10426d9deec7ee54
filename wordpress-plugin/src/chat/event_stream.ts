/**
 * Pieces of text → server-sent events, wherever the pieces were cut.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export interface ServerEvent {
	id: number;
	name: string;
	data: unknown;
}

export async function* readEvents( pieces: AsyncIterable< string > ): AsyncGenerator< ServerEvent, void, undefined > {
	let rest = '';
	for await ( const piece of pieces ) {
		const blocks = ( rest + piece ).split( '\n\n' );
		rest = blocks.pop() ?? '';
		for ( const block of blocks ) {
			const event = parseBlock( block );
			if ( event !== null ) {
				yield event;
			}
		}
	}
}

/** Comments, and what is no JSON, are nothing. */
function parseBlock( block: string ): ServerEvent | null {
	const fields: Record< string, string > = {};
	for ( const line of block.split( '\n' ) ) {
		const colon = line.indexOf( ':' );
		if ( colon > 0 ) {
			fields[ line.slice( 0, colon ) ] = line.slice( colon + 1 ).replace( /^ /, '' );
		}
	}
	try {
		return fields.data === undefined ? null : { id: Number( fields.id ) || 0, name: fields.event ?? 'message', data: JSON.parse( fields.data ) };
	} catch {
		return null;
	}
}
