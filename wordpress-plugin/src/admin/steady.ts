/** Keeps the answer before on the screen while it is asked for again, so that nothing on the page loses its state. */
import { useRef } from './element';
import type { Request } from './request';

export function useSteady< Answer >( request: Request< Answer > ): Request< Answer > {
	const last = useRef< Request< Answer > >( request );
	if ( request.state !== 'loading' ) {
		last.current = request;
	}
	return last.current;
}
