use proptest::prelude::*;

use super::*;

const OFFER: &str = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9\r\n\
    a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n\
    a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\n\
    m=video 9 UDP/TLS/RTP/SAVPF 96 97 103\r\n\
    a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n\
    a=rtpmap:103 H264/90000\r\na=fmtp:103 packetization-mode=1\r\n";

fn again(sdp: &str) -> String {
    tuned(sdp, Tuning::default())
}

fn sent(voice: VoiceForm) -> String {
    tuned(OFFER, Tuning { voice, ..Tuning::default() })
}

#[test]
fn a_sparse_voice_has_fewer_and_smaller_packets() {
    let sparse = sent(VoiceForm::Sparse);
    assert!(sparse.contains("usedtx=1;maxaveragebitrate=12000\r\n"), "{sparse}");
    assert!(sparse.contains("a=rtpmap:9 G722/8000\r\na=ptime:60\r\nm=video"), "{sparse}");
    assert_eq!(sparse.matches("a=ptime:").count(), 1, "a screen's sound is none");
    assert!(!sent(VoiceForm::Plain).contains("ptime:") && !sent(VoiceForm::Plain).contains("maxaveragebitrate"));
    let long = OFFER.replace("a=rtpmap:9 ", "a=ptime:20\r\na=rtpmap:9 ");
    let sparse = tuned(&long, Tuning { voice: VoiceForm::Sparse, ..Tuning::default() });
    assert!(sparse.contains("a=ptime:60") && !sparse.contains("a=ptime:20"), "{sparse}");
    let alone = OFFER.split("m=video").next().unwrap();
    let sparse = tuned(alone, Tuning { voice: VoiceForm::Sparse, ..Tuning::default() });
    assert!(sparse.ends_with("a=ptime:60\r\n"), "{sparse}");
}

#[test]
fn nobody_reports_how_a_voice_comes_that_is_alone() {
    const EXTENSION: &str = "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n";
    let reported = OFFER
        .replace("a=rtpmap:63", "a=rtcp-fb:111 transport-cc\r\na=rtpmap:63")
        .replace("a=rtpmap:9 ", &[EXTENSION, "a=rtpmap:9 "].concat())
        .replace("a=rtpmap:96", &[EXTENSION, "a=rtpmap:96"].concat());
    let alone = tuned(&reported, Tuning { voice: VoiceForm::Alone, ..Tuning::default() });
    assert!(!alone.contains("a=rtcp-fb:111") && alone.contains("a=ptime:60"), "{alone}");
    assert_eq!(alone.matches(EXTENSION).count(), 1, "the picture's, for when it goes on");
    let sparse = tuned(&reported, Tuning { voice: VoiceForm::Sparse, ..Tuning::default() });
    assert!(sparse.contains("a=rtcp-fb:111 transport-cc") && !sparse.contains("a=rtcp-fb:111 nack"), "{sparse}");
}

#[test]
fn only_the_voice_is_taken_out() {
    let sdp = "m=audio 9 X 1\r\na=sendrecv\r\nm=video 9 X 2\r\na=sendrecv\r\n";
    let silent = without_voice(sdp);
    assert_eq!(silent.as_deref(), Some("m=audio 9 X 1\r\na=recvonly\r\nm=video 9 X 2\r\na=sendrecv\r\n"));
    assert_eq!(without_voice("m=audio 9 X 1\r\nm=video 9 X 2\r\na=sendrecv\r\n"), None);
}

#[test]
fn a_doubled_voice_comes_first_and_any_other_after_the_simple_one() {
    assert!(sent(VoiceForm::Doubled).contains("SAVPF 63 111 9\r\n"));
    assert!(sent(VoiceForm::Plain).contains("SAVPF 111 63 9\r\n"));
    let liked = OFFER.replace("SAVPF 111 63", "SAVPF 63 111");
    assert!(again(&liked).contains("SAVPF 111 63 9\r\n"), "what the other side likes is not what the line carries");
    let without = OFFER.replace("a=rtpmap:63 red/48000/2\r\n", "");
    let doubled = tuned(&without, Tuning { voice: VoiceForm::Doubled, ..Tuning::default() });
    assert!(doubled.contains("SAVPF 111 63 9\r\n"), "{doubled}");
}

#[test]
fn a_picture_starts_anew_with_what_the_line_was_seen_to_carry() {
    let tuned = tuned(OFFER, Tuning { start_kbps: 640, ..Tuning::default() });
    assert!(tuned.contains("a=fmtp:96 x-google-start-bitrate=640\r\n"), "{tuned}");
}

#[test]
fn nothing_is_sent_again_of_a_picture_that_was_cut() {
    let cut = tuned(OFFER, Tuning { picture: PictureForm::Cut, ..Tuning::default() });
    assert!(!cut.contains("a=rtcp-fb:96 nack") && cut.contains("a=rtcp-fb:111 nack"), "{cut}");
}

#[test]
fn an_offer_becomes_an_answer_that_says_who_began() {
    let offer = "a=setup:actpass\r\nm=audio\r\na=setup:actpass\r\n";
    assert_eq!(as_answer(offer, "a=setup:active").unwrap(), offer.replace("actpass", "passive"));
    assert_eq!(as_answer(offer, "a=setup:passive").unwrap(), offer.replace("actpass", "active"));
    assert_eq!(as_answer(offer, "a=setup:actpass"), None);
    let answer = "a=setup:active\r\n";
    assert_eq!(as_answer(answer, "a=setup:actpass").unwrap(), answer);
    let again = as_answer(offer, "a=setup:active").unwrap();
    assert_eq!(
        as_answer(&again, "a=setup:actpass").unwrap(),
        again,
        "asked twice, who answered has an offer of its own"
    );
}

#[test]
fn a_description_with_other_sections_or_credentials_is_no_stand_in() {
    let own = "a=ice-ufrag:one\r\nm=audio 9 X 1\r\na=mid:0\r\nm=video 9 X 2\r\na=mid:1\r\n";
    assert!(is_like(own, &own.replace("X 1", "X 1 9")));
    assert!(!is_like(own, &own.replace("one", "two")));
    assert!(!is_like(own, &[own, "m=video 9 X 3\r\na=mid:2\r\n"].concat()));
}

#[test]
fn every_codec_of_the_picture_starts_fast() {
    let tuned = again(OFFER);
    assert!(tuned.contains("a=rtpmap:96 VP8/90000\r\na=fmtp:96 x-google-start-bitrate=1500\r\n"), "{tuned}");
    assert!(tuned.contains("a=fmtp:103 packetization-mode=1;x-google-start-bitrate=1500\r\n"), "{tuned}");
}

#[test]
fn the_voice_pauses_and_mends_itself() {
    assert!(again(OFFER).contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n"));
}

#[test]
fn what_is_missing_of_the_voice_is_asked_for_again() {
    assert!(again(OFFER).contains("a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 nack\r\n"));
    let asked = OFFER.replace("a=rtpmap:63", "a=rtcp-fb:111 nack\r\na=rtpmap:63");
    assert_eq!(again(&asked).matches("a=rtcp-fb:111 nack").count(), 1);
}

#[test]
fn everything_else_stays_as_it_was() {
    let tuned = again(OFFER);
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
    assert_eq!(again(&again(OFFER)), again(OFFER));
}

proptest! {
    /// Whatever comes from the network must neither end the page nor lose a line.
    #[test]
    fn no_text_is_too_odd(lines in proptest::collection::vec("(m=audio 9 X|a=rtpmap:|a=fmtp:|a=ptime:|)[0-9]{0,2} ?(VP8/90000|opus/48000/2|red/48000/2|\\PC{0,9})", 0..9)) {
        let all = lines.join("\r\n");
        let _ = without_voice(&all);
        for voice in [VoiceForm::Plain, VoiceForm::Sparse, VoiceForm::Alone, VoiceForm::Doubled] {
            let tuned = tuned(&all, Tuning { voice, start_kbps: 300, ..Tuning::default() });
            let mut rest = tuned.lines();
            let untouched = |line: &&str| !line.starts_with("m=") && !line.starts_with("a=ptime:");
            for line in lines.iter().flat_map(|line| line.lines()).filter(untouched) {
                prop_assert!(rest.any(|tuned| tuned.starts_with(line)));
            }
        }
        let _ = (as_answer(&all, &all), is_like(&all, &all));
    }
}
