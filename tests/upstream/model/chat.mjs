import { countTokens, pieces, plausibleText } from './answer.mjs';
import { newId, now, refuse, reply } from './reply.mjs';
import { sendEvents } from './stream.mjs';

/** POST /chat/completions. */
export async function chat( call ) {
	const { method, path, body, step, script } = call;
	if ( path !== '/chat/completions' || method !== 'POST' || ! script.settings.has_chat ) {
		return false;
	}
	check( call );
	const said = message( body, step );
	const finish_reason = { length: 'length', filter: 'content_filter' }[ step.finish ] ?? ( said.tool_calls ? 'tool_calls' : 'stop' );
	const spent = { prompt_tokens: countTokens( JSON.stringify( body.messages ) ), completion_tokens: countTokens( JSON.stringify( said ) ) };
	const usage = 'usage' in step ? step.usage : { ...spent, total_tokens: spent.prompt_tokens + spent.completion_tokens };
	const base = { id: newId( 'chatcmpl', step ), created: now(), model: body.model };
	if ( ! body.stream ) {
		return reply( call, { ...base, object: 'chat.completion', choices: [ { index: 0, message: said, finish_reason } ], usage } );
	}
	const chunk = ( choices, more = {} ) => ( { type: '', data: { ...base, object: 'chat.completion.chunk', choices, ...more }, is_text: Boolean( choices[ 0 ]?.delta?.content ) } );
	const list = step.events ?? [
		...deltas( said, step ).map( ( delta ) => chunk( [ { index: 0, delta, finish_reason: null } ] ) ),
		chunk( [ { index: 0, delta: {}, finish_reason } ] ),
		...( body.stream_options?.include_usage ? [ chunk( [], { usage } ) ] : [] ),
	];
	call.step = { ...step, sse: { done: true, ...step.sse } };
	await sendEvents( call, list );
	return true;
}

function check( { body, script } ) {
	const { settings } = script;
	if ( settings.are_models_checked && ! settings.models.includes( body.model ) ) {
		refuse( 404, `The model '${ body.model }' does not exist.`, { param: 'model', code: 'model_not_found' } );
	}
	for ( const name of settings.rejected_parameters ) {
		if ( name in body ) {
			refuse( 400, `Unsupported parameter: '${ name }' is not supported with this model.`, { param: name, code: 'unsupported_parameter' } );
		}
	}
	if ( ! Array.isArray( body.messages ) || body.messages.length === 0 ) {
		refuse( 400, "Missing required parameter: 'messages'.", { param: 'messages' } );
	}
	for ( const tool of body.tools ?? [] ) {
		if ( typeof tool.function?.name !== 'string' || Array.isArray( tool.function.parameters?.properties ) ) {
			refuse( 400, 'Invalid tool.', { param: 'tools' } );
		}
	}
	checkCalls( body.messages );
}

function checkCalls( messages ) {
	let open = [];
	for ( const message of messages ) {
		if ( message.role === 'tool' ) {
			if ( ! open.includes( message.tool_call_id ) ) {
				refuse( 400, "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", { param: 'messages' } );
			}
			open = open.filter( ( id ) => id !== message.tool_call_id );
			continue;
		}
		if ( open.length > 0 ) {
			refuse( 400, "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.", { param: 'messages' } );
		}
		open = ( message.tool_calls ?? [] ).map( ( call ) => call.id );
	}
}

function message( body, step ) {
	const said = { role: 'assistant', content: null };
	if ( step.refusal ) {
		said.refusal = step.refusal;
	} else if ( step.text !== undefined || ! step.calls ) {
		said.content = step.text ?? plausibleText( asked( body.messages ) );
	}
	if ( step.calls ) {
		said.tool_calls = step.calls.map( ( call ) => ( {
			id: call.call_id ?? newId( 'call' ).slice( 0, 29 ),
			type: 'function',
			function: { name: call.name, arguments: step.has_object_arguments || typeof call.arguments === 'string' ? call.arguments : JSON.stringify( call.arguments ?? {} ) },
		} ) );
	}
	return said;
}

function asked( messages ) {
	const of = ( roles ) => messages.filter( ( { role } ) => roles.includes( role ) ).map( ( { content } ) => String( content ?? '' ) );
	const last_user = messages.findLastIndex( ( { role } ) => role === 'user' );
	return {
		question: of( [ 'user' ] ).at( -1 ) ?? '',
		context: of( [ 'system', 'developer' ] ).join( '\n' ),
		outputs: messages.slice( last_user + 1 ).filter( ( { role } ) => role === 'tool' ).map( ( { content } ) => String( content ) ),
	};
}

function deltas( said, step ) {
	const list = [ { role: 'assistant', content: '' } ];
	list.push( ...pieces( said.content ?? '' ).map( ( content ) => ( { content } ) ) );
	list.push( ...pieces( said.refusal ?? '' ).map( ( refusal ) => ( { refusal } ) ) );
	( said.tool_calls ?? [] ).forEach( ( call, index ) => {
		if ( step.has_whole_calls || typeof call.function.arguments !== 'string' ) {
			list.push( { tool_calls: [ { index, ...call } ] } );
			return;
		}
		const { name, arguments: text } = call.function;
		list.push( { tool_calls: [ { index, id: call.id, type: 'function', function: { name, arguments: '' } } ] } );
		for ( let start = 0; start < text.length; start += 5 ) {
			list.push( { tool_calls: [ { index, function: { arguments: text.slice( start, start + 5 ) } } ] } );
		}
	} );
	return list;
}
