//! What ffmpeg says, in our words.
//!
//! Its messages quote what stands in the file and the address that it reads from, so none is
//! passed on: a few that help are known, and the rest is silence.

/// What ffmpeg gave up over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complaint {
    /// There is no sound.
    NoSound,
    /// The format is none that is let in.
    Format,
    /// The file, in our words.
    File(&'static str),
}

const KNOWN: &[(&str, Complaint)] = &[
    ("Cannot allocate memory", Complaint::File("it claims to be bigger than any sound")),
    ("matches no streams", Complaint::NoSound),
    ("does not contain any stream", Complaint::NoSound),
    ("ormat not on whitelist", Complaint::Format),
    ("moov atom not found", Complaint::File("its index is missing, so it was cut off")),
    ("Unknown decoder", Complaint::File("no decoder is known for its sound")),
    ("Decoder not found", Complaint::File("no decoder is known for its sound")),
    ("Decoding requested, but no decoder", Complaint::File("no decoder is known for its sound")),
    ("Could not find codec parameters", Complaint::File("its sound can't be told")),
    ("Not yet implemented", Complaint::File("ffmpeg can't decode this kind of it")),
    ("End of file", Complaint::File("it ends too early")),
    ("Stream ends prematurely", Complaint::File("it ends too early")),
    ("Invalid data found", Complaint::File("its data makes no sense")),
    ("Error while decoding", Complaint::File("its data makes no sense")),
];

impl Complaint {
    /// The complaint that helps most in what ffmpeg said.
    pub(super) fn in_words(said: &str) -> Self {
        let hit = KNOWN.iter().find(|(words, _)| said.contains(words));
        hit.map_or(Self::File("ffmpeg makes no sound of it"), |(_, complaint)| *complaint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_ffmpeg_quotes_is_passed_on() {
        let said = "[mov @ 0x1] title: Jane Roe\nhttp://127.0.0.1:9/abc: Something new\n";
        assert_eq!(Complaint::in_words(said), Complaint::File("ffmpeg makes no sound of it"));
        let said = format!("{said}[mov @ 0x1] moov atom not found\nInvalid data found when");
        let Complaint::File(words) = Complaint::in_words(&said) else { panic!("no reason") };
        assert!(words.contains("index is missing"));
    }
}
