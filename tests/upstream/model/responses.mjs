import { countTokens, pieces, plausibleText } from './answer.mjs';
import { newId, now, refuse, reply } from './reply.mjs';
import { sendEvents } from './stream.mjs';

/** POST /responses, and what is kept of them. */
export async function responses( call ) {
	const { method, path, script } = call;
	if ( ! /^\/responses(\/|$)/.test( path ) || ! script.settings.has_responses ) {
		return false;
	}
	const [ , , id, verb ] = path.split( '/' );
	if ( method === 'POST' && id === undefined ) {
		return create( call );
	}
	const kept = script.stored.get( id );
	if ( ! kept || ! script.settings.has_state ) {
		refuse( 404, `Response with id '${ id }' not found.` );
	}
	if ( method === 'DELETE' ) {
		script.stored.delete( id );
		return reply( call, { id, object: 'response', deleted: true } );
	}
	if ( verb === 'cancel' ) {
		kept.response.status = 'cancelled';
		return reply( call, kept.response );
	}
	if ( verb === 'input_items' ) {
		return reply( call, { object: 'list', data: kept.input, has_more: false } );
	}
	return reply( call, current( kept ) );
}

function current( kept ) {
	if ( kept.ready_at && kept.response.status !== 'cancelled' ) {
		const is_ready = Date.now() >= kept.ready_at;
		return is_ready ? kept.final : { ...kept.response, status: 'in_progress' };
	}
	return kept.response;
}

async function create( call ) {
	const { body, script, step } = call;
	const history = check( call );
	const input = [ ...history, ...inputItems( body.input ) ];
	checkCalls( input );
	const output = outputItems( body, input, step );
	const final = finalResponse( call, input, output );
	keep( call, input, output, final );
	if ( body.background && script.settings.has_background ) {
		return reply( call, { ...final, status: 'queued', output: [], usage: null } );
	}
	if ( ! body.stream ) {
		await new Promise( ( resolve ) => setTimeout( resolve, step.delay_ms ?? 0 ) );
		return reply( call, final );
	}
	await sendEvents( call, step.events ?? events( final, step ) );
	return true;
}

/** Refuses what the real one refuses; gives the items of the conversation so far. */
function check( { body, script } ) {
	const { settings } = script;
	if ( typeof body.model !== 'string' || body.model === '' ) {
		refuse( 400, "Missing required parameter: 'model'.", { param: 'model', code: 'missing_required_parameter' } );
	}
	if ( settings.are_models_checked && ! settings.models.includes( body.model ) ) {
		refuse( 404, `The model '${ body.model }' does not exist or you do not have access to it.`, { param: 'model', code: 'model_not_found' } );
	}
	for ( const name of settings.rejected_parameters ) {
		if ( name in body ) {
			refuse( 400, `Unsupported parameter: '${ name }' is not supported with this model.`, { param: name, code: 'unsupported_parameter' } );
		}
	}
	if ( body.max_output_tokens !== undefined && body.max_output_tokens < 16 ) {
		refuse( 400, "Invalid 'max_output_tokens': below minimum value.", { param: 'max_output_tokens', code: 'integer_below_min_value' } );
	}
	if ( body.safety_identifier !== undefined && body.safety_identifier.length > 64 ) {
		refuse( 400, "Invalid 'safety_identifier': string too long.", { param: 'safety_identifier', code: 'string_above_max_length' } );
	}
	( body.tools ?? [] ).forEach( checkTool );
	return [ ...conversationItems( body, script ), ...previousItems( body, script ) ];
}

function checkTool( tool, index ) {
	if ( tool.type === 'function' && typeof tool.name !== 'string' ) {
		refuse( 400, `Missing required parameter: 'tools[${ index }].name'.`, { param: `tools[${ index }].name`, code: 'missing_required_parameter' } );
	}
	if ( Array.isArray( tool.parameters ) || Array.isArray( tool.parameters?.properties ) ) {
		refuse( 400, `Invalid schema for function '${ tool.name }': [] is not of type 'object'.`, { param: `tools[${ index }].parameters`, code: 'invalid_function_parameters' } );
	}
}

function previousItems( body, script ) {
	const id = body.previous_response_id;
	if ( ! id ) {
		return [];
	}
	const kept = script.settings.has_state ? script.stored.get( id ) : undefined;
	if ( ! kept ) {
		refuse( 400, `Previous response with id '${ id }' not found.`, { param: 'previous_response_id', code: 'previous_response_not_found' } );
	}
	return [ ...kept.input, ...kept.final.output ];
}

function conversationItems( body, script ) {
	const id = body.conversation?.id ?? body.conversation;
	if ( ! id ) {
		return [];
	}
	const kept = script.stored.get( id );
	if ( ! kept ) {
		refuse( 404, `Conversation with id '${ id }' not found.`, { param: 'conversation' } );
	}
	return kept.items;
}

function inputItems( input ) {
	const items = typeof input === 'string' ? [ { role: 'user', content: input } ] : input ?? [];
	if ( ! Array.isArray( items ) || items.length === 0 ) {
		refuse( 400, "Missing required parameter: 'input'.", { param: 'input', code: 'missing_required_parameter' } );
	}
	return items.map( ( item ) => ( { id: newId( 'item' ), type: item.type ?? 'message', ...item } ) );
}

function checkCalls( items ) {
	const calls = items.filter( ( item ) => item.type === 'function_call' ).map( ( item ) => item.call_id );
	const outputs = items.filter( ( item ) => item.type === 'function_call_output' ).map( ( item ) => item.call_id );
	for ( const id of calls ) {
		if ( outputs.filter( ( other ) => other === id ).length !== 1 ) {
			refuse( 400, `No tool output found for function call ${ id }.`, { param: 'input' } );
		}
	}
	for ( const id of outputs ) {
		if ( ! calls.includes( id ) ) {
			refuse( 400, `No tool call found for function call output with call_id ${ id }.`, { param: 'input' } );
		}
	}
}

function outputItems( body, input, step ) {
	const items = [];
	if ( step.reasoning ) {
		items.push( { type: 'reasoning', id: newId( 'rs', step ), summary: [], encrypted_content: 'c2VjcmV0' } );
	}
	for ( const call of step.calls ?? [] ) {
		const given = typeof call.arguments === 'string' ? call.arguments : JSON.stringify( call.arguments ?? {} );
		items.push( { type: 'function_call', id: newId( 'fc', step ), call_id: call.call_id ?? newId( 'call' ).slice( 0, 29 ), name: call.name, arguments: given, status: 'completed' } );
	}
	if ( step.refusal ) {
		items.push( message( newId( 'msg', step ), { type: 'refusal', refusal: step.refusal } ) );
	} else if ( step.text !== undefined || ! step.calls ) {
		const text = step.text ?? plausibleText( asked( body, input ) );
		const said = message( newId( 'msg', step ), { type: 'output_text', text, annotations: step.annotations ?? [] } );
		step.has_text_after_calls === false ? items.unshift( said ) : items.push( said );
	}
	return items;
}

function message( id, part ) {
	return { type: 'message', id, status: 'completed', role: 'assistant', content: [ part ] };
}

function asked( body, input ) {
	const texts = ( roles ) => input.filter( ( item ) => item.type === 'message' && roles.includes( item.role ) ).map( textOf );
	const last_user = input.findLastIndex( ( item ) => item.type === 'message' && item.role === 'user' );
	return {
		question: texts( [ 'user' ] ).at( -1 ) ?? '',
		context: [ body.instructions ?? '', ...texts( [ 'developer', 'system' ] ) ].join( '\n' ),
		outputs: input.slice( last_user + 1 ).filter( ( item ) => item.type === 'function_call_output' ).map( ( item ) => String( item.output ) ),
	};
}

function textOf( item ) {
	return typeof item.content === 'string' ? item.content : ( item.content ?? [] ).map( ( part ) => part.text ?? '' ).join( '' );
}

function finalResponse( { body, step }, input, output ) {
	const status = { length: 'incomplete', filter: 'incomplete', failed: 'failed' }[ step.finish ] ?? 'completed';
	const reason = { length: 'max_output_tokens', filter: 'content_filter' }[ step.finish ];
	const spent = { input_tokens: countTokens( JSON.stringify( input ) + ( body.instructions ?? '' ) ), output_tokens: countTokens( JSON.stringify( output ) ) };
	return {
		id: newId( 'resp', step ),
		object: 'response',
		created_at: now(),
		status,
		error: status === 'failed' ? step.error ?? { code: 'server_error', message: 'Scripted failure with a secret sentence.' } : null,
		incomplete_details: reason ? { reason } : null,
		instructions: body.instructions ?? null,
		model: body.model,
		output,
		previous_response_id: body.previous_response_id ?? null,
		store: body.store !== false,
		temperature: body.temperature ?? null,
		tools: body.tools ?? [],
		usage: 'usage' in step ? step.usage : { ...spent, input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: spent.input_tokens + spent.output_tokens },
	};
}

function keep( { body, script }, input, output, final ) {
	const { settings, stored } = script;
	if ( body.store !== false && settings.has_state ) {
		const ready_at = body.background ? Date.now() + settings.background_ms : 0;
		stored.set( final.id, { input, final, response: ready_at ? { ...final, status: 'queued', output: [], usage: null } : final, ready_at } );
	}
	const conversation = stored.get( body.conversation?.id ?? body.conversation );
	conversation?.items.push( ...input.slice( conversation.items.length ), ...output );
}

function events( final, step ) {
	const open = { ...final, status: 'in_progress', output: [], usage: null };
	const list = [ { type: 'response.created', response: open }, { type: 'response.in_progress', response: open } ];
	final.output.forEach( ( item, output_index ) => list.push( ...itemEvents( item, output_index ) ) );
	list.push( { type: `response.${ step.terminal ?? final.status }`, response: final } );
	const is_numbered = step.sse?.has_sequence_numbers !== false;
	return list.map( ( data, sequence_number ) => ( {
		type: data.type,
		data: is_numbered ? { type: data.type, sequence_number, ...data } : data,
		is_text: data.type.endsWith( '.delta' ),
	} ) );
}

function itemEvents( item, output_index ) {
	const added = { type: 'response.output_item.added', output_index };
	const done = { type: 'response.output_item.done', output_index, item };
	if ( item.type === 'message' ) {
		return [ { ...added, item: { ...item, status: 'in_progress', content: [] } }, ...partEvents( item, output_index ), done ];
	}
	if ( item.type === 'function_call' ) {
		const at = { item_id: item.id, output_index };
		const halves = [ item.arguments.slice( 0, 5 ), item.arguments.slice( 5 ) ].filter( ( half ) => half !== '' );
		return [
			{ ...added, item: { ...item, arguments: '', status: 'in_progress' } },
			...halves.map( ( delta ) => ( { type: 'response.function_call_arguments.delta', ...at, delta } ) ),
			{ type: 'response.function_call_arguments.done', ...at, arguments: item.arguments },
			done,
		];
	}
	return [ { ...added, item: { ...item, encrypted_content: null } }, done ];
}

function partEvents( item, output_index ) {
	const [ part ] = item.content;
	const name = part.type === 'refusal' ? 'refusal' : 'output_text';
	const key = part.type === 'refusal' ? 'refusal' : 'text';
	const at = { item_id: item.id, output_index, content_index: 0 };
	return [
		{ type: 'response.content_part.added', ...at, part: { ...part, [ key ]: '' } },
		...pieces( part[ key ] ).map( ( delta ) => ( { type: `response.${ name }.delta`, ...at, delta } ) ),
		{ type: `response.${ name }.done`, ...at, [ key ]: part[ key ] },
		{ type: 'response.content_part.done', ...at, part },
	];
}
