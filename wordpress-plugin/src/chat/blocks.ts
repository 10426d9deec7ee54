/** Text of an answer, as models write it in Markdown → paragraphs, lists, tables and the like. */
import { type Line, parseLine } from './text';

export interface List {
	kind: 'list';
	isOrdered: boolean;
	/** The number of the first item. */
	start: number;
	items: { lines: Line[]; lists: List[] }[];
}

export type Block =
	| { kind: 'paragraph' | 'quote'; lines: Line[] }
	| { kind: 'heading'; lines: Line[] }
	| { kind: 'code'; text: string }
	| { kind: 'table'; head: Line[]; rows: Line[][] }
	| List;

interface Reading {
	blocks: Block[];
	/** The first line after them. */
	next: number;
}

type Reader = ( lines: readonly string[], at: number, base: string | undefined ) => Reading | null;

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)[\s#]*$/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}>\s?(.*)$/;
const ITEM = /^(\s*)(?:[-*+•]|(\d{1,9})[.)])\s+(\S.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

const DEEPEST_LIST = 4;

/** @param base What addresses without a host are relative to. */
export function parseBlocks( text: string, base?: string ): Block[] {
	const lines = text.replace( /\r\n?/g, '\n' ).split( '\n' );
	const blocks: Block[] = [];
	for ( let at = 0; at < lines.length; ) {
		const reading = readSpecial( lines, at, base ) ?? readParagraph( lines, at, base );
		blocks.push( ...reading.blocks );
		at = reading.next;
	}
	return blocks;
}

/** The words alone, to be read out. */
export function plainText( blocks: readonly Block[] ): string {
	return blocks.map( wordsOf ).join( '\n' );
}

function wordsOf( block: Block ): string {
	switch ( block.kind ) {
		case 'code':
			return block.text;
		case 'list':
			return block.items.map( ( { lines, lists } ) => [ words( lines ), ...lists.map( wordsOf ) ].join( '\n' ) ).join( '\n' );
		case 'table':
			return [ block.head, ...block.rows ].map( words ).join( '\n' );
		default:
			return words( block.lines );
	}
}

function words( lines: readonly Line[] ): string {
	return lines.map( ( line ) => line.map( ( { text } ) => text ).join( '' ) ).join( ' ' );
}

const readBlank: Reader = ( lines, at ) => ( isBlank( lines[ at ] ) || RULE.test( lines[ at ] ?? '' ) ? { blocks: [], next: at + 1 } : null );

/** A block of code that is still being written ends with the text. */
const readCode: Reader = ( lines, at ) => {
	const fence = FENCE.exec( lines[ at ] ?? '' )?.[ 1 ];
	if ( fence === undefined ) {
		return null;
	}
	const end = lines.findIndex( ( line, index ) => index > at && line.trim().startsWith( fence ) );
	const text = lines.slice( at + 1, end === -1 ? undefined : end ).join( '\n' );
	return { blocks: text.trim() === '' ? [] : [ { kind: 'code', text } ], next: end === -1 ? lines.length : end + 1 };
};

const readHeading: Reader = ( lines, at, base ) => {
	const text = HEADING.exec( lines[ at ] ?? '' )?.[ 1 ];
	return text === undefined || text === '' ? null : { blocks: [ { kind: 'heading', lines: [ parseLine( text, base ) ] } ], next: at + 1 };
};

const readQuote: Reader = ( lines, at, base ) => {
	const quoted: Line[] = [];
	for ( let match; ( match = QUOTE.exec( lines[ at + quoted.length ] ?? '' ) ) !== null; ) {
		quoted.push( parseLine( match[ 1 ] ?? '', base ) );
	}
	return quoted.length === 0 ? null : { blocks: [ { kind: 'quote', lines: quoted } ], next: at + quoted.length };
};

const readTable: Reader = ( lines, at, base ) => {
	if ( ! lines[ at ]?.includes( '|' ) || ! lines[ at + 1 ]?.includes( '|' ) || ! TABLE_RULE.test( lines[ at + 1 ] ?? '' ) ) {
		return null;
	}
	const head = cells( lines[ at ] ?? '', base );
	const rows: Line[][] = [];
	let next = at + 2;
	for ( ; lines[ next ]?.includes( '|' ); next++ ) {
		const row = cells( lines[ next ] ?? '', base );
		rows.push( head.map( ( _, column ) => row[ column ] ?? [] ) );
	}
	return { blocks: [ { kind: 'table', head, rows } ], next };
};

function cells( row: string, base: string | undefined ): Line[] {
	return row
		.trim()
		.replace( /^\||(?<!\\)\|$/g, '' )
		.split( /(?<!\\)\|/ )
		.map( ( cell ) => parseLine( cell.trim(), base ) );
}

interface Item {
	level: number;
	number: number | null;
	lines: Line[];
}

/** Items, and lines below one that are set in: they belong to it. */
const readList: Reader = ( lines, at, base ) => {
	const items: Item[] = [];
	let next = at;
	for ( ; next < lines.length; next++ ) {
		const line = lines[ next ] ?? '';
		const item = RULE.test( line ) ? null : ITEM.exec( line );
		const last = items.at( -1 );
		if ( item !== null ) {
			items.push( { level: levelOf( item[ 1 ] ?? '' ), number: item[ 2 ] === undefined ? null : Number( item[ 2 ] ), lines: [ parseLine( item[ 3 ] ?? '', base ) ] } );
		} else if ( last !== undefined && /^\s{2,}\S/.test( line ) && ! FENCE.test( line ) ) {
			last.lines.push( parseLine( line.trim(), base ) );
		} else {
			const goesOn = last === undefined ? next : afterBlank( lines, next );
			if ( goesOn === next || ! ITEM.test( lines[ goesOn ] ?? '' ) ) {
				break;
			}
			next = goesOn - 1;
		}
	}
	return items.length === 0 ? null : { blocks: nest( items ), next };
};

function levelOf( indent: string ): number {
	return Math.min( DEEPEST_LIST, Math.floor( indent.replace( /\t/g, '    ' ).length / 2 ) );
}

function nest( items: readonly Item[] ): List[] {
	const outermost: List[] = [];
	const open: { level: number; list: List }[] = [];
	for ( const { level, number, lines } of items ) {
		const isOrdered = number !== null;
		while ( open.length > 0 && isClosedBy( open.at( -1 )!, level, isOrdered ) ) {
			open.pop();
		}
		const parent = open.at( -1 );
		if ( parent === undefined || parent.level < level ) {
			const list: List = { kind: 'list', isOrdered, start: number ?? 1, items: [] };
			( parent?.list.items.at( -1 )?.lists ?? outermost ).push( list );
			open.push( { level, list } );
		}
		open.at( -1 )!.list.items.push( { lines, lists: [] } );
	}
	return outermost;
}

/** Numbers after bullets, or the other way round, begin another list. */
function isClosedBy( { level, list }: { level: number; list: List }, next: number, isOrdered: boolean ): boolean {
	return level > next || ( level === next && list.isOrdered !== isOrdered );
}

const SPECIAL: readonly Reader[] = [ readBlank, readCode, readHeading, readTable, readList, readQuote ];

const readSpecial: Reader = ( lines, at, base ) => {
	for ( const read of SPECIAL ) {
		const reading = read( lines, at, base );
		if ( reading !== null ) {
			return reading;
		}
	}
	return null;
};

function readParagraph( lines: readonly string[], at: number, base: string | undefined ): Reading {
	let next = at + 1;
	while ( next < lines.length && ! endsParagraph( lines, next ) ) {
		next++;
	}
	return { blocks: [ { kind: 'paragraph', lines: lines.slice( at, next ).map( ( line ) => parseLine( line.trim(), base ) ) } ], next };
}

function endsParagraph( lines: readonly string[], at: number ): boolean {
	const line = lines[ at ] ?? '';
	return isBlank( line ) || [ FENCE, HEADING, RULE, QUOTE, ITEM ].some( ( start ) => start.test( line ) ) || ( line.includes( '|' ) && TABLE_RULE.test( lines[ at + 1 ] ?? '' ) );
}

function afterBlank( lines: readonly string[], at: number ): number {
	while ( isBlank( lines[ at ] ) ) {
		at++;
	}
	return at;
}

function isBlank( line: string | undefined ): boolean {
	return line?.trim() === '';
}
