//! Threads: records and ids of any bytes, clocks that are anywhere.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mxchat_core::thread::{is_session_id, is_thread_id, read_record, status, write_record};

fuzz_target!(|input: (i64, i64, i64, [u8; 16], &[u8])| {
    let (a, b, c, random, bytes) = input;
    let _ = (is_session_id(bytes), is_thread_id(bytes), status(a, b, c));
    let session = mxchat_core::thread::mint_session_id(&random).unwrap();
    let thread = mxchat_core::thread::mint_thread_id(&random).unwrap();
    assert!(is_session_id(session.as_bytes()) && is_thread_id(thread.as_bytes()));
    if let Ok(record) = write_record(thread.as_bytes(), session.as_bytes(), a, b) {
        let read = read_record(record.as_bytes()).unwrap();
        assert_eq!(
            (
                read.thread_id,
                read.session_id,
                read.started_at,
                read.last_active_at
            ),
            (thread, session, a, b)
        );
    }
    if let Ok(read) = read_record(bytes) {
        let (thread, session) = (read.thread_id.as_bytes(), read.session_id.as_bytes());
        assert!(is_thread_id(thread) && is_session_id(session));
        let written = write_record(thread, session, read.started_at, read.last_active_at);
        assert_eq!(written.unwrap().as_bytes(), bytes);
    }
});
