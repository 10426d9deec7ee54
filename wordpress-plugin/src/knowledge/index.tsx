/** MxChat → Knowledge: what the site knows, and the jobs that see to it. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { Addresses } from './addresses';
import { Embedded } from './embedded';
import { JobList } from './job_list';
import { useJobs } from './jobs';
import './knowledge.css';
import { Reading } from './reading';
import { SourceList } from './source_list';

const { __ } = wp.i18n;

function Knowledge(): ReactElement {
	const jobs = useJobs();
	return (
		<Page title={ __( 'Knowledge', 'mxchat-engine' ) }>
			<Reading jobs={ jobs } />
			<Embedded version={ jobs.ended } />
			<Addresses jobs={ jobs } />
			<SourceList version={ jobs.ended } />
			{ jobs.list !== null && jobs.list.length > 0 && <JobList jobs={ jobs.list } /> }
		</Page>
	);
}

mountPage( 'mxchat-knowledge', <Knowledge /> );
