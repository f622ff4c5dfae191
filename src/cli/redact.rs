//! `earmark redact`: text, or Amazon Transcribe's JSON, to the same without personal data.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};

use anyhow::Context as _;

use super::RedactArgs;
use crate::app;
use crate::config::{Config, RedactionPolicy};
use crate::redact::{
    DocumentError, MAX_DOCUMENT_BYTES, RedactedDocument, Redactor, redact_document,
};

pub(super) fn run(config: &Config, args: &RedactArgs, as_json: bool) -> anyhow::Result<()> {
    let mut policy = RedactionPolicy::default();
    if !args.kinds.is_empty() {
        policy.kinds.clone_from(&args.kinds);
    }
    let model = app::name_model(config, [&policy])?;
    let redactor = Redactor::new(&app::redaction_options(&policy), model.as_ref())?;
    let (name, mut input): (_, Box<dyn BufRead>) = match &args.file {
        Some(file) => {
            let name = file.display().to_string();
            let opened = File::open(file).with_context(|| name.clone())?;
            (name, Box::new(BufReader::new(opened)))
        }
        None => ("standard input".to_owned(), Box::new(io::stdin().lock())),
    };
    let mut output = io::stdout().lock();
    let mut number = 0;
    while let Some(document) = next(&mut *input, args.lines).with_context(|| name.clone())? {
        number += 1;
        let place = || if args.lines { format!("{name}, line {number}") } else { name.clone() };
        let redacted =
            redact_document(&redactor, document, args.language.as_ref()).with_context(place)?;
        write(&mut output, &redacted, as_json, args.lines)?;
        if !args.lines {
            break;
        }
    }
    Ok(output.flush()?)
}

/// Reads the next document, or all there is; never more than a document may have.
fn next(input: &mut dyn BufRead, by_lines: bool) -> anyhow::Result<Option<Vec<u8>>> {
    let mut document = Vec::new();
    let mut bounded = input.take(MAX_DOCUMENT_BYTES as u64 + 1);
    if by_lines {
        bounded.read_until(b'\n', &mut document)?;
        if document.is_empty() {
            return Ok(None);
        }
        document.pop_if(|last| *last == b'\n');
    } else {
        bounded.read_to_end(&mut document)?;
    }
    if document.len() > MAX_DOCUMENT_BYTES {
        return Err(DocumentError::TooLong.into());
    }
    Ok(Some(document))
}

fn write(
    output: &mut dyn Write,
    redacted: &RedactedDocument,
    as_json: bool,
    by_lines: bool,
) -> anyhow::Result<()> {
    if as_json {
        writeln!(output, "{}", serde_json::to_string(redacted.spans())?)?;
    } else {
        output.write_all(redacted.text().as_bytes())?;
        if by_lines {
            output.write_all(b"\n")?;
        }
    }
    Ok(())
}
