import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseBlocks, plainText } = await load( 'chat/blocks' );

const t = ( text ) => [ { text } ];
const paragraph = ( ...lines ) => ( { kind: 'paragraph', lines: lines.map( t ) } );
const item = ( text, ...lists ) => ( { lines: [ t( text ) ], lists } );
const bullets = ( ...items ) => ( { kind: 'list', isOrdered: false, start: 1, items } );
const numbers = ( start, ...items ) => ( { kind: 'list', isOrdered: true, start, items } );

test( 'blank lines part paragraphs, single breaks part lines', () => {
	assert.deepEqual( parseBlocks( 'One\r\ntwo\n\n \nThree' ), [ paragraph( 'One', 'two' ), paragraph( 'Three' ) ] );
} );

test( 'empty text has no blocks', () => {
	assert.deepEqual( parseBlocks( ' \n\n ' ), [] );
} );

test( 'a list below a sentence', () => {
	assert.deepEqual( parseBlocks( 'We mend:\n- boots\n* bags\n• tents\nAsk us.' ), [ paragraph( 'We mend:' ), bullets( item( 'boots' ), item( 'bags' ), item( 'tents' ) ), paragraph( 'Ask us.' ) ] );
} );

test( 'numbers begin where the writer began, across blank lines', () => {
	assert.deepEqual( parseBlocks( '3. a\n\n4) b' ), [ numbers( 3, item( 'a' ), item( 'b' ) ) ] );
} );

test( 'a list within a list, and back', () => {
	assert.deepEqual( parseBlocks( '1. a\n   - b\n     - c\n2. d' ), [ numbers( 1, item( 'a', bullets( item( 'b', bullets( item( 'c' ) ) ) ) ), item( 'd' ) ) ] );
} );

test( 'lines set in below an item belong to it', () => {
	assert.deepEqual( parseBlocks( '- a\n  more' ), [ bullets( { lines: [ t( 'a' ), t( 'more' ) ], lists: [] } ) ] );
} );

test( 'bullets after numbers are another list', () => {
	assert.deepEqual( parseBlocks( '1. a\n- b' ), [ numbers( 1, item( 'a' ) ), bullets( item( 'b' ) ) ] );
} );

test( 'a dash, a date and a minus begin no list', () => {
	for ( const text of [ '-5 degrees', '– so it goes', '2024.5 euros', '*a', '1.' ] ) {
		assert.equal( parseBlocks( text )[ 0 ].kind, 'paragraph', text );
	}
} );

test( 'code keeps its lines and its marks', () => {
	assert.deepEqual( parseBlocks( '```js\nif (a) {\n\n  **b**\n}\n```\nafter' ), [ { kind: 'code', text: 'if (a) {\n\n  **b**\n}' }, paragraph( 'after' ) ] );
} );

test( 'code that is still being written ends with the text', () => {
	assert.deepEqual( parseBlocks( '```\na' ), [ { kind: 'code', text: 'a' } ] );
	assert.deepEqual( parseBlocks( '```' ), [] );
} );

test( 'headings and rules', () => {
	assert.deepEqual( parseBlocks( '## Returns ##\ntext\n***\n#tag' ), [ { kind: 'heading', lines: [ t( 'Returns' ) ] }, paragraph( 'text' ), paragraph( '#tag' ) ] );
} );

test( 'a quote', () => {
	assert.deepEqual( parseBlocks( '> a\n> b\nc' ), [ { kind: 'quote', lines: [ t( 'a' ), t( 'b' ) ] }, paragraph( 'c' ) ] );
} );

test( 'a table has as many cells in a row as its head', () => {
	assert.deepEqual( parseBlocks( 'Sizes:\n| EU | UK |\n|:---|---:|\n| 40 | 6\\|7 | x |\n| 41 |\n\nend' ), [
		paragraph( 'Sizes:' ),
		{ kind: 'table', head: [ t( 'EU' ), t( 'UK' ) ], rows: [ [ t( '40' ), [ { text: '6' }, { text: '|' }, { text: '7' } ] ], [ t( '41' ), [] ] ] },
		paragraph( 'end' ),
	] );
} );

test( 'a line with a bar is no table', () => {
	assert.deepEqual( parseBlocks( 'a | b\n---' ), [ paragraph( 'a | b' ) ] );
} );

test( 'what is read out has the words and no marks', () => {
	assert.equal( plainText( parseBlocks( '# A\n**b** [c](https://c.example)\n- d\n  - e\n\n|f|g|\n|-|-|\n|h|i|\n```\nj\n```' ) ), 'A\nb c\nd\ne\nf g\nh i\nj' );
} );

test( 'lists in lists end somewhere', () => {
	const deep = Array.from( { length: 500 }, ( _, level ) => `${ ' '.repeat( 2 * level ) }- x` ).join( '\n' );
	let depth = 0;
	for ( let list = parseBlocks( deep )[ 0 ]; list !== undefined; list = list.items.at( -1 ).lists[ 0 ] ) {
		depth++;
	}
	assert.equal( depth, 5 );
} );

test( 'a text of many lines is read in no time', () => {
	const began = performance.now();
	for ( const line of [ '- a', '', '```', '|', '|-|', '>', '#', '1. a', '  a', '---' ] ) {
		parseBlocks( `${ line }\n`.repeat( 10_000 ) );
	}
	assert.ok( performance.now() - began < 20_000 );
} );
