import type { RestError } from '../rest';
import type { Message } from './conversation';
import { type Strings, format } from './strings';

/** What went wrong, in words for a visitor. What the site said about it stays out: it may be written for its owner. */
export function describeFailure( error: RestError | undefined, strings: Strings ): string {
	if ( error === undefined ) {
		return strings.maybeSent;
	}
	if ( error.code === 'network' ) {
		return strings.errorNetwork;
	}
	if ( error.status === 429 || error.code === 'mxchat_streams_busy' ) {
		return describeWait( error.retryAfterSeconds, strings );
	}
	return withReference( strings.errorOther, error.requestId ?? '', strings );
}

/** Where an answer did not come to its end, in words for a visitor; empty if it did. */
export function describeEnd( { finish, errorId }: Pick< Message, 'finish' | 'errorId' >, strings: Strings ): string {
	const said = { stopped: strings.stopped, cut: strings.cut, length: strings.cut, complete: '', refused: '' }[ finish ];
	return withReference( said, errorId, strings );
}

/** With the id to quote, under which the site's log tells more. */
function withReference( text: string, id: string, strings: Strings ): string {
	return id === '' ? text : `${ text } ${ format( strings.errorReference, { id } ) }`;
}

function describeWait( seconds: number | null, strings: Strings ): string {
	if ( seconds === null ) {
		return strings.errorBusy;
	}
	return seconds < 120
		? format( strings.errorBusySeconds, { count: Math.max( seconds, 1 ) } )
		: format( strings.errorBusyMinutes, { count: Math.ceil( seconds / 60 ) } );
}
