/**
 * The WASM package as the browser loads it, but from the disk.
 */

import { readFile } from 'node:fs/promises';

const folder = new URL( '../../wordpress-plugin/build/', import.meta.url );

/** The package's functions. */
export const core = await import( new URL( 'mxchat-core.js', folder ).href );

core.initSync( { module: await readFile( new URL( 'mxchat-core.wasm', folder ) ) } );
