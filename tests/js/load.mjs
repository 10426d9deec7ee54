/** Brings a TypeScript module of the plugin into node, bundled as the build does it. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const plugin = new URL( '../../wordpress-plugin/', import.meta.url );
const { build } = createRequire( new URL( 'package.json', plugin ) )( 'esbuild' );

/** The exports of `src/<names>.ts` in one object, so that modules loaded together share what they import. */
export async function load( ...names ) {
	const result = await build( {
		absWorkingDir: fileURLToPath( plugin ),
		stdin: {
			contents: names.map( ( name ) => `export * from './src/${ name }';` ).join( '\n' ),
			resolveDir: fileURLToPath( plugin ),
		},
		bundle: true,
		format: 'esm',
		write: false,
		define: { CORE_VERSION: '""' },
	} );
	const [ { text } ] = result.outputFiles;
	return import( `data:text/javascript;base64,${ Buffer.from( text ).toString( 'base64' ) }` );
}
