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

/// `page` with the client's tag before `</head>`, or at the end of a page without.
pub(super) fn with_client(mut page: Vec<u8>) -> Vec<u8> {
    const HEAD: &[u8] = b"</head>";
    let head = page.windows(HEAD.len()).position(|window| window.eq_ignore_ascii_case(HEAD));
    let at = head.unwrap_or(page.len());
    page.splice(at..at, TAG.bytes());
    page
}

/// The number of the book, now and whenever there is a newer one (server-sent events).
pub(super) fn events(mut shown: watch::Receiver<Arc<Shown>>) -> Events {
    // One message waits at most: who reads slowly gets the newest number, not all of them.
    let (send, messages) = mpsc::channel(1);
    tokio::spawn(async move {
        // Half a second until a browser asks again when the connection is lost.
        let mut message = format!("retry: 500\n{}", number(&mut shown));
        while send.send(Bytes::from(message)).await.is_ok() {
            message = match timeout(PULSE, shown.changed()).await {
                Ok(Ok(())) => number(&mut shown),
                Ok(Err(_)) => return,
                Err(_) => ":\n\n".to_owned(),
            };
        }
    });
    Events(messages)
}

fn number(shown: &mut watch::Receiver<Arc<Shown>>) -> String {
    format!("data: {}\n\n", shown.borrow_and_update().number)
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
    fn the_tag_stands_at_the_end_of_the_head() {
        let check = |page: &str, expected: &str| {
            let served = with_client(page.into());
            assert_eq!(String::from_utf8(served).expect("text"), expected.replace('|', TAG));
        };
        check(
            "<head><title>a</title></head><p></head>",
            "<head><title>a</title>|</head><p></head>",
        );
        check("<HEAD></HEAD>é", "<HEAD>|</HEAD>é");
        check("<p>no head", "<p>no head|");
    }
}
