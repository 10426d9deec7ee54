/** What is on the screen, in the page's address: every view can be linked to, and Back works. */
import { useCallback, useEffect, useState } from './element';

export function addressWith( name: string, value: string | null ): string {
	const url = new URL( location.href );
	if ( value === null ) {
		url.searchParams.delete( name );
	} else {
		url.searchParams.set( name, value );
	}
	return url.href;
}

/** A parameter of the page's address, and a function that goes to the address with another value of it. */
export function useAddress( name: string ): [ string | null, ( value: string | null ) => void ] {
	const [ value, setValue ] = useState( () => read( name ) );
	useEffect( () => {
		const follow = () => setValue( read( name ) );
		addEventListener( 'popstate', follow );
		return () => removeEventListener( 'popstate', follow );
	}, [ name ] );
	const go = useCallback(
		( next: string | null ) => {
			history.pushState( null, '', addressWith( name, next ) );
			setValue( next );
		},
		[ name ]
	);
	return [ value, go ];
}

function read( name: string ): string | null {
	return new URL( location.href ).searchParams.get( name );
}
