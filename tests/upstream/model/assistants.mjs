import { countTokens, plausibleText } from './answer.mjs';
import { newId, now, refuse, reply } from './reply.mjs';

/** The Assistants API, version 2, as a server of one's own may still speak it. Runs are polled, not streamed. */
export async function assistants( call ) {
	const { path, script, headers } = call;
	const [ , kind ] = path.split( '/' );
	if ( ! [ 'assistants', 'threads' ].includes( kind ) || ! script.settings.has_assistants ) {
		return false;
	}
	if ( headers[ 'openai-beta' ] !== 'assistants=v2' ) {
		refuse( 400, 'You must provide the OpenAI-Beta header to access the Assistants API.', { code: 'invalid_beta' } );
	}
	return kind === 'assistants' ? assistant( call ) : thread( call );
}

function assistant( call ) {
	const { method, path, body, script } = call;
	const [ , , id ] = path.split( '/' );
	if ( id === undefined && method === 'POST' ) {
		const made = { id: newId( 'asst', call.step ), object: 'assistant', created_at: now(), tools: [], metadata: {}, instructions: null, name: null, description: null, ...body };
		script.stored.set( made.id, made );
		return reply( call, made );
	}
	if ( id === undefined ) {
		const data = [ ...script.stored.values() ].filter( ( one ) => one.object === 'assistant' );
		return reply( call, { object: 'list', data, has_more: false } );
	}
	return keptObject( call, id, 'assistant' );
}

function keptObject( call, id, kind ) {
	const { method, body, script } = call;
	const kept = script.stored.get( id );
	if ( kept?.object !== kind ) {
		refuse( 404, `No ${ kind } found with id '${ id }'.` );
	}
	if ( method === 'DELETE' ) {
		script.stored.delete( id );
		return reply( call, { id, object: `${ kind }.deleted`, deleted: true } );
	}
	return reply( call, method === 'POST' ? Object.assign( kept, body ) : shown( kept ) );
}

function shown( { messages, runs, ...object } ) {
	return object;
}

function thread( call ) {
	const { method, path, body, script } = call;
	const [ , , id, part, part_id, verb ] = path.split( '/' );
	if ( id === undefined ) {
		const made = { id: newId( 'thread', call.step ), object: 'thread', created_at: now(), metadata: body.metadata ?? {}, messages: [], runs: new Map() };
		script.stored.set( made.id, made );
		( body.messages ?? [] ).forEach( ( message ) => addMessage( made, message ) );
		return reply( call, shown( made ) );
	}
	if ( part === undefined ) {
		return keptObject( call, id, 'thread' );
	}
	const kept = script.stored.get( id );
	if ( kept?.object !== 'thread' ) {
		refuse( 404, `No thread found with id '${ id }'.` );
	}
	if ( part === 'messages' ) {
		return method === 'POST' ? reply( call, addMessage( kept, body ) ) : messages( call, kept );
	}
	return part_id === undefined ? startRun( call, kept ) : run( call, kept, part_id, verb );
}

function addMessage( kept, { role, content, run_id = null, assistant_id = null } ) {
	const text = typeof content === 'string' ? content : ( content ?? [] ).map( ( part ) => part.text?.value ?? part.text ?? '' ).join( '' );
	const message = {
		id: newId( 'msg' ), object: 'thread.message', created_at: now(), thread_id: kept.id, role, run_id, assistant_id, status: 'completed',
		content: [ { type: 'text', text: { value: text, annotations: [] } } ], metadata: {},
	};
	kept.messages.push( message );
	return message;
}

function messages( call, kept ) {
	const { query } = call;
	const wanted = kept.messages.filter( ( message ) => ! query.get( 'run_id' ) || message.run_id === query.get( 'run_id' ) );
	const data = query.get( 'order' ) === 'asc' ? wanted : wanted.reverse();
	return reply( call, { object: 'list', data: data.slice( 0, Number( query.get( 'limit' ) ?? 20 ) ), has_more: false } );
}

function startRun( call, kept ) {
	const { body, script, step } = call;
	if ( call.method === 'GET' ) {
		return reply( call, { object: 'list', data: [ ...kept.runs.values() ].map( state ), has_more: false } );
	}
	const assistant = script.stored.get( body.assistant_id );
	if ( assistant?.object !== 'assistant' ) {
		refuse( 404, `No assistant found with id '${ body.assistant_id }'.` );
	}
	if ( [ ...kept.runs.values() ].some( ( other ) => [ 'queued', 'in_progress', 'requires_action' ].includes( state( other ).status ) ) ) {
		refuse( 400, `Thread ${ kept.id } already has an active run.` );
	}
	( body.additional_messages ?? [] ).forEach( ( message ) => addMessage( kept, message ) );
	const made = {
		run: {
			id: newId( 'run', step ), object: 'thread.run', created_at: now(), thread_id: kept.id, assistant_id: assistant.id, status: 'queued', required_action: null,
			last_error: null, incomplete_details: null, model: body.model ?? assistant.model, instructions: body.instructions ?? assistant.instructions, usage: null,
		},
		steps: [], step, outputs: [], kept, ready_at: Date.now() + ( step.run_ms ?? script.settings.background_ms ),
	};
	kept.runs.set( made.run.id, made );
	return reply( call, made.run );
}

function run( call, kept, id, verb ) {
	const made = kept.runs.get( id );
	if ( ! made ) {
		refuse( 404, `No run found with id '${ id }'.` );
	}
	if ( verb === 'cancel' ) {
		made.run.status = 'cancelled';
	}
	if ( verb === 'submit_tool_outputs' ) {
		submit( call, made );
	}
	if ( verb === 'steps' ) {
		return reply( call, { object: 'list', data: made.steps, has_more: false } );
	}
	return reply( call, state( made ) );
}

function submit( { body, script }, made ) {
	const wanted = made.run.required_action?.submit_tool_outputs.tool_calls.map( ( tool_call ) => tool_call.id ) ?? [];
	const given = ( body.tool_outputs ?? [] ).map( ( output ) => output.tool_call_id );
	if ( wanted.length === 0 || wanted.some( ( id ) => ! given.includes( id ) ) || given.length !== wanted.length ) {
		refuse( 400, 'Expected tool outputs for all calls of the run.' );
	}
	made.outputs = body.tool_outputs.map( ( output ) => output.output );
	made.run.required_action = null;
	made.run.status = 'queued';
	made.ready_at = Date.now() + script.settings.background_ms;
	made.step = { text: made.step.text_after_calls };
}

/** The run as it is by now. */
function state( made ) {
	const { run: current, step } = made;
	if ( ! [ 'queued', 'in_progress' ].includes( current.status ) ) {
		return current;
	}
	if ( Date.now() < made.ready_at ) {
		current.status = 'in_progress';
	} else if ( step.finish === 'failed' ) {
		Object.assign( current, { status: 'failed', last_error: step.error ?? { code: 'server_error', message: 'A secret sentence.' } } );
	} else if ( step.calls ) {
		const tool_calls = step.calls.map( ( call ) => ( { id: call.call_id ?? newId( 'call' ).slice( 0, 29 ), type: 'function', function: { name: call.name, arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify( call.arguments ?? {} ) } } ) );
		Object.assign( current, { status: 'requires_action', required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls } } } );
	} else {
		finish( made );
	}
	return current;
}

function finish( { run: current, step, steps, outputs, kept } ) {
	const question = kept.messages.findLast( ( message ) => message.role === 'user' )?.content[ 0 ].text.value ?? '';
	const text = step.text ?? plausibleText( { question, context: current.instructions ?? '', outputs } );
	const said = addMessage( kept, { role: 'assistant', content: text, run_id: current.id, assistant_id: current.assistant_id } );
	const usage = { prompt_tokens: countTokens( question ), completion_tokens: countTokens( text ), total_tokens: countTokens( question ) + countTokens( text ) };
	steps.push( { id: newId( 'step' ), object: 'thread.run.step', type: 'message_creation', status: 'completed', step_details: { type: 'message_creation', message_creation: { message_id: said.id } }, usage } );
	Object.assign( current, { status: 'completed', usage } );
}
