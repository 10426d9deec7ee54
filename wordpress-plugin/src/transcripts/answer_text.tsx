/** The text of an answer as its visitor saw it. Only links within this site can be followed: a transcript may be anybody's. */
import type { ReactElement, ReactNode } from 'react';
import { Fragment, createElement } from '../admin/element';
import { type Block, type List, parseBlocks } from '../chat/blocks';
import type { Inline, Line } from '../chat/text';
import { PageLink } from './parts';

export function AnswerText( { text }: { text: string } ): ReactElement {
	return (
		<div className="mxchat-answer-text">
			{ parseBlocks( text, location.origin ).map( ( block, index ) => (
				<BlockView key={ index } block={ block } />
			) ) }
		</div>
	);
}

function BlockView( { block }: { block: Block } ): ReactElement {
	switch ( block.kind ) {
		case 'code':
			return (
				<pre tabIndex={ 0 } dir="ltr">
					{ block.text }
				</pre>
			);
		case 'list':
			return <ListView list={ block } />;
		case 'table':
			return (
				<table className="widefat">
					<thead>
						<tr>
							{ block.head.map( ( cell, index ) => (
								<th key={ index } scope="col" dir="auto">
									{ drawn( [ cell ] ) }
								</th>
							) ) }
						</tr>
					</thead>
					<tbody>
						{ block.rows.map( ( row, index ) => (
							<tr key={ index }>
								{ row.map( ( cell, column ) => (
									<td key={ column } dir="auto">
										{ drawn( [ cell ] ) }
									</td>
								) ) }
							</tr>
						) ) }
					</tbody>
				</table>
			);
		case 'quote':
			return <blockquote dir="auto">{ drawn( block.lines ) }</blockquote>;
		case 'heading':
			return (
				<p dir="auto">
					<strong>{ drawn( block.lines ) }</strong>
				</p>
			);
		default:
			return <p dir="auto">{ drawn( block.lines ) }</p>;
	}
}

function ListView( { list: { isOrdered, start, items } }: { list: List } ): ReactElement {
	const children = items.map( ( { lines, lists }, index ) => (
		<li key={ index }>
			{ drawn( lines ) }
			{ lists.map( ( list, place ) => (
				<ListView key={ place } list={ list } />
			) ) }
		</li>
	) );
	return isOrdered ? (
		<ol start={ start } dir="auto">
			{ children }
		</ol>
	) : (
		<ul dir="auto">{ children }</ul>
	);
}

function drawn( lines: readonly Line[] ): ReactNode {
	return lines.map( ( line, index ) => (
		<Fragment key={ index }>
			{ index > 0 && <br /> }
			{ line.map( ( inline, place ) => (
				<Fragment key={ place }>{ drawnInline( inline ) }</Fragment>
			) ) }
		</Fragment>
	) );
}

function drawnInline( { text, href, isStrong, isEmphasis, isCode }: Inline ): ReactNode {
	const words = isCode ? <code>{ text }</code> : text;
	const stressed = isStrong ? <strong>{ words }</strong> : isEmphasis ? <em>{ words }</em> : words;
	return href === undefined ? stressed : <PageLink url={ href } title={ text } />;
}
