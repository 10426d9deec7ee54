import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson } from './reply.mjs';

/**
 * Sends events as the step wants them: whole or damaged, quickly or slowly.
 *
 * Each event is `{type, data, is_text}`; `data` is an object, or a text that is sent as it is.
 */
export async function sendEvents( call, events ) {
	const { step, response, entry } = call;
	const style = step.sse ?? {};
	entry.status = 200;
	response.writeHead( 200, { 'Content-Type': style.content_type ?? 'text/event-stream; charset=utf-8', 'x-request-id': 'req_stream', ...step.headers } );
	response.flushHeaders();
	const delay = step.delay_ms ?? call.script.settings.delay_ms;
	let number = 0;
	for ( const event of events ) {
		if ( response.destroyed ) {
			return;
		}
		if ( number === step.cut_after ) {
			return cut( call );
		}
		if ( number === step.end_after ) {
			return response.end();
		}
		if ( number === step.stall_after ) {
			return;
		}
		if ( step.hold_after?.includes( number ) ) {
			await call.script.hold();
		}
		if ( number === step.error_after ) {
			await write( call, frame( { type: 'error', data: step.error }, style, false ) );
			return response.end();
		}
		if ( event.is_text && delay > 0 ) {
			await sleep( delay );
		}
		const is_last = number === events.length - 1;
		await write( call, frame( event, style, is_last ) );
		number += 1;
		entry.events_sent = number;
	}
	if ( style.done ) {
		await write( call, frame( { type: '', data: '[DONE]' }, style, false ) );
	}
	if ( step.cut_after === 'end' ) {
		return cut( call );
	}
	response.end();
}

/** The step's own status, headers and body, or bytes that are no answer at all. */
export async function playStep( call ) {
	const { step, response, entry } = call;
	if ( step.garbage !== undefined ) {
		entry.status = step.status ?? 200;
		response.writeHead( entry.status, { 'Content-Type': step.content_type ?? 'text/event-stream', ...step.headers } );
		await write( call, Buffer.from( step.garbage, step.encoding ?? 'utf8' ) );
		return step.is_held ? undefined : response.end();
	}
	entry.status = step.status;
	if ( step.is_cut ) {
		return cut( call );
	}
	const body = step.body ?? defaultBody( step.status );
	return sendJson( response, step.status, body, step.headers );
}

function defaultBody( status ) {
	const type = status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error';
	const code = { 401: 'invalid_api_key', 404: 'model_not_found', 429: 'rate_limit_exceeded' }[ status ] ?? null;
	return { error: { message: `Scripted ${ status }: a secret sentence of the provider.`, type, param: null, code } };
}

function frame( event, style, is_last ) {
	const end = { crlf: '\r\n', cr: '\r' }[ style.line_end ] ?? '\n';
	const lines = [];
	if ( style.has_comments ) {
		lines.push( ': OPENROUTER PROCESSING', '' );
	}
	if ( event.type !== '' && style.has_event_lines !== false ) {
		lines.push( `event: ${ event.type }` );
	}
	lines.push( `data: ${ typeof event.data === 'string' ? event.data : JSON.stringify( event.data ) }` );
	if ( ! ( is_last && style.has_final_blank_line === false ) ) {
		lines.push( '' );
	}
	return Buffer.from( lines.map( ( line ) => line + end ).join( '' ) );
}

async function write( call, bytes ) {
	const { step, response, entry } = call;
	const size = step.slow_loris ? 1 : step.split ?? bytes.length;
	for ( let start = 0; start < bytes.length && ! response.destroyed; start += size ) {
		const part = bytes.subarray( start, start + size );
		response.write( part );
		entry.bytes_sent += part.length;
		if ( step.slow_loris ) {
			await sleep( step.slow_loris );
		} else if ( step.split ) {
			// Long enough for the piece to travel alone.
			await sleep( 1 );
		}
	}
}

async function cut( call ) {
	call.is_cut = true;
	// What was written is to arrive before the connection breaks.
	await sleep( 20 );
	call.response.socket?.destroy();
}
