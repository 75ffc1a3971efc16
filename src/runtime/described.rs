//! The descriptions of one peer connection, and how they are tuned: what the other side has described last is kept, so that our encoders can
//! be asked for something else without a word to the other side.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RtcPeerConnection, RtcRtpTransceiver, RtcRtpTransceiverDirection, RtcSdpType, RtcSessionDescription,
    RtcSessionDescriptionInit, RtcSignalingState,
};

use crate::call::tuning::{Tuning, as_answer, credentials, is_like, tuned, without_voice};

#[wasm_bindgen]
extern "C" {
    /// web-sys gives the description that is made no type.
    #[wasm_bindgen(extends = RtcPeerConnection)]
    type DescribedConnection;

    #[wasm_bindgen(method, js_name = createOffer)]
    fn offer(this: &DescribedConnection) -> Promise;

    #[wasm_bindgen(method, js_name = setLocalDescription)]
    fn set_local(this: &DescribedConnection, description: &RtcSessionDescriptionInit) -> Promise;

    #[wasm_bindgen(method, js_name = setRemoteDescription)]
    fn set_remote(this: &DescribedConnection, description: &RtcSessionDescriptionInit) -> Promise;
}

/// What the other side has described, and what is asked of our encoders.
#[derive(Default)]
pub(super) struct Descriptions {
    tuning: Tuning,
    /// What is asked for has been told to the browser.
    is_told: bool,
    /// The last description of the other side, as it came, or as the answer that was made of it.
    remote: Option<String>,
}

impl Descriptions {
    /// Whether a description begins a new search for paths: its credentials are not those of the one before (RFC 8839 section 5.4).
    pub(super) fn restarts(&self, sdp: &str) -> bool {
        self.remote.as_deref().is_none_or(|before| credentials(before) != credentials(sdp))
    }

    /// Applies a description of the other side.
    ///
    /// # Errors
    /// What the browser says.
    pub(super) async fn apply(
        &mut self,
        connection: &RtcPeerConnection,
        kind: RtcSdpType,
        sdp: String,
    ) -> Result<(), JsValue> {
        // What is taken out of an offer the answer lacks, too, and that the other side would see.
        let tuning = match kind {
            RtcSdpType::Offer => Tuning { start_kbps: self.tuning.start_kbps, ..Tuning::default() },
            _ => self.tuning,
        };
        set_remote(connection, kind, &tuned(&sdp, tuning)).await?;
        self.is_told = tuning == self.tuning;
        self.remote = Some(sdp);
        Ok(())
    }

    /// Asks something else of our encoders: at once where that can be done, otherwise with the next description or when it is asked again. An
    /// offer that only this page knows is answered by the last description of the other side, with the new wishes in it; nothing else
    /// of the connection changes.
    pub(super) async fn retune(&mut self, connection: &RtcPeerConnection, tuning: Tuning) {
        if tuning == self.tuning && self.is_told {
            return;
        }
        (self.tuning, self.is_told) = (tuning, false);
        let Some(answer) = self.answer(connection) else { return };
        match exchange(connection, &tuned(&answer, tuning)).await {
            Exchanged::Yes => self.remote = Some(answer),
            // What it refused it would refuse again.
            Exchanged::Refused => {}
            Exchanged::NotNow => return,
        }
        self.is_told = true;
    }

    /// Has the browser forget how late the other's voice came, by receiving none of it for a moment: what was late once it keeps back for half a
    /// minute.
    pub(super) async fn renew_voice(&mut self, connection: &RtcPeerConnection) {
        let Some(answer) = self.answer(connection) else { return };
        let Some(silent) = without_voice(&tuned(&answer, self.tuning)) else { return };
        let Ok(voice) = connection.get_transceivers().get(0).dyn_into::<RtcRtpTransceiver>() else { return };
        voice.set_direction(RtcRtpTransceiverDirection::Sendonly);
        let is_silent = exchange(connection, &silent).await == Exchanged::Yes;
        voice.set_direction(RtcRtpTransceiverDirection::Sendrecv);
        // Where it fails, the next retuning does it.
        self.is_told = is_silent && exchange(connection, &tuned(&answer, self.tuning)).await == Exchanged::Yes;
        if self.is_told {
            self.remote = Some(answer);
        }
    }

    /// The last description of the other side as an answer to an offer that only this page knows; none while that cannot be made.
    fn answer(&self, connection: &RtcPeerConnection) -> Option<String> {
        let before =
            connection.local_description().filter(|_| connection.signaling_state() == RtcSignalingState::Stable)?;
        // An own description that is such an offer does not say who began the encryption; the answer that was kept with it does.
        as_answer(self.remote.as_deref()?, &before.sdp())
    }
}

/// What has become of an offer that only this page knows.
#[derive(PartialEq, Eq)]
enum Exchanged {
    Yes,
    /// The browser does not want the answer.
    Refused,
    /// The browser wants to speak of more, or search for paths anew, which the other side has to know.
    NotNow,
}

/// Makes an offer and answers it.
async fn exchange(connection: &RtcPeerConnection, answer: &str) -> Exchanged {
    let described: &DescribedConnection = connection.unchecked_ref();
    let Some(before) = connection.local_description() else { return Exchanged::NotNow };
    let Ok(offer) = JsFuture::from(described.offer()).await else { return Exchanged::NotNow };
    let sdp = offer.unchecked_ref::<RtcSessionDescription>().sdp();
    if !is_like(&sdp, &before.sdp()) || JsFuture::from(described.set_local(offer.unchecked_ref())).await.is_err() {
        return Exchanged::NotNow;
    }
    if set_remote(connection, RtcSdpType::Answer, answer).await.is_ok() {
        return Exchanged::Yes;
    }
    let back = RtcSessionDescriptionInit::new(RtcSdpType::Rollback);
    // On a connection that was closed meanwhile nothing is to be undone.
    let _ = JsFuture::from(described.set_local(&back)).await;
    Exchanged::Refused
}

async fn set_remote(connection: &RtcPeerConnection, kind: RtcSdpType, sdp: &str) -> Result<(), JsValue> {
    let description = RtcSessionDescriptionInit::new(kind);
    description.set_sdp(sdp);
    let described: &DescribedConnection = connection.unchecked_ref();
    JsFuture::from(described.set_remote(&description)).await.map(drop)
}
