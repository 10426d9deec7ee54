import type { ReactElement } from 'react';
import { createElement } from './element';

/** A day of the site's calendar, in the site's format. */
export function CalendarDay( { of }: { of: string } ): ReactElement {
	const { dateI18n, getSettings } = wp.date;
	return <time dateTime={ of }>{ dateI18n( getSettings().formats.date, `${ of }T12:00:00Z`, 'UTC' ) }</time>;
}

/** A time in the site's time zone and format. */
export function Time( { at }: { at: string } ): ReactElement {
	const { dateI18n, getSettings } = wp.date;
	return <time dateTime={ at }>{ dateI18n( getSettings().formats.datetime, at ) }</time>;
}
