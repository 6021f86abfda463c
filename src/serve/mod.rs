//! The preview: a site served from memory, each page made when a browser asks for it.
//!
//! [`listen`] takes a port, [`Listener::serve`] answers on it from a thread of its own, and
//! [`Server::show`] puts a newer book in the place of the old one. What is answered is a pure
//! function of the request and the book (`routes`); who may ask is decided in `guard`. This is the
//! one place with asynchronous code, and it writes nothing.

mod gone;
mod guard;
mod kept;
mod reload;
mod report;
mod routes;

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    time::Duration,
};

use anyhow::Context as _;
use http_body_util::{BodyExt as _, Full, combinators::BoxBody};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    http::request::Parts,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpStream, sync::watch, time::timeout};

use crate::{diagnostic::Diagnostic, discover, pipeline::Built};
use kept::Kept;
use routes::Body;

/// Where the preview is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// Name or address to bind.
    pub host: String,
    /// Port; 0 takes a free one.
    pub port: u16,
    /// The handbook's folder, absolute: where an editor finds its files.
    pub root: PathBuf,
}

/// A port that is taken and waits for a book: a browser that asks already is kept waiting.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    host: String,
    root: PathBuf,
}

/// A running preview. It ends with the process.
#[derive(Debug)]
pub struct Server {
    shown: watch::Sender<Arc<Shown>>,
    faults: Mutex<Receiver<Fault>>,
}

/// A page that a browser has asked for and that could not be made.
#[derive(Debug)]
pub struct Fault {
    /// The book that it is of.
    pub built: Arc<Built>,
    /// Its output file.
    pub output: String,
    /// Why.
    pub complaint: Diagnostic,
}

/// Faults that wait to be told at most. Those that find no room are told when their page is asked for again.
const FAULTS: usize = 16;

/// The book that is shown, and which one it is.
#[derive(Debug)]
struct Shown {
    built: Arc<Built>,
    /// Counted from 1; what is wrong with reading the handbook counts too.
    number: u64,
    /// Its pages that were made last.
    kept: Arc<Kept>,
    /// A newer book is being made.
    busy: bool,
    /// Why there is no newer book.
    trouble: Option<String>,
    /// The handbook's folder.
    root: Arc<Path>,
    /// Where pages are told of that cannot be made.
    faults: mpsc::SyncSender<Fault>,
}

/// Takes the port.
///
/// # Errors
/// When the port is taken, or the host is not this machine.
pub fn listen(options: &Options) -> anyhow::Result<Listener> {
    let Options { host, port, root } = options;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses = (bare, *port).to_socket_addrs();
    let addresses: Vec<SocketAddr> =
        addresses.with_context(|| format!("no address is known for `{host}`"))?.collect();
    let listener = TcpListener::bind(addresses.as_slice()).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "port {port} of `{host}` is taken by another program; `--port 0` finds a free one"
        ),
        _ => anyhow::Error::new(error).context(format!("cannot listen on port {port} of `{host}`")),
    })?;
    listener.set_nonblocking(true).context("cannot wait on the port")?;
    Ok(Listener { socket: listener, host: bare.to_owned(), root: root.clone() })
}

impl Listener {
    /// Where it listens, with the port that was found.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        self.socket.local_addr().context("cannot tell the port")
    }

    /// Answers from `built`, on a thread of its own, until the process ends.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn serve(self, built: impl Into<Arc<Built>>) -> anyhow::Result<Server> {
        let root = self.root.into();
        let (faults, told) = mpsc::sync_channel(FAULTS);
        let built = built.into();
        let kept = Arc::default();
        let first = Shown { built, kept, number: 1, busy: false, trouble: None, root, faults };
        let (shown, receiver) = watch::channel(Arc::new(first));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context("cannot start the server")?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(self.socket).context("cannot wait on the port")?
        };
        let preview = Preview { shown: receiver, host: self.host.into() };
        std::thread::Builder::new()
            .name("serve".to_owned())
            .spawn(move || runtime.block_on(accept(&listener, &preview)))
            .context("cannot start the server")?;
        Ok(Server { shown, faults: Mutex::new(told) })
    }
}

impl Server {
    /// Shows `built` from now on, and tells the open pages.
    pub fn show(&self, built: impl Into<Arc<Built>>) {
        let built = built.into();
        self.change(|shown| Shown {
            built,
            kept: Arc::default(),
            number: shown.number + 1,
            ..Shown::settled(shown)
        });
    }

    /// A newer book is being made: who asks now waits for it, for a moment.
    pub fn expect(&self) {
        self.change(|shown| Shown {
            busy: true,
            trouble: shown.trouble.clone(),
            ..Shown::settled(shown)
        });
    }

    /// There is no newer book, and why: the last one stays, and the open pages say so.
    pub fn keep(&self, trouble: String) {
        let trouble = Some(trouble);
        self.change(|shown| Shown { number: shown.number + 1, trouble, ..Shown::settled(shown) });
    }

    /// Waits for the next page that could not be made; `None` when there will be none.
    pub fn fault(&self) -> Option<Fault> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }

    fn change(&self, change: impl FnOnce(&Shown) -> Shown) {
        let next = Arc::new(change(&self.shown.borrow()));
        let before = self.shown.send_replace(next);
        // Tens of thousands of pages take their time to go, and nobody has to wait for it.
        std::thread::spawn(move || drop(before));
    }
}

impl Shown {
    /// The same book, with nothing wrong and nothing awaited.
    fn settled(&self) -> Shown {
        let Shown { built, kept, number, busy: _, trouble: _, root, faults } = self;
        let (built, kept) = (Arc::clone(built), Arc::clone(kept));
        let (root, faults) = (Arc::clone(root), faults.clone());
        Shown { built, kept, number: *number, busy: false, trouble: None, root, faults }
    }
}

/// What every connection knows.
#[derive(Clone)]
struct Preview {
    shown: watch::Receiver<Arc<Shown>>,
    /// The host as the author named it, which a browser may do, too.
    host: Arc<str>,
}

/// Takes connections for ever.
async fn accept(listener: &tokio::net::TcpListener, preview: &Preview) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, preview.clone()));
            }
            // Too many files are open: they will be fewer in a moment.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, preview: Preview) {
    // Without this a page waits for the acknowledgement of its headers: 36 ms a request.
    let _ = stream.set_nodelay(true);
    let Ok(address) = stream.local_addr() else { return };
    let at = address.ip().to_canonical();
    let service = service_fn(|request: Request<Incoming>| {
        let (parts, _) = request.into_parts();
        answer(parts, at, preview.clone())
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    // A browser that hangs up is no trouble.
    let _ = connection.await;
}

/// How long a browser that asks while a book is made waits for it.
const WORTH_WAITING: Duration = Duration::from_secs(2);

type Sent = BoxBody<Bytes, Infallible>;

async fn answer(parts: Parts, at: IpAddr, preview: Preview) -> Result<Response<Sent>, Infallible> {
    let Preview { mut shown, host } = preview;
    if !parts.uri.path().starts_with("/__rolebook/") {
        // Too slow, and the page as it was is better than none: the stream tells when it is old.
        let _ = timeout(WORTH_WAITING, shown.wait_for(|shown| !shown.busy)).await;
    }
    let now = Arc::clone(&shown.borrow());
    // Pages are made beside the thread that listens, so that a large one keeps nobody waiting.
    let made = tokio::task::spawn_blocking(move || {
        let response = routes::answer(&parts, at, &host, &now);
        let (parts, body) = response.into_parts();
        match body {
            Body::Bytes(bytes) => Response::from_parts(parts, Some(bytes)),
            Body::Copy(file) => match discover::copied(&file) {
                Ok(bytes) => Response::from_parts(parts, Some(bytes.into())),
                // It went since the book was read: the next book will not have it.
                Err(_) => failed(StatusCode::NOT_FOUND),
            },
            Body::Events => Response::from_parts(parts, None),
        }
    });
    let made = made.await.unwrap_or_else(|_| failed(StatusCode::INTERNAL_SERVER_ERROR));
    Ok(made.map(|bytes| match bytes {
        Some(bytes) => Full::new(bytes).boxed(),
        None => reload::events(shown).boxed(),
    }))
}

fn failed(status: StatusCode) -> Response<Option<Bytes>> {
    routes::words(status, "this cannot be shown").map(|body| match body {
        Body::Bytes(bytes) => Some(bytes),
        Body::Copy(_) | Body::Events => Some(Bytes::new()),
    })
}
