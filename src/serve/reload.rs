//! How an open page learns that there is a newer book: the client's script, and its stream of
//! numbers.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use hyper::body::{Body, Bytes, Frame};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use super::Shown;

/// The client.
pub(super) const SCRIPT: &str = include_str!("live.js");

/// The one thing by which a served page differs from a built one.
pub(super) const TAG: &str = r#"<script src="/__rolebook/live.js" defer></script>"#;

/// How often a silent stream says that it lives. It is how a browser that went away is noticed.
const PULSE: Duration = Duration::from_secs(15);

/// `page` with the client's tag as the first thing in its head, or at the end of a page without.
///
/// There it runs before any other deferred script: it sees the page as it was sent.
pub(super) fn with_client(mut page: Vec<u8>) -> Vec<u8> {
    let at = after_head_tag(&page).unwrap_or(page.len());
    page.splice(at..at, TAG.bytes());
    page
}

/// Where `<head>` ends, whatever its attributes.
fn after_head_tag(page: &[u8]) -> Option<usize> {
    const HEAD: &[u8] = b"<head";
    let is_head = |window: &[u8]| {
        let (name, next) = window.split_at(HEAD.len());
        name.eq_ignore_ascii_case(HEAD) && (next[0] == b'>' || next[0].is_ascii_whitespace())
    };
    let start = page.windows(HEAD.len() + 1).position(is_head)?;
    Some(start + page[start..].iter().position(|byte| *byte == b'>')? + 1)
}

/// The number of the book, now and whenever there is a newer one (server-sent events).
pub(super) fn events(mut shown: watch::Receiver<Arc<Shown>>) -> Events {
    // One message waits at most: who reads slowly gets the newest number, not all of them.
    let (send, messages) = mpsc::channel(1);
    tokio::spawn(async move {
        // Half a second until a browser asks again when the connection is lost.
        let mut told = shown.borrow().number;
        let mut message = format!("retry: 500\ndata: {told}\n\n");
        while send.send(Bytes::from(message)).await.is_ok() {
            message = match timeout(PULSE, shown.wait_for(|shown| shown.number != told)).await {
                Ok(Ok(newer)) => {
                    told = newer.number;
                    format!("data: {told}\n\n")
                }
                Ok(Err(_)) => return,
                Err(_) => ":\n\n".to_owned(),
            };
        }
    });
    Events(messages)
}

/// The body of an endless response.
pub(super) struct Events(mpsc::Receiver<Bytes>);

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|message| message.map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_stands_at_the_beginning_of_the_head() {
        let check = |page: &str, expected: &str| {
            let served = with_client(page.into());
            assert_eq!(String::from_utf8(served).expect("text"), expected.replace('|', TAG));
        };
        check(
            "<head><title>a</title></head><p></head>",
            "<head>|<title>a</title></head><p></head>",
        );
        check("<HEAD\n id='x'></HEAD>é", "<HEAD\n id='x'>|</HEAD>é");
        check("<header></header>", "<header></header>|");
        check("<p>no head", "<p>no head|");
    }
}
