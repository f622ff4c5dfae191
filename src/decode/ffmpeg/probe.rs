//! Asks ffprobe what a file says about itself.

use super::super::{DecodeError, DecodeLimits};
use super::byte_server::ByteServer;
use super::confinement::FfmpegLimits;
use super::facts::{Answer, Facts};
use super::running::Running;
use super::tool::Ffmpeg;

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 4 << 20;

/// What to ask for; tags are asked for one by one, for others may be as long as they like.
const ENTRIES: &str = "format=format_name,start_time,duration,bit_rate,probe_score:\
    stream=index,codec_type,codec_name,sample_rate,channels,bit_rate,start_time,duration,nb_frames:\
    stream_disposition=default,attached_pic:format_tags:stream_tags";

/// What to ask for when the sound begins, and within how many packets it does: some decoders give
/// nothing for the first.
const FIRST_FRAME: [&str; 4] = ["-read_intervals", "%+#8", "-show_entries", "frame=pts_time"];

impl Facts {
    /// Asks about the sound at `server`: the `ordinal`-th of its sound streams where that is
    /// known, else the one that its writer prefers.
    pub(super) fn ask(
        ffmpeg: &Ffmpeg,
        server: &ByteServer,
        limits: &DecodeLimits,
        ordinal: Option<usize>,
    ) -> Result<Self, DecodeError> {
        let question = ["-show_entries", ENTRIES];
        let mut facts = answer(ffmpeg, server, limits, &question)?.facts(ordinal)?;
        if facts.has_clock {
            let stream = facts.stream.to_string();
            let question = [&["-select_streams", &stream][..], &FIRST_FRAME].concat();
            let lead = answer(ffmpeg, server, limits, &question)?.lead(facts.start);
            facts.lead = lead.unwrap_or(facts.lead);
        }
        Ok(facts)
    }
}

fn answer(
    ffmpeg: &Ffmpeg,
    server: &ByteServer,
    limits: &DecodeLimits,
    question: &[&str],
) -> Result<Answer, DecodeError> {
    let bounds = FfmpegLimits { processor: limits.stall, ..FfmpegLimits::default() };
    let mut command = ffmpeg.probe_command(&bounds, server.url());
    command.args(["-of", "json"]).args(question);
    let mut running = Running::start(&mut command, bounds.processor)?;
    let mut answer = Vec::new();
    while let Some(block) = running.next_block(server, limits.stall)? {
        answer.extend(block);
        if answer.len() > MAX_ANSWER {
            return Err(DecodeError::LimitReached("it has too many tags".to_owned()));
        }
    }
    running.finish(server)?;
    let senseless = |_| DecodeError::Crashed("ffprobe's answer makes no sense".to_owned());
    serde_json::from_slice(&answer).map_err(senseless)
}
