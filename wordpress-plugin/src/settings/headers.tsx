/** More headers of each request, as some gateways ask for. Their values are secrets like the key. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';

const { __, sprintf } = wp.i18n;
const { Button, TextControl } = wp.components;

export interface HeaderDraft {
	name: string;
	hint: string;
	value: string;
}

interface HeadersProps {
	headers: HeaderDraft[];
	isLocked: boolean;
	onChange: ( headers: HeaderDraft[] ) => void;
}

export function Headers( { headers, isLocked, onChange }: HeadersProps ): ReactElement {
	const change = ( index: number, changed: Partial< HeaderDraft > ) => onChange( headers.map( ( header, at ) => ( at === index ? { ...header, ...changed } : header ) ) );
	return (
		<fieldset className="mxchat-headers" disabled={ isLocked }>
			<legend>{ __( 'More headers', 'mxchat-engine' ) }</legend>
			{ headers.map( ( header, index ) => (
				<div className="mxchat-header" key={ index }>
					<TextControl label={ __( 'Name', 'mxchat-engine' ) } value={ header.name } onChange={ ( name ) => change( index, { name } ) } __next40pxDefaultSize __nextHasNoMarginBottom />
					<TextControl
						label={ __( 'Value', 'mxchat-engine' ) }
						value={ header.value }
						type="password"
						autoComplete="new-password"
						placeholder={ header.hint === '' ? '' : `••••${ header.hint }` }
						onChange={ ( value ) => change( index, { value } ) }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
					<Button
						variant="tertiary"
						isDestructive
						/* translators: %s: name of a header. */
						aria-label={ sprintf( __( 'Remove %s', 'mxchat-engine' ), header.name ) }
						onClick={ () => onChange( headers.filter( ( _, at ) => at !== index ) ) }
					>
						{ __( 'Remove', 'mxchat-engine' ) }
					</Button>
				</div>
			) ) }
			{ ! isLocked && (
				<Button variant="secondary" onClick={ () => onChange( [ ...headers, { name: '', hint: '', value: '' } ] ) }>
					{ __( 'Add a header', 'mxchat-engine' ) }
				</Button>
			) }
		</fieldset>
	);
}
