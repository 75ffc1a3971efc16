//! What the other side is made to ask of our encoders. None of it has an API that works in every browser: a browser reads it from the
//! description of the other side that it is given (format parameters, RFC 8866 section 6.15), so that is where it is written.
//!
//! - The picture starts near what it is to reach. A browser starts at 300 kbit/s and feels its way up from there, which
//!   takes ten seconds or more in which the picture is small and blurred. Where the way is narrower, it is found out
//!   within the first second and the rate falls.
//! - The voice is sent in fewer packets while nobody speaks (DTX) and so that a lost packet can be made up from the next
//!   (FEC): RFC 7587 section 6.1. What is missing all the same is asked for again (NACK, RFC 4585 section 6.2.1), as with pictures: of
//!   every fifth packet lost on a short path, one in a hundred is missed then, and a good line carries nothing more.
//! - On a narrow line the voice is sent in fewer and smaller packets, on one that loses packets and carries a lot each packet is sent twice
//!   ([`VoiceForm`]).
//!
//! The other side need not be asked for the latter: [`as_answer`] makes of its last description an answer to an offer that only this page
//! knows, with other wishes in it.

/// How the voice is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VoiceForm {
    /// As the browser likes: 32 kbit/s in fifty packets a second, 45 kbit/s on the wire.
    #[default]
    Plain,
    /// 12 kbit/s in seventeen packets a second, 20 kbit/s on the wire: what the voice takes of a narrow line is mostly the heads of its
    /// packets.
    Sparse,
    /// 10 kbit/s in as many packets, beside no picture: nobody reports how it comes, which is a quarter as much again, and nothing is asked for
    /// again, for what comes so late makes a browser keep the voice back.
    Alone,
    /// Each packet has the one before in it once more (RFC 2198), 66 kbit/s on the wire. Firefox has no such format and sends it plain.
    Doubled,
}

impl VoiceForm {
    fn is_sparse(self) -> bool {
        matches!(self, Self::Sparse | Self::Alone)
    }
}

/// What is sent of the picture beside what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PictureForm {
    /// What was lost, again.
    #[default]
    Whole,
    /// Nothing: on a line that was flooded, a browser that has paused its picture sends what was lost of it again for seconds. Nor does this
    /// page ask for what it lost of the other's picture meanwhile; it still asks for key frames.
    Cut,
}

/// What is asked of our encoders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// How the voice is sent.
    pub voice: VoiceForm,
    /// What is sent of the picture.
    pub picture: PictureForm,
    /// At which rate the picture starts, in kbit/s. A browser that is given another one than before starts anew with it.
    pub start_kbps: u32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { voice: VoiceForm::default(), picture: PictureForm::default(), start_kbps: START_KBPS }
    }
}

/// At which rate the picture of a new connection starts, in kbit/s: libwebrtc begins with 1280 x 720 only above 900 for the picture
/// alone, and aims at 1 700 or so for it.
pub const START_KBPS: u32 = 1_500;

const VOICE: &str = "useinbandfec=1;usedtx=1";
/// The least rate at which Opus speaks in the whole band of a telephone in high definition, in bits per second.
const SPARSE: &str = "useinbandfec=1;usedtx=1;maxaveragebitrate=12000";
/// Where even that is too much.
const ALONE: &str = "useinbandfec=1;usedtx=1;maxaveragebitrate=10000";
/// The longest packet that every receiver of Opus takes, in milliseconds (RFC 7587 section 6.1 has 120 as the maximum; browsers send 60).
const SPARSE_PACKETS: &str = "a=ptime:60\r\n";
/// The codecs of the picture, as `a=rtpmap` names them.
const PICTURE_CODECS: [&str; 4] = ["VP8/90000", "VP9/90000", "H264/90000", "AV1/90000"];
const VOICE_CODEC: &str = "opus/48000/2";
/// By which packets are numbered for reports (draft-holmer-rmcat-transport-wide-cc-extensions-01).
const REPORTED_EXTENSION: &str = "draft-holmer-rmcat-transport-wide-cc-extensions-01";
const REDUNDANT: &str = "red/48000/2";

/// The other side's description with these wishes added. What cannot be read is left as it is: the browser judges it.
pub fn tuned(sdp: &str, tuning: Tuning) -> String {
    let wishes: Vec<_> = sdp.lines().filter_map(|line| wish(line, tuning)).collect();
    let parameters: Vec<_> = sdp.lines().filter_map(parameters).collect();
    let mut tuned = String::with_capacity(2 * sdp.len());
    let mut section = Section::Session;
    for line in sdp.lines() {
        let next = section.after(line);
        if section == Section::Voice && next != section && tuning.voice.is_sparse() {
            tuned.push_str(SPARSE_PACKETS);
        }
        if next == Section::Voice && section != next {
            tuned.push_str(&in_order(line, sdp, tuning.voice));
        } else if is_dropped(line, section, tuning) {
            continue;
        } else {
            tuned.push_str(line);
        }
        section = next;
        if let Some((format, given)) = self::parameters(line)
            && let Some((_, wish)) = wishes.iter().find(|(of, _)| *of == format)
        {
            let known = |wanted: &&str| !given.split(';').any(|parameter| parameter == *wanted);
            for parameter in wish.split(';').filter(known) {
                tuned.extend([";", parameter]);
            }
        } else if let Some((format, wish)) = wish(line, tuning)
            && !parameters.iter().any(|(of, _)| *of == format)
        {
            tuned.extend(["\r\na=fmtp:", format, " ", &wish]);
        }
        if !tuning.voice.is_sparse()
            && let Some(voice) = format_of(line, VOICE_CODEC)
            && !sdp.lines().any(|line| is_nack(line, voice))
        {
            tuned.extend(["\r\na=rtcp-fb:", voice, " nack"]);
        }
        tuned.push_str("\r\n");
    }
    if section == Section::Voice && tuning.voice.is_sparse() {
        tuned.push_str(SPARSE_PACKETS);
    }
    tuned
}

/// The other side's description as an answer to an offer of this side, whose last description is `own`: an offer leaves open who begins
/// the encryption (`a=setup`, RFC 8842 section 5.2), an answer says again who did. None if the two do not say it.
pub fn as_answer(remote: &str, own: &str) -> Option<String> {
    const OPEN: &str = "a=setup:actpass";
    if !remote.contains(OPEN) {
        return Some(remote.to_owned());
    }
    let role = if own.contains("a=setup:active") {
        "a=setup:passive"
    } else if own.contains("a=setup:passive") {
        "a=setup:active"
    } else {
        return None;
    };
    Some(remote.replace(OPEN, role))
}

/// Whether two descriptions speak of the same sections with the same credentials, so that one may stand for the other.
pub fn is_like(one: &str, other: &str) -> bool {
    let outline = |sdp: &str| -> Vec<String> {
        let kind = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        sdp.lines()
            .filter_map(|line| match line {
                line if line.starts_with("m=") => Some(kind(line)),
                line if line.starts_with("a=ice-ufrag:") || line.starts_with("a=mid:") => Some(line.to_owned()),
                _ => None,
            })
            .collect()
    };
    outline(one) == outline(other)
}

/// Whether a line says the opposite of what is wished.
fn is_dropped(line: &str, section: Section, tuning: Tuning) -> bool {
    match section {
        Section::Voice => {
            let is_report = |line: &str| {
                line.starts_with("a=rtcp-fb:") || line.starts_with("a=extmap:") && line.ends_with(REPORTED_EXTENSION)
            };
            tuning.voice.is_sparse() && line.starts_with("a=ptime:")
                || tuning.voice == VoiceForm::Alone && is_report(line)
        }
        Section::Picture => {
            tuning.picture == PictureForm::Cut && line.starts_with("a=rtcp-fb:") && line.ends_with(" nack")
        }
        Section::Session | Section::Other => false,
    }
}

/// The other side's description as if it did not send its voice. None if it does not say that it does.
pub fn without_voice(sdp: &str) -> Option<String> {
    const BOTH_WAYS: &str = "a=sendrecv";
    let begin = sdp.find("m=audio ")?;
    let (before, section) = sdp.split_at(begin);
    let end = section.find("\nm=").unwrap_or(section.len());
    let (voice, after) = section.split_at(end);
    let silent = voice.replacen(BOTH_WAYS, "a=recvonly", 1);
    (silent != voice).then(|| [before, &silent, after].concat())
}

/// The credentials of a description, by which a search for paths is known.
pub fn credentials(sdp: &str) -> Option<&str> {
    sdp.lines().find(|line| line.starts_with("a=ice-ufrag:"))
}

/// Where in a description a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Before the first section.
    Session,
    /// The first one, if it is of sound.
    Voice,
    /// The one after it, if it is of pictures.
    Picture,
    /// Another one.
    Other,
}

impl Section {
    fn after(self, line: &str) -> Self {
        match self {
            Self::Session if line.starts_with("m=audio ") => Self::Voice,
            Self::Voice if line.starts_with("m=video ") => Self::Picture,
            _ if line.starts_with("m=") => Self::Other,
            same => same,
        }
    }
}

/// The line that begins the voice's section, with its formats in the order in which they are liked: a browser sends the first.
fn in_order(line: &str, sdp: &str, voice: VoiceForm) -> String {
    let find = |codec| sdp.lines().find_map(|line| format_of(line, codec));
    let (Some(opus), Some(redundant)) = (find(VOICE_CODEC), find(REDUNDANT)) else { return line.to_owned() };
    let mut words: Vec<&str> = line.split(' ').filter(|word| *word != redundant).collect();
    let Some(at) = words.iter().skip(FORMATS_FROM).position(|word| *word == opus) else { return line.to_owned() };
    let beside = FORMATS_FROM + at + usize::from(voice != VoiceForm::Doubled);
    if words.len() < line.split(' ').count() {
        words.insert(beside, redundant);
    }
    words.join(" ")
}

/// Before its formats a section's line has the kind, the port and the protocol.
const FORMATS_FROM: usize = 3;

/// Which format a line maps to which codec.
fn mapping(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("a=rtpmap:")?.split_once(' ')
}

/// The format that a line maps to a codec.
fn format_of<'a>(line: &'a str, wanted: &str) -> Option<&'a str> {
    mapping(line).filter(|(_, codec)| *codec == wanted).map(|(format, _)| format)
}

/// Whether a line says that what is missing of a format is asked for again.
fn is_nack(line: &str, format: &str) -> bool {
    line.strip_prefix("a=rtcp-fb:").and_then(|rest| rest.split_once(' ')) == Some((format, "nack"))
}

/// Which format a line maps to a codec that something is wished of, and what.
fn wish(line: &str, tuning: Tuning) -> Option<(&str, String)> {
    let (format, codec) = mapping(line)?;
    let wish = match codec {
        VOICE_CODEC if tuning.voice == VoiceForm::Alone => ALONE.into(),
        VOICE_CODEC if tuning.voice.is_sparse() => SPARSE.into(),
        VOICE_CODEC => VOICE.into(),
        _ if PICTURE_CODECS.contains(&codec) => ["x-google-start-bitrate=", &tuning.start_kbps.to_string()].concat(),
        _ => return None,
    };
    Some((format, wish))
}

/// Which format a line gives parameters of, and which.
fn parameters(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("a=fmtp:")?.split_once(' ')
}

#[cfg(test)]
#[path = "tuning_tests.rs"]
mod tests;
