import type { ReactElement } from 'react';
import { createElement } from './element';

/** A time in the site's time zone and format. */
export function Time( { at }: { at: string } ): ReactElement {
	const { dateI18n, getSettings } = wp.date;
	return <time dateTime={ at }>{ dateI18n( getSettings().formats.datetime, at ) }</time>;
}
