/** Which bot answers on this page. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { useRequest } from '../admin/request';

const { __ } = wp.i18n;
const { SelectControl, TextControl } = wp.components;

interface Choices {
	items: { bot_id: string; name: string; is_test: boolean }[];
}

const modern = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };

export function BotChoice( { value, onChange }: { value: string; onChange: ( botId: string ) => void } ): ReactElement {
	const request = useRequest< Choices >( '/mxchat/v1/bot-choices' );
	const label = __( 'Bot', 'mxchat-engine' );
	if ( request.state !== 'ready' ) {
		return <TextControl { ...modern } label={ label } value={ value } onChange={ onChange } />;
	}
	const options = request.answer.items.map( ( { bot_id, name, is_test } ) => ( { value: bot_id, label: is_test ? `${ name } (${ __( 'test', 'mxchat-engine' ) })` : name } ) );
	return (
		<SelectControl
			{ ...modern }
			label={ label }
			value={ value }
			options={ options.some( ( option ) => option.value === value ) ? options : [ ...options, { value, label: value } ] }
			onChange={ onChange }
		/>
	);
}
