//! What ffmpeg may do: the formats it may read, and how much of the machine it may take.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use std::os::unix::process::CommandExt as _;

/// What one run of ffmpeg or ffprobe may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FfmpegLimits {
    /// Address space, in bytes; the libraries alone take 300 MB of it.
    pub(super) memory_bytes: u64,
    /// Processor time.
    pub(super) processor: Duration,
    /// The biggest file it may write, in bytes; pipes don't count.
    pub(super) file_bytes: u64,
}

impl Default for FfmpegLimits {
    fn default() -> Self {
        Self { memory_bytes: 2 << 30, processor: Duration::from_secs(3600), file_bytes: 0 }
    }
}

/// Open files: its libraries are closed again once loaded, sockets and pipes stay.
const OPEN_FILES: u64 = 64;

/// A limit that is lower already can't be set, and needn't be.
const CONFINE: &str = r#"
lower() {
  now=$(ulimit -H "-$1")
  if [ "$now" = unlimited ] || [ "$now" -gt "$2" ]; then ulimit "-$1" "$2" || exit 126; fi
}
lower v "$1"; lower t "$2"; lower f "$3"; lower n "$4"; lower c 0
shift 4
exec "$@"
"#;

/// Containers that hold their own sound. What points elsewhere (playlists, `concat`, image
/// sequences, session descriptions, devices) is left out, and with it any demuxer not named.
const CONTAINERS: &str = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,dtshd,eac3,flac,flv,iff,\
    matroska,webm,mov,mp4,mp3,mpc,mpc8,mpeg,mpegts,mxf,nut,ogg,rm,tta,voc,w64,wav,wv";

/// Decoders of sound. Pictures are never decoded: that is where most of ffmpeg's faults were.
const CODECS: &str = "aac,aac_fixed,aac_latm,ac3,ac3_fixed,eac3,alac,amrnb,amrwb,\
    libopencore_amrnb,libopencore_amrwb,ape,atrac1,atrac3,atrac3p,cook,dca,dsd_lsbf,dsd_msbf,\
    dsd_lsbf_planar,dsd_msbf_planar,flac,g723_1,g729,gsm,gsm_ms,libgsm,libgsm_ms,ilbc,libilbc,imc,\
    mace3,mace6,mlp,truehd,mp1,mp1float,mp2,mp2float,mp3,mp3float,mp3adu,mp3adufloat,mp4als,mpc7,\
    mpc8,nellymoser,opus,libopus,qcelp,evrc,qdm2,qdmc,ra_144,ra_288,sipr,speex,libspeex,truespeech,\
    tta,vorbis,libvorbis,wavpack,wmalossless,wmapro,wmav1,wmav2,wmavoice,adpcm_ms,adpcm_ima_wav,\
    adpcm_ima_qt,adpcm_swf,adpcm_yamaha,adpcm_g722,g722,g726,g726le,adpcm_ct,adpcm_sbpro_2,\
    adpcm_sbpro_3,adpcm_sbpro_4,pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,pcm_lxf,pcm_vidc,pcm_u8,\
    pcm_s8,pcm_s8_planar,pcm_s16le,pcm_s16be,pcm_s16le_planar,pcm_s16be_planar,pcm_u16le,pcm_u16be,\
    pcm_s24le,pcm_s24be,pcm_s24le_planar,pcm_s24daud,pcm_u24le,pcm_u24be,pcm_s32le,pcm_s32be,\
    pcm_s32le_planar,pcm_u32le,pcm_u32be,pcm_s64le,pcm_s64be,pcm_f16le,pcm_f24le,pcm_f32le,\
    pcm_f32be,pcm_f64le,pcm_f64be";

/// Decoders of pictures that browsers don't play, or whose size is told by decoding alone. They are
/// let in for a video that was heard already, never to hear one.
const PICTURES: &str = "h264,hevc,av1,libdav1d,vp8,vp9,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,h263,\
    h263i,h263p,mpeg1video,mpeg2video,mjpeg,flv,vp6,vp6f,vp6a,wmv1,wmv2,wmv3,vc1,theora,dvvideo,\
    svq1,svq3,cinepak,indeo3,indeo5,prores,dnxhd,rawvideo,yuv4,rpza,qtrle";

/// A command that runs `program` within `limits`: nothing of our environment, no files at hand,
/// nothing to read from, and a process group of its own, so that Ctrl-C reaches us alone.
///
/// Its pipes are closed until the caller opens them.
pub(super) fn confined(program: &Path, limits: &FfmpegLimits) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", CONFINE, "earmark"])
        .arg((limits.memory_bytes / 1024).to_string())
        .arg(limits.processor.as_secs().max(1).to_string())
        // Counted in blocks of 512 bytes.
        .arg((limits.file_bytes.div_ceil(512)).to_string())
        .arg(OPEN_FILES.to_string())
        .arg(program)
        .env_clear()
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// What to say before an input, so that it is read from the byte server alone.
pub(super) fn input_rules(command: &mut Command) {
    command.args(["-protocol_whitelist", "http,tcp", "-format_whitelist", CONTAINERS]);
}

/// What to say before an input, so that only sound is decoded.
///
/// Ffprobe gives up on a file if it may not open the decoder of one of its tracks.
pub(super) fn decoder_rules(command: &mut Command) {
    command.args(["-codec_whitelist", CODECS, "-threads", "1"]);
}

/// What to say before an input, so that its picture may be decoded too.
pub(super) fn picture_rules(command: &mut Command) {
    command.args(["-codec_whitelist", &format!("{CODECS},{PICTURES}"), "-threads", "1"]);
}
