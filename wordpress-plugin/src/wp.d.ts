/** The parts of WordPress's own scripts that the owner's pages use. */
import type * as React from 'react';
import type { Root } from 'react-dom/client';

interface ButtonProps {
	variant?: 'primary' | 'secondary' | 'tertiary' | 'link';
	href?: string;
	disabled?: boolean;
	accessibleWhenDisabled?: boolean;
	isBusy?: boolean;
	type?: 'button' | 'submit';
	isDestructive?: boolean;
	'aria-label'?: string;
	'aria-pressed'?: boolean;
	onClick?: ( event: React.MouseEvent ) => void;
	children?: React.ReactNode;
}

interface NoticeProps {
	status: 'error' | 'warning' | 'info' | 'success';
	isDismissible?: boolean;
	onRemove?: () => void;
	actions?: { label: string; onClick: () => void }[];
	children?: React.ReactNode;
}

interface FieldProps< Value > {
	label: string;
	help?: string;
	value?: Value;
	checked?: Value;
	placeholder?: string;
	rows?: number;
	type?: string;
	disabled?: boolean;
	autoComplete?: string;
	onChange: ( value: Value ) => void;
	__next40pxDefaultSize?: boolean;
	__nextHasNoMarginBottom?: boolean;
}

interface BlockProps< Attributes > {
	attributes: Attributes;
	setAttributes( change: Partial< Attributes > ): void;
}

declare global {
	const wp: {
		element: typeof React & { createRoot( container: Element ): Root };
		components: {
			Button: React.ComponentType< ButtonProps >;
			CheckboxControl: React.ComponentType< FieldProps< boolean > >;
			Modal: React.ComponentType< { title: string; onRequestClose: () => void; children?: React.ReactNode } >;
			Notice: React.ComponentType< NoticeProps >;
			PanelBody: React.ComponentType< { title: string; children?: React.ReactNode } >;
			RangeControl: React.ComponentType< Omit< FieldProps< number >, 'onChange' > & { min: number; max: number; step: number; onChange: ( value?: number ) => void } >;
			SelectControl: React.ComponentType< FieldProps< string > & { options: { value: string; label: string }[] } >;
			Spinner: React.ComponentType;
			TextControl: React.ComponentType< FieldProps< string > & { list?: string; min?: number; step?: string; maxLength?: number; dir?: 'auto' } >;
			TextareaControl: React.ComponentType< FieldProps< string > >;
			ToggleControl: React.ComponentType< FieldProps< boolean > >;
		};
		apiFetch: {
			< Answer >( options: { path: string; method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; data?: unknown; signal?: AbortSignal } ): Promise< Answer >;
			nonceMiddleware: { nonce: string };
		};
		blockEditor: {
			InspectorControls: React.ComponentType< { children?: React.ReactNode } >;
			useBlockProps( props?: { className?: string } ): Record< string, unknown >;
		};
		blocks: {
			registerBlockType< Attributes >(
				name: string,
				settings: { edit: React.ComponentType< BlockProps< Attributes > >; save: () => null }
			): void;
		};
		date: {
			dateI18n( format: string, date: string, timezone?: string ): string;
			getSettings(): { formats: { date: string; datetime: string } };
		};
		i18n: {
			__( text: string, domain: string ): string;
			isRTL(): boolean;
			_n( single: string, plural: string, count: number, domain: string ): string;
			sprintf( format: string, ...values: ( string | number )[] ): string;
		};
		url: {
			addQueryArgs( address: string, values: Record< string, string | number > ): string;
		};
	};
}
