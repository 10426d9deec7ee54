import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseText, safeHref } = await load( 'chat/text' );

test( 'blank lines part paragraphs, single breaks part lines', () => {
	assert.deepEqual( parseText( 'One\r\ntwo\n\n \nThree' ), [ [ [ { text: 'One' } ], [ { text: 'two' } ] ], [ [ { text: 'Three' } ] ] ] );
} );

test( 'empty text has no paragraphs', () => {
	assert.deepEqual( parseText( ' \n\n ' ), [] );
} );

test( 'markup stays the text it is', () => {
	const text = '<img src=x onerror=alert(1)> **bold** [a](javascript:alert(1))';
	assert.deepEqual( parseText( text ), [ [ [ { text } ] ] ] );
} );

const line = ( text ) => parseText( text )[ 0 ][ 0 ];

test( 'an address in a sentence becomes a link without the sentence\'s full stop', () => {
	assert.deepEqual( line( 'See https://shop.example/a?b=1&c=2.' ), [
		{ text: 'See ' },
		{ text: 'https://shop.example/a?b=1&c=2', href: 'https://shop.example/a?b=1&c=2' },
		{ text: '.' },
	] );
} );

test( 'brackets around a link stay outside, brackets of the link inside', () => {
	assert.equal( line( '(https://shop.example/a)' )[ 1 ].text, 'https://shop.example/a' );
	assert.equal( line( 'https://en.example/wiki/Boot_(shoe)' )[ 0 ].text, 'https://en.example/wiki/Boot_(shoe)' );
} );

test( 'two links in a line', () => {
	assert.deepEqual( line( 'https://a.example, https://b.example' ).map( ( { href } ) => href ?? null ), [ 'https://a.example/', null, 'https://b.example/' ] );
} );

test( 'e-mail addresses become mailto links', () => {
	assert.deepEqual( line( 'Write to help.desk@shop.example!' )[ 1 ], { text: 'help.desk@shop.example', href: 'mailto:help.desk@shop.example' } );
	assert.deepEqual( line( 'mailto:a@shop.example' ), [ { text: 'mailto:a@shop.example', href: 'mailto:a@shop.example' } ] );
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
	assert.ok( parseText( 'javascript:https://a.example' ).flat( 2 ).every( ( { href } ) => href === undefined || href.startsWith( 'https:' ) ) );
} );
