import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseBlocks, renderBlocks } = await load( 'chat/blocks', 'chat/render_blocks' );

/** Elements as lists: what is made is what the DOM and React are asked for. */
const maker = {
	make: ( tag, attributes, ...children ) => [ Object.entries( attributes ).reduce( ( name, [ key, value ] ) => `${ name } ${ key }=${ value }`, tag ), ...children ],
	heading: 'h3',
	link: ( { href }, words ) => ( href === undefined ? words : [ `a ${ href }`, words ] ),
};
const rendered = ( text ) => renderBlocks( parseBlocks( text ), maker );

test( 'lines of a paragraph are parted, and stress is around code', () => {
	assert.deepEqual( rendered( 'One **two**\n***`three`***' ), [ [ 'p dir=auto', 'One ', [ 'strong', 'two' ], [ 'br' ], [ 'strong', [ 'em', [ 'code dir=ltr', 'three' ] ] ] ] ] );
} );

test( 'a link is around its words, however they are stressed', () => {
	assert.deepEqual( rendered( '[**a**](https://a.example/)' ), [ [ 'p dir=auto', [ 'a https://a.example/', [ 'strong', 'a' ] ] ] ] );
} );

test( 'a list has one direction, that within it another', () => {
	assert.deepEqual( rendered( '3. a\n   - b' ), [ [ 'ol start=3 dir=auto', [ 'li', 'a', [ 'ul dir=auto', [ 'li', 'b' ] ] ] ] ] );
} );

test( 'the head of a table says what its columns are', () => {
	assert.deepEqual( rendered( '|a|\n|-|\n|b|' ), [
		[ 'div class=table tabindex=0', [ 'table', [ 'thead', [ 'tr', [ 'th dir=auto scope=col', 'a' ] ] ], [ 'tbody', [ 'tr', [ 'td dir=auto', 'b' ] ] ] ] ],
	] );
} );

test( 'headings, quotes and code', () => {
	assert.deepEqual( rendered( '# a\n> b\n```\n**c**\n```' ), [ [ 'h3 dir=auto', 'a' ], [ 'blockquote dir=auto', 'b' ], [ 'pre tabindex=0 dir=ltr', [ 'code', '**c**' ] ] ] );
} );
