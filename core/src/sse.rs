//! Server-sent events: the bytes of an event stream in, its events out.
//!
//! Bytes may be cut anywhere, within a character or between CR and LF: the events are the same. What is
//! not yet an event is the state, which the caller hands in again.
//!
//! ```
//! use mxchat_core::sse::decode;
//!
//! let first = decode("", b"event: delta\ndata: Hel")?;
//! assert!(first.events.is_empty());
//! let second = decode(&first.state, b"lo\n\n")?;
//! assert_eq!(second.events[0].event, "delta");
//! assert_eq!(second.events[0].data, "Hello");
//! # Ok::<(), mxchat_core::Error>(())
//! ```
//!
//! Method: "Interpreting an event stream" of the HTML standard,
//! <https://html.spec.whatwg.org/multipage/server-sent-events.html>.

use crate::{Error, hex, hex::unhex};

/// Bytes of one line, and of the data of one event, at most.
const MAX_LENGTH: usize = 1 << 20;

/// The first byte of a state.
const VERSION: u8 = 1;
const AFTER_CR: u8 = 1;
const PAST_FIRST_LINE: u8 = 2;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its type; `message` if the stream names none.
    pub event: String,
    /// Its data; lines are joined by LF.
    pub data: String,
    /// The last id that the stream has named, up to here.
    pub id: String,
}

/// What [`decode`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// What is not yet an event: ASCII, to be handed in with the next bytes.
    pub state: String,
    /// The events that are complete, in order.
    pub events: Vec<Event>,
}

/// The events that further bytes of a stream complete, and the state after them.
///
/// The state of a stream's begin is empty. Bytes that are no UTF-8 become U+FFFD as the standard says;
/// `retry` is left out.
///
/// # Errors
///
/// [`Error::OverBudget`] if a line, or the data of an event, is longer than a mebibyte;
/// [`Error::InvalidRecord`] if the state is none.
pub fn decode(state: &str, bytes: &[u8]) -> Result<Decoded, Error> {
    let mut decoder = Decoder::restore(state)?;
    let events = decoder.feed(bytes)?;
    Ok(Decoded {
        state: decoder.state(),
        events,
    })
}

/// What has been read of a stream and not been handed out.
#[derive(Default)]
struct Decoder {
    /// The byte before was a CR: an LF now belongs to it.
    is_after_cr: bool,
    is_past_first_line: bool,
    id: Vec<u8>,
    event: Vec<u8>,
    /// Each line of data with its LF.
    data: Vec<u8>,
    /// The line that has not come to its end.
    line: Vec<u8>,
}

impl Decoder {
    fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let mut rest = bytes;
        while let Some((&first, after_first)) = rest.split_first() {
            if self.is_after_cr {
                self.is_after_cr = false;
                if first == b'\n' {
                    rest = after_first;
                    continue;
                }
            }
            let length = rest.iter().position(|&byte| is_line_end(byte));
            let (text, end) = rest.split_at(length.unwrap_or(rest.len()));
            append(&mut self.line, text)?;
            let Some((&end, after_end)) = end.split_first() else {
                break;
            };
            self.is_after_cr = end == b'\r';
            events.extend(self.end_line()?);
            rest = after_end;
        }
        Ok(events)
    }

    fn end_line(&mut self) -> Result<Option<Event>, Error> {
        let line = core::mem::take(&mut self.line);
        let line = match line.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) if !self.is_past_first_line => rest,
            _ => &line,
        };
        self.is_past_first_line = true;
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        self.read_field(line)?;
        Ok(None)
    }

    fn dispatch(&mut self) -> Option<Event> {
        let event = core::mem::take(&mut self.event);
        let data = core::mem::take(&mut self.data);
        let data = data.strip_suffix(b"\n")?;
        Some(Event {
            event: if event.is_empty() {
                "message".to_owned()
            } else {
                text(&event)
            },
            data: text(data),
            id: text(&self.id),
        })
    }

    fn read_field(&mut self, line: &[u8]) -> Result<(), Error> {
        let (name, value) = match line.iter().position(|&byte| byte == b':') {
            Some(colon) => {
                let (name, value) = line.split_at(colon);
                let value = value.strip_prefix(b":").unwrap_or(value);
                (name, value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &[] as &[u8]),
        };
        match name {
            b"event" => value.clone_into(&mut self.event),
            b"data" => {
                append(&mut self.data, value)?;
                append(&mut self.data, b"\n")?;
            }
            b"id" if !value.contains(&0) => value.clone_into(&mut self.id),
            _ => {}
        }
        Ok(())
    }

    fn state(&self) -> String {
        let flags =
            u8::from(self.is_after_cr) * AFTER_CR + u8::from(self.is_past_first_line) * PAST_FIRST_LINE;
        let mut bytes = vec![VERSION, flags];
        for part in [&self.id, &self.event, &self.data] {
            // No part is longer than MAX_LENGTH.
            bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        }
        for part in [&self.id, &self.event, &self.data, &self.line] {
            bytes.extend_from_slice(part);
        }
        hex(&bytes)
    }

    fn restore(state: &str) -> Result<Self, Error> {
        if state.is_empty() {
            return Ok(Self::default());
        }
        let bytes = unhex(state).ok_or(Error::InvalidRecord)?;
        Self::read(&bytes).ok_or(Error::InvalidRecord)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (&[version, flags], rest) = bytes.split_first_chunk::<2>()?;
        let (lengths, rest) = rest.split_first_chunk::<12>()?;
        let (lengths, _) = lengths.as_chunks::<4>();
        let mut parts = rest;
        let mut next = |length: &[u8; 4]| {
            let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
            let (part, rest) = parts.split_at_checked(length)?;
            parts = rest;
            (length <= MAX_LENGTH).then(|| part.to_vec())
        };
        let [id, event, data] = lengths else {
            return None;
        };
        let (id, event, data) = (next(id)?, next(event)?, next(data)?);
        let is_whole = version == VERSION
            && flags <= AFTER_CR + PAST_FIRST_LINE
            && parts.len() <= MAX_LENGTH
            && !parts.iter().any(|&byte| is_line_end(byte));
        is_whole.then(|| Self {
            is_after_cr: flags & AFTER_CR != 0,
            is_past_first_line: flags & PAST_FIRST_LINE != 0,
            id,
            event,
            data,
            line: parts.to_vec(),
        })
    }
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

fn append(bytes: &mut Vec<u8>, more: &[u8]) -> Result<(), Error> {
    if bytes.len() + more.len() > MAX_LENGTH {
        return Err(Error::OverBudget);
    }
    bytes.extend_from_slice(more);
    Ok(())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Decoded {
        decode("", bytes).unwrap()
    }

    /// The recordings that every cut is tried on.
    const RECORDINGS: &[&[u8]] = &[
        b"event: response.created\ndata: {\"type\":\"response.created\"}\n\nevent: x\ndata: 1\ndata: 2\nid: 7\n\n",
        b": OPENROUTER PROCESSING\r\n\r\ndata: {\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x91\x8d\"}\r\n\r\ndata: [DONE]\r\n\r\n",
        b"\xef\xbb\xbfdata: mark\r\rdata\r\rdata:\r\r\rid\rdata: \xff\xc3\r\n\ndata: cut",
        b"\n\n\rid: a\0b\nid: c\nevent:  two spaces\ndata:x\n\n:\nretry: 10\nDATA: no\ndata : no\ndata: y\n\r\n",
    ];

    #[test]
    fn any_cut_gives_the_same_events_and_the_same_state() {
        for recording in RECORDINGS {
            let expected = whole(recording);
            for at in 0..=recording.len() {
                let (head, tail) = recording.split_at(at);
                let first = whole(head);
                let second = decode(&first.state, tail).unwrap();
                assert_eq!([first.events, second.events].concat(), expected.events, "{at}");
                assert_eq!(second.state, expected.state, "{at}");
            }
        }
    }

    #[test]
    fn bytes_one_by_one_give_the_same_events() {
        for recording in RECORDINGS {
            let mut state = String::new();
            let mut events = Vec::new();
            for byte in recording.chunks(1) {
                let decoded = decode(&state, byte).unwrap();
                state = decoded.state;
                events.extend(decoded.events);
            }
            assert_eq!(events, whole(recording).events);
        }
    }

    #[test]
    fn a_line_of_a_mebibyte_passes_and_no_longer_one() {
        let mut line = b"data:".to_vec();
        line.resize(MAX_LENGTH, b'x');
        let state = whole(&line).state;
        assert_eq!(decode(&state, b"\n\n").unwrap().events.len(), 1);
        assert_eq!(decode(&state, b"x"), Err(Error::OverBudget));
        line.push(b'x');
        assert_eq!(decode("", &line), Err(Error::OverBudget));
    }

    #[test]
    fn the_data_of_an_event_is_bounded_over_its_lines() {
        let line = [b"data:".as_slice(), &[b'x'; 1023], b"\n"].concat();
        let state = whole(&line.repeat(1024)).state;
        assert_eq!(decode(&state, b"\n").unwrap().events.len(), 1);
        assert_eq!(decode(&state, b"data\n"), Err(Error::OverBudget));
    }

    #[test]
    fn a_damaged_state_is_refused_or_is_a_state() {
        let state = whole(b"id: 1\nevent: e\ndata: d\npart").state;
        for at in 0..state.len() {
            for digit in ["0", "f", "g", ""] {
                let damaged = [&state[..at], digit, &state[at + 1..]].concat();
                if let Ok(decoded) = decode(&damaged, b"") {
                    assert_eq!(decoded.state, damaged);
                }
            }
        }
    }
}
