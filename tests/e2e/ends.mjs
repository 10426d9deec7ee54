/** What a file of tests opens is closed in one place, whatever has failed before. */
import { after } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';

const MAX_SECONDS = 10;
const ends = [];

/** At the end of the file's tests `close` is called, the last one first; one that fails or hangs keeps no other from its turn. */
export function atEnd( close ) {
	ends.push( close );
}

after( async () => {
	const failures = [];
	for ( const close of ends.reverse() ) {
		await inTime( close ).catch( ( error ) => failures.push( error ) );
	}
	if ( failures.length > 0 ) {
		throw failures.length === 1 ? failures[ 0 ] : new AggregateError( failures, failures.join( '\n' ) );
	}
} );

async function inTime( close ) {
	const closed = new AbortController();
	// The timer keeps the process alive: one that ends while a hook waits would count as passed.
	const isLate = wait( MAX_SECONDS * 1000, null, { signal: closed.signal } ).then(
		() => Promise.reject( new Error( `After ${ MAX_SECONDS } seconds this had not ended: ${ close }` ) ),
		() => {}
	);
	try {
		await Promise.race( [ Promise.resolve().then( close ), isLate ] );
	} finally {
		closed.abort();
	}
}
