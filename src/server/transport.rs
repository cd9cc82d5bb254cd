//! Messages over standard input and output.
//!
//! What is no message is answered as the protocol wants it, and the next one is read: an editor must not lose its server over a slip.

use std::{
    io::{self, BufRead, Read as _, Write},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value as Json, json};

use super::surrogate;

/// The longest message: several times the largest file that is read, escaped.
const LONGEST: u64 = 256 << 20;

/// The longest line of a header.
const LONGEST_LINE: u64 = 8 << 10;

/// What carries messages until both sides are done.
pub(super) struct Carrier(mpsc::Receiver<()>);

impl Carrier {
    /// Waits until all that was sent is written, but no longer than that.
    pub(super) fn finish(self, patience: Duration) {
        let _ = self.0.recv_timeout(patience);
    }
}

/// The connection to whoever started the process.
pub(super) fn stdio() -> (Connection, Carrier) {
    carried(io::BufReader::new(io::stdin()), io::stdout())
}

/// A connection over a pair of streams.
fn carried(
    mut input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, Carrier) {
    let (ours, theirs) = Connection::memory();
    let Connection { sender, receiver } = theirs;
    let output = Arc::new(Mutex::new(output));
    let complaints = output.clone();
    thread::spawn(move || {
        loop {
            let message = match next(&mut input) {
                Ok(Some(Ok(message))) => message,
                Ok(Some(Err(complaint))) => {
                    if write(&complaints, &complaint).is_err() {
                        break;
                    }
                    continue;
                }
                Ok(None) | Err(_) => break,
            };
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        for message in receiver {
            let Ok(message) = serde_json::to_value(&message) else {
                continue;
            };
            if write(&output, &message).is_err() {
                break;
            }
        }
        drop(done);
    });
    (ours, Carrier(is_done))
}

fn write(output: &Mutex<impl Write>, message: &Json) -> io::Result<()> {
    let mut message = message.clone();
    if let Json::Object(fields) = &mut message {
        fields.insert("jsonrpc".to_owned(), "2.0".into());
    }
    let text = message.to_string();
    let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// A message, or the answer to what is none.
type Received = Result<Message, Json>;

/// The next message; nothing at the end of the input.
fn next(input: &mut impl BufRead) -> io::Result<Option<Received>> {
    let Some(length) = header(input)? else {
        return Ok(None);
    };
    if length > LONGEST {
        io::copy(&mut input.take(length), &mut io::sink())?;
        let reason = format!("a message has more than {LONGEST} bytes");
        return Ok(Some(Err(refusal(
            &Json::Null,
            ErrorCode::ParseError,
            &reason,
        ))));
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(message(&body)))
}

/// The length of what follows. Lines that are none of a header are passed over until there is one again.
fn header(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if let (true, Some(length)) = (text.is_empty(), length) {
            return Ok(Some(length));
        }
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

fn message(body: &[u8]) -> Received {
    // An edit that were passed over would leave every later one at a wrong place.
    let json: Json = serde_json::from_slice(body)
        .or_else(|_| serde_json::from_str(&String::from_utf8_lossy(&surrogate::whole(body))))
        .map_err(|error| refusal(&Json::Null, ErrorCode::ParseError, &error.to_string()))?;
    // What is read at one go from a text has numbers that are no numbers to `untagged` enums.
    let id = json.get("id").cloned().unwrap_or(Json::Null);
    let fits = matches!(&id, Json::String(_) | Json::Number(_) | Json::Null);
    let id = if fits { id } else { Json::Null };
    serde_json::from_value(json)
        .map_err(|_| refusal(&id, ErrorCode::InvalidRequest, "this is no message"))
}

fn refusal(id: &Json, code: ErrorCode, message: &str) -> Json {
    json!({"id": id, "error": {"code": code as i32, "message": message}})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    fn received(input: &str) -> Vec<Received> {
        let mut input = input.as_bytes();
        std::iter::from_fn(|| next(&mut input).unwrap()).collect()
    }

    #[test]
    fn the_next_message_is_read_whatever_came_before() {
        let good = framed(r#"{"jsonrpc":"2.0","id":7,"method":"a/b","params":{"n":1}}"#);
        let input = [
            framed("{\"id\": 1,"),
            good.clone(),
            "nonsense\r\n\r\n".to_owned(),
            "Content-Type: x\r\n".to_owned() + &good,
            framed("[]"),
            framed(r#"{"id":3,"meth":"x"}"#),
            framed(r#"{"jsonrpc":"2.0","method":"exit"}"#),
            "Content-Length: 50\r\n\r\n{".to_owned(),
        ];
        let codes: Vec<_> = received(&input.concat())
            .into_iter()
            .map(|one| match one {
                Ok(Message::Request(request)) => format!("{} {}", request.id, request.params),
                Ok(Message::Notification(it)) => it.method,
                Ok(Message::Response(it)) => it.id.to_string(),
                Err(refused) => format!("{} {}", refused["id"], refused["error"]["code"]),
            })
            .collect();
        let expected = [
            "null -32700",
            "7 {\"n\":1}",
            "7 {\"n\":1}",
            "null -32600",
            "3 -32600",
            "exit",
        ];
        assert_eq!(codes, expected);
    }

    struct Shared(Arc<Mutex<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_sent_is_framed() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let input = io::Cursor::new(framed("!"));
        let (connection, carrier) = carried(input, Shared(written.clone()));
        assert!(connection.receiver.recv().is_err());
        let exit = lsp_server::Notification::new("a".to_owned(), json!({"é": 1}));
        connection.sender.send(exit.into()).unwrap();
        drop(connection);
        carrier.finish(Duration::from_secs(60));
        let text = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        let sent = r#"{"method":"a","params":{"é":1},"jsonrpc":"2.0"}"#;
        assert!(text.ends_with(&framed(sent)), "{text}");
        assert!(text.contains("-32700"), "{text}");
    }
}
