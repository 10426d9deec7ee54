/** What the server does next, and what it has been asked. */

const DEFAULTS = {
	key: null,
	delay_ms: 40,
	models: [ 'scripted-large', 'scripted-small', 'scripted-reasoning', 'scripted-ending', 'text-embedding-3-small', 'gpt-image-2' ],
	are_models_checked: false,
	has_responses: true,
	has_chat: true,
	has_state: true,
	has_background: true,
	has_conversations: true,
	has_assistants: true,
	/** Parameters that this host answers with 400 unsupported_parameter. */
	rejected_parameters: [],
	background_ms: 300,
	honours_dimensions: true,
	honours_base64: true,
	embedding_dimensions: { 'text-embedding-3-small': 1536, 'text-embedding-3-large': 3072 },
	/** How often a model call goes wrong at random, 0 to 1, and in which ways. */
	chaos: 0,
	chaos_steps: [ { status: 500 }, { status: 503 }, { cut_after: 4 }, { end_after: 3 }, { garbage: 'oops' } ],
	chaos_seed: 1,
};

export class Script {
	constructor( settings = {} ) {
		this.first = { ...DEFAULTS, ...settings };
		this.journal = [];
		this.held = [];
		this.reset();
	}

	reset() {
		this.release();
		this.settings = { ...this.first };
		this.queue = [];
		this.journal.length = 0;
		this.stored = new Map();
		this.random = generator( this.settings.chaos_seed );
	}

	/** A list of steps, or `{queue, settings, replace}`. */
	add( body ) {
		const { queue = [], settings = {}, replace = false } = Array.isArray( body ) ? { queue: body } : body;
		Object.assign( this.settings, settings );
		if ( 'chaos_seed' in settings ) {
			this.random = generator( settings.chaos_seed );
		}
		if ( replace ) {
			this.queue = [];
		}
		for ( const step of queue ) {
			this.queue.push( { times: 1, ...step } );
		}
	}

	/** The first step in the queue that is meant for this call; without one, the server answers as it likes. */
	takeStep( call ) {
		const place = this.queue.findIndex( ( step ) => isFor( step, call ) );
		if ( place < 0 ) {
			return this.chance( call );
		}
		const step = this.queue[ place ];
		step.times -= 1;
		if ( step.times < 1 ) {
			this.queue.splice( place, 1 );
		}
		return step;
	}

	/** An answer waits here until a test has seen what is there so far. */
	hold() {
		return new Promise( ( resolve ) => this.held.push( resolve ) );
	}

	/** @returns How many went on. */
	release() {
		return this.held.splice( 0 ).map( ( goOn ) => goOn() ).length;
	}

	/** For a call that was refused: the step is still to come. */
	giveBack( step ) {
		if ( step?.times !== undefined ) {
			step.times += 1;
			if ( step.times === 1 ) {
				this.queue.unshift( step );
			}
		}
	}

	chance( call ) {
		const { chaos, chaos_steps: steps } = this.settings;
		if ( ! chaos || ! isModelCall( call ) || this.random() >= chaos ) {
			return {};
		}
		return steps[ Math.floor( this.random() * steps.length ) ];
	}

	note( call ) {
		const entry = {
			number: this.journal.length + 1,
			at: Date.now(),
			method: call.method,
			path: call.path,
			query: Object.fromEntries( call.query ),
			headers: call.headers,
			body: call.body,
			status: null,
			events_sent: 0,
			bytes_sent: 0,
			ended_at: null,
			/** When the client went away before the answer was whole. */
			client_gone_at: null,
		};
		call.response.on( 'finish', () => {
			entry.ended_at = Date.now();
			entry.status ??= call.response.statusCode;
		} );
		call.response.on( 'close', () => {
			if ( ! call.response.writableFinished && ! call.is_cut ) {
				entry.client_gone_at = Date.now();
			}
			entry.ended_at ??= Date.now();
			entry.status ??= call.response.statusCode;
		} );
		this.journal.push( entry );
		return entry;
	}
}

/** Whether a call asks a model for an answer. */
export function isModelCall( { method, path } ) {
	return method === 'POST' && ( /^\/(responses|chat\/completions)$/.test( path ) || /\/runs$/.test( path ) );
}

function isFor( step, call ) {
	if ( step.contains !== undefined && ! JSON.stringify( call.body ).includes( step.contains ) ) {
		return false;
	}
	if ( step.method !== undefined && step.method !== call.method ) {
		return false;
	}
	return step.path === undefined ? isModelCall( call ) : new RegExp( step.path ).test( call.path );
}

/** mulberry32: small, and the same on each run. */
function generator( seed ) {
	let state = seed >>> 0;
	return () => {
		state = ( state + 0x6d2b79f5 ) >>> 0;
		let mixed = Math.imul( state ^ ( state >>> 15 ), state | 1 );
		mixed ^= mixed + Math.imul( mixed ^ ( mixed >>> 7 ), mixed | 61 );
		return ( ( mixed ^ ( mixed >>> 14 ) ) >>> 0 ) / 4294967296;
	};
}
