//! What the other side is made to ask of our encoders. Neither has an API: a browser reads both from the description of
//! the other side that it is given (format parameters, RFC 8866 section 6.15), so that is where they are written.
//!
//! - The picture starts near what it is to reach. A browser starts at 300 kbit/s and feels its way up from there, which
//!   takes ten seconds or more in which the picture is small and blurred. Where the way is narrower, it is found out
//!   within the first second and the rate falls.
//! - The voice is sent in fewer packets while nobody speaks (DTX) and so that a lost packet can be made up from the next
//!   (FEC): RFC 7587 section 6.1. What is missing all the same is asked for again (NACK, RFC 4585 section 6.2.1), as with pictures: of
//!   every fifth packet lost on a short path, one in a hundred is missed then, and a good line carries nothing more.

/// At which rate the picture starts, in kbit/s: libwebrtc begins with 1280 x 720 only above 900 for the picture alone, and
/// aims at 1 700 or so for it.
const PICTURE: &str = "x-google-start-bitrate=1500";
const VOICE: &str = "useinbandfec=1;usedtx=1";
/// The codecs of the picture, as `a=rtpmap` names them.
const PICTURE_CODECS: [&str; 4] = ["VP8/90000", "VP9/90000", "H264/90000", "AV1/90000"];
const VOICE_CODEC: &str = "opus/48000/2";

/// The other side's description with these wishes added. What cannot be read is left as it is: the browser judges it.
pub fn tuned(sdp: &str) -> String {
    let wishes: Vec<_> = sdp.lines().filter_map(wish).collect();
    let parameters: Vec<_> = sdp.lines().filter_map(parameters).collect();
    let mut tuned = String::with_capacity(2 * sdp.len());
    for line in sdp.lines() {
        tuned.push_str(line);
        if let Some((format, given)) = self::parameters(line)
            && let Some((_, wish)) = wishes.iter().find(|(of, _)| *of == format)
        {
            let known = |wanted: &&str| !given.split(';').any(|parameter| parameter == *wanted);
            for parameter in wish.split(';').filter(known) {
                tuned.extend([";", parameter]);
            }
        } else if let Some((format, wish)) = wish(line)
            && !parameters.iter().any(|(of, _)| *of == format)
        {
            tuned.extend(["\r\na=fmtp:", format, " ", wish]);
        }
        if let Some(voice) = voice(line)
            && !sdp.lines().any(|line| is_nack(line, voice))
        {
            tuned.extend(["\r\na=rtcp-fb:", voice, " nack"]);
        }
        tuned.push_str("\r\n");
    }
    tuned
}

/// The format that a line maps to the voice's codec.
fn voice(line: &str) -> Option<&str> {
    let (format, codec) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
    (codec == VOICE_CODEC).then_some(format)
}

/// Whether a line says that what is missing of a format is asked for again.
fn is_nack(line: &str, format: &str) -> bool {
    line.strip_prefix("a=rtcp-fb:").and_then(|rest| rest.split_once(' ')) == Some((format, "nack"))
}

/// Which format a line maps to a codec that something is wished of, and what.
fn wish(line: &str) -> Option<(&str, &'static str)> {
    let (format, codec) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
    let wish = if codec == VOICE_CODEC { VOICE } else { PICTURE_CODECS.contains(&codec).then_some(PICTURE)? };
    Some((format, wish))
}

/// Which format a line gives parameters of, and which.
fn parameters(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("a=fmtp:")?.split_once(' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OFFER: &str = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9\r\n\
        a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n\
        a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 103\r\n\
        a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n\
        a=rtpmap:103 H264/90000\r\na=fmtp:103 packetization-mode=1\r\n";

    #[test]
    fn every_codec_of_the_picture_starts_fast() {
        let tuned = tuned(OFFER);
        assert!(tuned.contains("a=rtpmap:96 VP8/90000\r\na=fmtp:96 x-google-start-bitrate=1500\r\n"), "{tuned}");
        assert!(tuned.contains("a=fmtp:103 packetization-mode=1;x-google-start-bitrate=1500\r\n"), "{tuned}");
    }

    #[test]
    fn the_voice_pauses_and_mends_itself() {
        assert!(tuned(OFFER).contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n"));
    }

    #[test]
    fn what_is_missing_of_the_voice_is_asked_for_again() {
        assert!(tuned(OFFER).contains("a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 nack\r\n"));
        let asked = OFFER.replace("a=rtpmap:63", "a=rtcp-fb:111 nack\r\na=rtpmap:63");
        assert_eq!(tuned(&asked).matches("a=rtcp-fb:111 nack").count(), 1);
    }

    #[test]
    fn everything_else_stays_as_it_was() {
        let tuned = tuned(OFFER);
        let untouched = |line: &&str| !line.starts_with("a=fmtp:111") && !line.starts_with("a=fmtp:103");
        let mut lines = tuned.lines();
        for line in OFFER.lines().filter(untouched) {
            assert!(lines.any(|tuned| tuned == line), "{line} is missing or out of place");
        }
        assert_eq!(
            tuned.lines().count(),
            OFFER.lines().count() + 2,
            "parameters of one picture, and how the voice is asked for again"
        );
    }

    #[test]
    fn wishes_are_added_once() {
        assert_eq!(tuned(&tuned(OFFER)), tuned(OFFER));
    }

    proptest! {
        /// Whatever comes from the network must neither end the page nor lose a line.
        #[test]
        fn no_text_is_too_odd(lines in proptest::collection::vec("(a=rtpmap:|a=fmtp:|)[0-9]{0,2} ?(VP8/90000|opus/48000/2|\\PC{0,9})", 0..9)) {
            let tuned = tuned(&lines.join("\r\n"));
            let mut rest = tuned.lines();
            for line in lines.iter().flat_map(|line| line.lines()) {
                prop_assert!(rest.any(|tuned| tuned.starts_with(line)));
            }
        }
    }
}
