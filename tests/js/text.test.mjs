import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseLine, safeHref } = await load( 'chat/text' );

test( 'HTML, and a link to a script, stay the text they are', () => {
	const text = '<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](data:image/svg+xml,x)';
	assert.deepEqual( parseLine( text ), [ { text } ] );
} );

test( 'an address in a sentence becomes a link without the sentence\'s full stop', () => {
	assert.deepEqual( parseLine( 'See https://shop.example/a?b=1&c=2.' ), [
		{ text: 'See ' },
		{ text: 'https://shop.example/a?b=1&c=2', href: 'https://shop.example/a?b=1&c=2' },
		{ text: '.' },
	] );
} );

test( 'brackets around a link stay outside, brackets of the link inside', () => {
	assert.equal( parseLine( '(https://shop.example/a)' )[ 1 ].text, 'https://shop.example/a' );
	assert.equal( parseLine( 'https://en.example/wiki/Boot_(shoe)' )[ 0 ].text, 'https://en.example/wiki/Boot_(shoe)' );
} );

test( 'two links in a line', () => {
	assert.deepEqual( parseLine( 'https://a.example, https://b.example' ).map( ( { href } ) => href ?? null ), [ 'https://a.example/', null, 'https://b.example/' ] );
} );

test( 'e-mail addresses become mailto links', () => {
	assert.deepEqual( parseLine( 'Write to help.desk@shop.example!' )[ 1 ], { text: 'help.desk@shop.example', href: 'mailto:help.desk@shop.example' } );
	assert.deepEqual( parseLine( 'mailto:a@shop.example' ), [ { text: 'mailto:a@shop.example', href: 'mailto:a@shop.example' } ] );
} );

test( 'strong words, emphasis and code', () => {
	assert.deepEqual( parseLine( 'a **b c** *d* __e__ _f_ `**g**`' ), [
		{ text: 'a ' },
		{ text: 'b c', isStrong: true },
		{ text: ' ' },
		{ text: 'd', isEmphasis: true },
		{ text: ' ' },
		{ text: 'e', isStrong: true },
		{ text: ' ' },
		{ text: 'f', isEmphasis: true },
		{ text: ' ' },
		{ text: '**g**', isCode: true },
	] );
} );

test( 'marks need no spaces around them where a script has none', () => {
	assert.deepEqual( parseLine( '送料は**無料**です' ), [ { text: '送料は' }, { text: '無料', isStrong: true }, { text: 'です' } ] );
} );

test( 'stars and underscores that mark nothing stay', () => {
	for ( const text of [ '2 * 3 * 4', '2*3*4', 'a 5* hotel and a 4* one', 'snake_case_name', 'é_à_é', '** a **', '**', '[1', 'a ` b' ] ) {
		assert.deepEqual( parseLine( text ), [ { text } ], text );
	}
} );

test( 'a backslash takes a mark its meaning', () => {
	assert.equal( parseLine( '\\*a\\* \\[1\\]' ).map( ( { text } ) => text ).join( '' ), '*a* [1]' );
	assert.ok( parseLine( '\\*a\\* \\[1\\]' ).every( ( part ) => Object.keys( part ).join() === 'text' ) );
} );

test( 'three stars are both: strong and stressed', () => {
	assert.deepEqual( parseLine( '***a*** b' ), [ { text: 'a', isStrong: true, isEmphasis: true }, { text: ' b' } ] );
} );

test( 'a named link, strong within, and one to a page of the site', () => {
	assert.deepEqual( parseLine( '[our **shop**](https://shop.example/a_(b))' ), [
		{ text: 'our ', href: 'https://shop.example/a_(b)' },
		{ text: 'shop', href: 'https://shop.example/a_(b)', isStrong: true },
	] );
	assert.deepEqual( parseLine( '[x](/returns/ "Back")', 'https://shop.example/a/' ), [ { text: 'x', href: 'https://shop.example/returns/' } ] );
	assert.deepEqual( parseLine( '[x](/returns/)' ), [ { text: '[x](/returns/)' } ] );
} );

test( 'a link holds no other link', () => {
	assert.deepEqual( parseLine( '[https://b.example](https://a.example)' ), [ { text: 'https://b.example', href: 'https://a.example/' } ] );
} );

test( 'a picture is a link: nothing loads by itself', () => {
	assert.deepEqual( parseLine( '![a boot](https://shop.example/boot.jpg)' ), [ { text: 'a boot', href: 'https://shop.example/boot.jpg' } ] );
} );

test( 'the number of a source is told apart', () => {
	assert.deepEqual( parseLine( 'In 45 days [1][12].' ), [ { text: 'In 45 days ' }, { text: '[1]', source: 1 }, { text: '[12]', source: 12 }, { text: '.' } ] );
} );

test( 'marks within marks end somewhere', () => {
	assert.equal( parseLine( '**a *b __c _d_ c__ b* a**' ).map( ( { text } ) => text ).join( '' ), 'a b c _d_ c b a' );
} );

test( 'a text made of marks is read in no time', () => {
	const began = performance.now();
	for ( const mark of [ '*', '**a ', '_', '`', '[', '[a](', '![', '\\', 'a@', 'a.', '__a ', '](' ] ) {
		parseLine( mark.repeat( 20_000 ) );
	}
	assert.ok( performance.now() - began < 20_000 );
} );

test( 'only http, https and mailto are addresses to go to', () => {
	for ( const address of [ 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'blob:https://a.example/x', '/relative', '', 'https://' ] ) {
		assert.equal( safeHref( address ), null, address );
	}
	assert.equal( safeHref( 'HTTPS://A.example/ü' ), 'https://a.example/%C3%BC' );
	assert.equal( safeHref( '/contact/', 'https://a.example/x' ), 'https://a.example/contact/' );
	assert.equal( safeHref( 'javascript:alert(1)', 'https://a.example/x' ), null );
} );

test( 'a scheme glued to other letters makes no script link', () => {
	for ( const text of [ 'javascript:https://a.example', '[a](javascript:https://a.example)', '[a](java\tscript:x)', '[a](\\javascript:x)' ] ) {
		assert.ok( parseLine( text, 'https://shop.example/' ).every( ( { href } ) => href === undefined || href.startsWith( 'https:' ) ), text );
	}
} );
