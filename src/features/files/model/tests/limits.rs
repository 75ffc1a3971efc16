//! The limits of `docs/files.md`, and what the receiver answers to a page that does not keep them.

use super::*;

const KIB: u32 = 1024;

#[test]
fn the_limits_are_those_of_the_document() {
    assert_eq!((SIZE_MAX_BYTES, MEMORY_MAX_BYTES), (2 * 1024 * 1024 * 1024, 256 * 1024 * 1024));
    assert_eq!((BLOCK_BYTES, WINDOW_BLOCKS), (1024 * KIB, 4));
    assert_eq!((BUFFERED_MAX_BYTES, BUFFERED_LOW_BYTES), (256 * KIB, 4 * KIB));
    assert_eq!((FRAME_SAFE_BYTES, FRAME_MAX_BYTES), (16 * KIB, 64 * KIB));
    assert_eq!((OPEN_MAX, LISTED_MAX), (16, 64));
    assert_eq!(crate::protocol::FRAME_MAX_BYTES, 65_536, "texts, as on the socket");
}

fn lengths(page: &Page) -> impl Iterator<Item = u32> {
    page.line.iter().filter_map(|packet| match packet {
        Packet::Bytes(bytes) => Some(bytes.len() as u32),
        Packet::Text(_) => None,
    })
}

#[test]
fn frames_are_as_long_as_the_connection_says_between_1_and_64_kib() {
    for (says, longest) in [
        (None, 16 * KIB),
        (Some(0), KIB),
        (Some(20_000), 20_000),
        (Some(64 * KIB), 64 * KIB),
        (Some(u32::MAX), 64 * KIB),
    ] {
        let mut pair = Pair::new();
        pair.0.handle(Event::Opened(says));
        pair.1.handle(Event::Opened(None));
        pair.0.choose(&[content(2 * BLOCK, 1)]);
        pair.settle();
        pair.1.accept_all();
        let (mut frame, mut waiting) = (0_u32, 0_u32);
        while pair.step() {
            frame = frame.max(lengths(&pair.0).max().unwrap_or_default());
            waiting = waiting.max(lengths(&pair.0).sum());
        }
        assert_eq!(frame, longest, "{says:?}");
        assert!(waiting <= 256 * KIB, "{waiting} bytes wait in the channel");
        assert_eq!(pair.0.states(), [State::Done]);
    }
}

#[test]
fn a_channel_with_little_in_it_is_filled_up_at_any_event() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(BLOCK, 1)]);
    pair.settle();
    pair.1.accept_all();
    while lengths(&pair.0).count() == 0 {
        assert!(pair.step());
    }
    pair.0.line.clear();
    // It has to do with no file of hers.
    pair.0.handle(Event::Cancelled(99));
    assert_eq!(lengths(&pair.0).sum::<u32>(), 16 * KIB, "as much as a line gets that is not known");
}

#[test]
fn a_sender_stops_after_four_blocks_that_are_not_said_to_be_written() {
    let mut pair = Pair::connected();
    pair.0.choose(&[content(6 * BLOCK, 1)]);
    pair.settle();
    pair.1.accept_all();
    // Ben's disk is slow: none of his own work is done.
    while pair.0.work() | pair.deliver() {}
    assert_eq!(pair.1.blocks.len(), 4);
    assert_eq!(pair.1.rows()[0].moved, 4 * BLOCK);
    pair.settle();
    assert_eq!(pair.0.states(), [State::Done]);
}

/// Ben, linked, with what he said so far heard.
fn ben() -> Page {
    let mut ben = Pair::connected().1;
    ben.line.clear();
    ben
}

fn offer(ben: &mut Page, id: u32, size: u64) {
    let offer = message::Offer { id, name: "a".into(), size, media: String::new() };
    ben.hear(Packet::Text(encode(&Message::Offer(offer))));
}

/// What was said since this was asked last.
fn said(ben: &mut Page) -> Vec<String> {
    let texts = ben.line.drain(..).filter_map(|packet| match packet {
        Packet::Text(text) => Some(text),
        Packet::Bytes(_) => None,
    });
    texts.collect()
}

#[test]
fn a_fifth_block_without_a_got_is_nonsense() {
    let mut ben = ben();
    offer(&mut ben, 1, 6 * BLOCK);
    ben.accept_all();
    for number in 0..5 {
        assert_eq!(ben.states(), [State::Moving], "{number} blocks");
        let block = message::Block { id: 1, offset: number * BLOCK, length: BLOCK_BYTES, digest: digest(&[]) };
        ben.hear(Packet::Text(encode(&Message::Block(block))));
        ben.hear(Packet::Bytes(content(BLOCK, 1)));
    }
    assert_eq!(ben.states(), [State::Ended(End::Here(Why::Nonsense))]);
    assert_eq!(said(&mut ben).last().map(String::as_str), Some(r#"{"refuse":{"id":1,"why":"nonsense"}}"#));
}

#[test]
fn a_seventeenth_offer_is_answered_with_too_many() {
    let mut ben = ben();
    (1..=16).for_each(|id| offer(&mut ben, id, 5));
    assert_eq!(said(&mut ben), [""; 0]);
    offer(&mut ben, 17, 5);
    assert_eq!(said(&mut ben), [r#"{"refuse":{"id":17,"why":"too-many"}}"#]);
    assert_eq!(ben.states(), [State::Offered; 16]);
}

#[test]
fn an_offer_that_comes_again_is_answered_with_what_became_of_it() {
    let mut ben = ben();
    offer(&mut ben, 5, 0);
    offer(&mut ben, 5, 0);
    assert_eq!(said(&mut ben), [""; 0], "nothing yet");
    ben.accept_all();
    offer(&mut ben, 5, 0);
    assert_eq!(said(&mut ben), [r#"{"accept":{"id":5,"from":0}}"#; 2]);
    while ben.work() {}
    offer(&mut ben, 5, 0);
    assert_eq!(said(&mut ben), [r#"{"got":{"id":5,"up_to":0}}"#; 2]);
    offer(&mut ben, 6, 5);
    let key = ben.rows()[1].key;
    ben.handle(Event::Cancelled(key));
    offer(&mut ben, 6, 5);
    assert_eq!(said(&mut ben), [r#"{"refuse":{"id":6,"why":"person"}}"#; 2]);
    assert_eq!(ben.rows().len(), 2);
}

#[test]
fn an_offer_below_the_highest_that_is_not_known_is_refused() {
    let mut ben = ben();
    offer(&mut ben, 5, 5);
    offer(&mut ben, 3, 5);
    assert_eq!(said(&mut ben), [r#"{"refuse":{"id":3,"why":"person"}}"#]);
    assert_eq!(ben.rows().len(), 1);
}
