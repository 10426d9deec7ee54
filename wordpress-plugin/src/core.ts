/**
 * The only importer of the WASM package.
 *
 * The chat works the same without it: where WASM is missing, blocked by a Content-Security-Policy or fails to
 * load, there is no core, and nobody but the debug log hears of it.
 */

/** The hash of the WASM package, empty if the widget was built without one. */
declare const CORE_VERSION: string;

export interface Match {
	id: number;
	score: number;
}

export interface ScoredAction {
	id: string;
	decision: 'sure' | 'likely' | 'none';
}

export interface ActionModel {
	/** The best action first. */
	score( draft: string, strictness: number ): ScoredAction[];
}

export interface Core {
	searchSegments( segments: Uint8Array[], question: string, limit: number ): Match[];
	ActionModel: new ( model: Uint8Array, background: Uint8Array ) => ActionModel;
}

interface CorePackage extends Core {
	default( options: { module_or_path: URL } ): Promise< unknown >;
}

let loading: Promise< Core | null > | undefined;

export function loadCore(): Promise< Core | null > {
	loading ??= CORE_VERSION === '' ? Promise.resolve( null ) : load();
	return loading;
}

async function load(): Promise< Core | null > {
	try {
		const core: CorePackage = await import( file( 'mxchat-core.js' ).href );
		await core.default( { module_or_path: file( 'mxchat-core.wasm' ) } );
		return core;
	} catch ( error ) {
		console.debug( 'MxChat works without WebAssembly on this page.', error );
		return null;
	}
}

function file( name: string ): URL {
	return new URL( `./${ name }?v=${ CORE_VERSION }`, import.meta.url );
}
