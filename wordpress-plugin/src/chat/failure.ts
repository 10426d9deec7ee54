import type { RestError } from '../rest';
import { type Strings, format } from './strings';

/** What went wrong, in words for a visitor. What the site said about it stays out: it may be written for its owner. */
export function describeFailure( error: RestError | undefined, strings: Strings ): string {
	if ( error === undefined ) {
		return strings.maybeSent;
	}
	if ( error.code === 'network' ) {
		return strings.errorNetwork;
	}
	if ( error.status === 429 ) {
		return describeWait( error.retryAfterSeconds, strings );
	}
	return error.requestId === null
		? strings.errorOther
		: `${ strings.errorOther } ${ format( strings.errorReference, { id: error.requestId } ) }`;
}

function describeWait( seconds: number | null, strings: Strings ): string {
	if ( seconds === null ) {
		return strings.errorBusy;
	}
	return seconds < 120
		? format( strings.errorBusySeconds, { count: Math.max( seconds, 1 ) } )
		: format( strings.errorBusyMinutes, { count: Math.ceil( seconds / 60 ) } );
}
