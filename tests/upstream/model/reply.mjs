import { randomBytes } from 'node:crypto';

/** An error in the provider's shape. */
export class Refusal extends Error {
	constructor( status, body ) {
		super( body.message );
		this.status = status;
		this.body = { type: 'invalid_request_error', param: null, code: null, ...body };
	}
}

export function refuse( status, message, more = {} ) {
	throw new Refusal( status, { message, ...more } );
}

export function sendJson( response, status, value, headers = {} ) {
	const bytes = Buffer.from( typeof value === 'string' ? value : JSON.stringify( value ) );
	response.writeHead( status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length, 'x-request-id': `req_${ hex( 8 ) }`, ...headers } );
	response.end( bytes );
}

export function hex( bytes ) {
	return randomBytes( bytes ).toString( 'hex' );
}

export function newId( prefix, step = {} ) {
	const id = `${ prefix }_${ hex( 16 ) }`;
	return step.id_length ? id.padEnd( step.id_length, 'x' ) : id;
}

export function now() {
	return Math.floor( Date.now() / 1000 );
}

/** Answers, and says that it did. */
export function reply( call, value, status = 200 ) {
	call.entry.status = status;
	sendJson( call.response, status, value, call.step.headers );
	return true;
}
