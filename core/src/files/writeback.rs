//! Telling the disk to begin.
#![allow(unsafe_code)]

use std::fs::File;

/// Lets a disk begin to take what was written to a range of a file, so that making it last at the end
/// does not begin with all of it. Promises nothing.
#[cfg(target_os = "linux")]
pub(super) fn begin_writeback(file: &File, offset: u64, length: u64) {
    use std::os::fd::AsRawFd;
    let (Ok(offset), Ok(length)) = (i64::try_from(offset), i64::try_from(length)) else {
        return;
    };
    // SAFETY: the call takes numbers alone, and the descriptor is open. What it returns does not matter.
    unsafe { libc::sync_file_range(file.as_raw_fd(), offset, length, libc::SYNC_FILE_RANGE_WRITE) };
}

#[cfg(not(target_os = "linux"))]
pub(super) fn begin_writeback(_: &File, _: u64, _: u64) {}
