/** How many pieces of the site's texts are compared by their meaning; nothing where none is. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { useRequest } from '../admin/request';

const { __, sprintf } = wp.i18n;

interface Status {
	serving: { model: string } | null;
	chosen: { model: string } | null;
	chunks: number;
	embedded: number;
}

/** `version` changes when it has to be asked for again. */
export function Embedded( { version }: { version: number } ): ReactElement | null {
	const request = useRequest< Status >( wp.url.addQueryArgs( '/mxchat/v1/embeddings', { _version: version } ) );
	const status = request.state === 'ready' ? request.answer : null;
	const space = status?.chosen ?? status?.serving ?? null;
	if ( status === null || space === null ) {
		return null;
	}
	return (
		<p>
			{ sprintf(
				/* translators: 1: number of embedded pieces of text, 2: number of all pieces, 3: name of a model. */
				__( '%1$d of %2$d pieces have an embedding of %3$s.', 'mxchat-engine' ),
				status.embedded,
				status.chunks,
				space.model
			) }{ ' ' }
			<a href="admin.php?page=mxchat-settings#mxchat-embeddings">{ __( 'Change the model', 'mxchat-engine' ) }</a>
		</p>
	);
}
