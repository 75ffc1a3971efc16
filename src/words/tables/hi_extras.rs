//! Hindi, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "सेटिंग",
        Extra::Close => "बंद करें",
        Extra::Devices => "कैमरा और आवाज़",
        Extra::Camera => "कैमरा",
        Extra::Microphone => "माइक्रोफ़ोन",
        Extra::Speaker => "स्पीकर",
        Extra::UnnamedDevice => "डिवाइस {}",
        Extra::Level => "आपके माइक्रोफ़ोन का लेवल",
        Extra::TestSpeaker => "टेस्ट साउंड बजाएँ",
        Extra::Volume => "दूसरे व्यक्ति का वॉल्यूम",
        Extra::Appearance => "दिखावट",
        Extra::Mirror => "मेरी तस्वीर आईने की तरह दिखाएँ",
        Extra::HideOwn => "कॉल में मेरी तस्वीर छिपाएँ",
        Extra::Theme => "थीम",
        Extra::ThemeSystem => "सिस्टम के अनुसार",
        Extra::ThemeLight => "लाइट",
        Extra::ThemeDark => "डार्क",
        Extra::Language => "भाषा",
        Extra::SilencedHere => "आपने उनकी आवाज़ शून्य कर दी है",
        Extra::SpeakerGone => "आपका स्पीकर हट गया है। सिस्टम का स्पीकर इस्तेमाल हो रहा है।",
        Extra::SpeakerBack => "आपका स्पीकर वापस आ गया है।",
        Extra::LanguageNotKept => "यह ब्राउज़र कुकी रोकता है, इसलिए भाषा याद नहीं रख सकता।",
        Extra::NewsNotSaved => "“{}” सहेजी नहीं जा सकी: ब्राउज़र ने इसे हटा दिया है।",
        Extra::FoldersDropped => "फ़ोल्डर नहीं भेजे जा सकते। उनकी फ़ाइलें डालें, या उन्हें एक फ़ाइल में पैक करें।",
        Extra::LanguageReload => "पेज फिर से लोड होगा; कॉल जारी रहेगी।",
        Extra::Chat => "चैट",
        Extra::ChatText => "मैसेज",
        Extra::ChatSend => "भेजें",
        Extra::ChatEmpty => "आप जो लिखते हैं, वह सीधे दूसरे व्यक्ति तक जाता है और कॉल ख़त्म होते ही मिट जाता है।",
        Extra::ChatLines => "चैट के मैसेज",
        Extra::ChatYou => "आप:",
        Extra::ChatThey => "दूसरा व्यक्ति:",
        Extra::ChatTooLong => "यह बहुत लंबा है: ज़्यादा से ज़्यादा {} अक्षर। इसे फ़ाइल के रूप में भेजें।",
        Extra::ChatFull => "बहुत से संदेश अभी पहुँचने बाकी हैं। आपका टेक्स्ट यहीं रहेगा।",
        Extra::ChatPending => "अभी नहीं पहुँचा",
        Extra::ChatAlone => "इसे पढ़ने के लिए यहाँ और कोई नहीं है।",
        Extra::ChatNews => "नया मैसेज: {}",
        Extra::UnreadOne => "{} बिना पढ़ा मैसेज",
        Extra::UnreadZero | Extra::UnreadTwo | Extra::UnreadFew | Extra::UnreadMany | Extra::UnreadOther => {
            "{} बिना पढ़े मैसेज"
        }
        Extra::ShareScreen => "स्क्रीन शेयर करें",
        Extra::StopSharing => "शेयर करना रोकें",
        Extra::ScreenFailed => "आपकी स्क्रीन नहीं दिखाई जा सकी।",
        Extra::ScreenShown => "आपकी स्क्रीन दूसरे व्यक्ति को दिख रही है।",
        Extra::ScreenHidden => "आपकी स्क्रीन अब नहीं दिखाई जा रही है।",
        Extra::PeerScreen => "दूसरे व्यक्ति की स्क्रीन",
        Extra::Tools => "और विकल्प",
        Extra::FullScreen => "फ़ुल स्क्रीन",
        Extra::WholePicture => "पूरी तस्वीर दिखाएँ",
        Extra::FillWindow => "विंडो भरें",
        Extra::Pip => "छोटी विंडो",
        Extra::PipClosed => "उनका कैमरा बंद है: छोटी विंडो बंद कर दी गई।",
        Extra::PipFailed => "छोटी विंडो नहीं खुल सकी।",
        Extra::Flip => "दूसरा कैमरा",
        Extra::WhoMayComeIn => "कौन अंदर आ सकता है",
        Extra::AccessOpen => "जो भी नाम जानता हो",
        Extra::AccessKnock => "जो दस्तक दे और जिसे आने दिया जाए",
        Extra::AccessLocked => "दोनों के आ जाने पर और कोई नहीं",
        Extra::Knocking => "कोई दस्तक दे रहा है",
        Extra::LetIn => "अंदर आने दें",
        Extra::NotNow => "अभी नहीं",
        Extra::Knock => "दस्तक दें",
        Extra::Knocked => "आपने दस्तक दी है। जवाब का इंतज़ार करें।",
        Extra::NotLetIn => "आपको अंदर नहीं आने दिया गया।",
        Extra::Keys => "कीबोर्ड शॉर्टकट",
        Extra::SpaceBar => "स्पेस",
        Extra::KeyMicrophone => "म्यूट या अनम्यूट करें",
        Extra::KeyCamera => "कैमरा बंद या चालू करें",
        Extra::KeyScreen => "अपनी स्क्रीन दिखाएँ",
        Extra::KeyChat => "चैट",
        Extra::KeyFullScreen => "फ़ुल स्क्रीन",
        Extra::KeyFraming => "पूरी तस्वीर, या भरी हुई विंडो",
        Extra::KeyTalk => "म्यूट होने पर, इसे जितनी देर दबाए रखें उतनी देर बोलें",
        Extra::KeyHelp => "यह सूची",
        Extra::LetterKeys => "ये शॉर्टकट चालू रखें",
        Extra::MovablePicture => "तस्वीर, जिसे आप खिसका सकते हैं",
        Extra::MakeUpName => "कोई नाम सुझाएँ",
        Extra::RecentRooms => "पिछली बार के रूम:",
        Extra::ForgetRooms => "इन्हें भूल जाएँ",
        Extra::Share => "शेयर करें…",
        Extra::InviteText => "मुझसे Duet पर मिलें। शब्द है “{}”।",
        Extra::InviteCode => "फ़ोन के लिए कोड",
        Extra::CheckLink => "नए टैब में सब कुछ जाँचें",
        Extra::CheckTitle => "क्या सब कुछ काम कर रहा है?",
        Extra::CheckLead => {
            "कैमरा, आवाज़ और कनेक्शन एक-एक करके जाँचे जाएँगे, और आपको बताया जाएगा कि क्या गड़बड़ है और क्या करना है। \
             आपको न कोई देखता है, न सुनता है: सर्वर की जाँच के अलावा इस डिवाइस से कुछ भी बाहर नहीं जाता।"
        }
        Extra::CheckStart => "जाँच शुरू करें",
        Extra::CheckStop => "रोकें",
        Extra::CheckAgain => "फिर से जाँचें",
        Extra::CheckBack => "कॉल पर वापस जाएँ",
        Extra::CheckList => "जाँच की सूची",
        Extra::CheckNow => "अभी इसकी जाँच हो रही है: {}।",
        Extra::CheckAllow => "ब्राउज़र पूछे, तो “अनुमति दें” दबाएँ।",
        Extra::CheckSpeak => "कुछ बोलें: पट्टी हिलनी चाहिए।",
        Extra::CheckQuestion => "क्या आपको दो टोन सुनाई दे रही हैं?",
        Extra::CheckHear => "सुनाई दे रही हैं",
        Extra::CheckHearNot => "सुनाई नहीं दे रहीं",
        Extra::CheckPlayAgain => "टोन फिर से बजाएँ",
        Extra::CheckFine => "सब कुछ काम कर रहा है। आप कॉल के लिए तैयार हैं।",
        Extra::CheckDoubts => "कॉल हो जाएगी, लेकिन एक या ज़्यादा चीज़ें उसे बिगाड़ सकती हैं: नीचे देखें।",
        Extra::CheckFaults => "किसी गड़बड़ी की वजह से कॉल नहीं हो पाएगी: क्या करना है, यह नीचे देखें।",
        Extra::CheckEnded => "जाँच पूरी होने से पहले ही रोक दी गई।",
        Extra::CheckCopy => "रिपोर्ट कॉपी करें",
        Extra::CheckCopied => "रिपोर्ट कॉपी हो गई है। इसमें कोई नाम, पता या रूम नहीं है।",
        Extra::CheckCopyByHand => "ब्राउज़र यहाँ अपने-आप कॉपी नहीं करने देता: नीचे दिया गया टेक्स्ट ख़ुद कॉपी करें।",
        Extra::CheckReport => "रिपोर्ट",
        Extra::CheckReportTitle => "Duet, इस डिवाइस की जाँच",
        Extra::CheckWaiting => "बाकी है",
        Extra::CheckRunning => "जाँच हो रही है",
        Extra::CheckPassed => "ठीक है",
        Extra::CheckWarned => "चेतावनी के साथ",
        Extra::CheckFailed => "गड़बड़ है",
        Extra::CheckSkipped => "जाँच नहीं हुई",
        Extra::CheckSecure => "सुरक्षित पेज",
        Extra::CheckBrowser => "ब्राउज़र",
        Extra::CheckServer => "सर्वर से कनेक्शन",
        Extra::CheckStun => "आपके नेटवर्क से बाहर का रास्ता (STUN)",
        Extra::CheckRelay => "बंद नेटवर्क के लिए दूसरा रास्ता (रिले)",
        Extra::CheckCall => "ख़ुद से एक कॉल",
        Extra::CheckWorks => "सब ठीक है।",
        Extra::CheckHeard => "आवाज़ सुनाई दी।",
        Extra::CheckPicture => "{} पिक्सेल की चलती तस्वीर मिल रही है।",
        Extra::CheckAfter => "ठीक है, {} मि॰से॰ लगे।",
        Extra::CheckNeeds => "जाँच नहीं हुई, क्योंकि इसमें गड़बड़ है: {}।",
        Extra::CheckNotDone => "जाँच नहीं हुई।",
        Extra::CheckBlackWhy => "कैमरा चालू है, लेकिन उसकी तस्वीर काली है।",
        Extra::CheckBlackDo => "देखें कि कैमरे के आगे कोई ढक्कन या स्लाइडर तो नहीं है, और लाइट जलाएँ।",
        Extra::CheckQuietWhy => "माइक्रोफ़ोन कुछ आवाज़ पकड़ रहा है, लेकिन किसी का बोलना सुनाई नहीं दिया।",
        Extra::CheckQuietDo => {
            "फिर से जाँचें और वैसे ही बोलें जैसे कॉल में बोलते हैं। फिर भी यही हो, तो सिस्टम की सेटिंग में माइक्रोफ़ोन \
             का वॉल्यूम बढ़ाएँ या वहाँ कोई दूसरा माइक्रोफ़ोन चुनें।"
        }
        Extra::CheckNoMeterWhy => "माइक्रोफ़ोन चालू है, पर यह ब्राउज़र नहीं माप सका कि वह क्या सुनता है।",
        Extra::CheckNoMeterDo => {
            "हो सकता है वह फिर भी काम करे: कॉल में आज़माएँ। अगर कोई स्पीकर नहीं जुड़ा है, तो एक जोड़ें और फिर से जाँचें।"
        }
        Extra::CheckNoAnswerWhy => "आपने नहीं बताया कि टोन सुनाई दे रही हैं या नहीं।",
        Extra::CheckNoAnswerDo => "फिर से जाँचें और दोनों में से कोई एक बटन दबाएँ।",
        Extra::CheckSlowWhy => "सर्वर को जवाब देने में {} मि॰से॰ लग गए।",
        Extra::CheckSlowDo => "शामिल होने में समय लगेगा। वाई-फ़ाई राउटर के पास जाएँ या केबल का इस्तेमाल करें।",
        Extra::CheckNoStunWhy => {
            "यह सर्वर कोई STUN सर्वर नहीं बताता, इसलिए पेज को सिर्फ़ अपने नेटवर्क के अंदर का पता \
             मालूम होता है।"
        }
        Extra::CheckNoStunDo => {
            "एक ही नेटवर्क के अंदर कॉल हो सकती हैं। अलग-अलग नेटवर्क के बीच कॉल के लिए, इस सर्वर को चलाने वाला व्यक्ति \
             DUET_ICE_SERVERS में कोई stun: पता सेट करे।"
        }
        Extra::CheckStunSilentWhy => "जो सर्वर बताता है कि बाहर से आपका पता क्या दिखता है, उसने जवाब नहीं दिया।",
        Extra::CheckStunSilentDo => {
            "हो सकता है कि आपका नेटवर्क UDP को रोकता हो। कोई दूसरा नेटवर्क आज़माएँ, जैसे अपने फ़ोन का; ऑफ़िस में हों, \
             तो UDP पोर्ट 3478 खोलने के लिए कहें। VPN चालू हो, तो उसे बंद करके देखें।"
        }
        Extra::CheckNoRelayDo => "इस सर्वर को चलाने वाला व्यक्ति DUET_RELAY में इसका सार्वजनिक पता लिखे।",
        Extra::CheckRelayBy => "जिस कॉल को इसकी ज़रूरत हो, वह {} से जाएगी।",
        Extra::CheckNoUdpWhy => {
            "रिले केवल {} से पहुँच में है: इस नेटवर्क से UDP बाहर नहीं जाता। खराब लाइन पर आवाज़ और तस्वीर देर से आएँगी।"
        }
        Extra::CheckNoUdpDo => "कोई दूसरा नेटवर्क आज़माएँ। इस नेटवर्क के संचालक: रिले के पोर्ट तक UDP जाने दें।",
        Extra::CheckCodecsWhy => {
            "हर ब्राउज़र में दो वीडियो फ़ॉर्मैट होने चाहिए: VP8 और H.264। इस ब्राउज़र में इनमें से \
             एक भी नहीं है।"
        }
        Extra::CheckCodecsDo => "इसे अपडेट करें या कोई दूसरा ब्राउज़र इस्तेमाल करें।",
        Extra::CheckOnlyLineWhy => "कनेक्शन काम कर रहा है। कैमरे के बिना तस्वीर की जाँच नहीं हो सकी।",
        Extra::CheckOnlyLineDo => "कैमरा काम करने लगे, तब फिर से जाँचें।",
        Extra::CheckNoWebRtcWhy => "यह ब्राउज़र कॉल नहीं कर सकता, या इसमें कॉल की सुविधा बंद की गई है।",
        Extra::CheckNoWebRtcDo => "ब्राउज़र अपडेट करें और WebRTC को रोकने वाले एक्सटेंशन बंद करें।",
        Extra::CheckNoWebRtcFirefox => {
            "पता बार में about:config लिखें और media.peerconnection.enabled को true पर \
             सेट करें।"
        }
        Extra::CheckNoWebRtcIos => {
            "लॉकडाउन मोड में कॉल बंद रहती हैं: इस पेज को उससे बाहर रखें (पता बार का आइकॉन › \
             वेबसाइट सेटिंग्ज़)।"
        }
        Extra::CheckInApp => {
            "आप यह पेज किसी दूसरे ऐप के अंदर देख रहे हैं। इसे अपने ब्राउज़र में खोलें: मेन्यू › \
             ब्राउज़र में खोलें।"
        }
        Extra::CheckTooLongWhy => {
            "यह समय पर शुरू नहीं हुआ। शायद ब्राउज़र के सवाल का जवाब नहीं दिया गया है, या कोई दूसरा प्रोग्राम कैमरे या \
             माइक्रोफ़ोन का इस्तेमाल कर रहा है।"
        }
        Extra::CheckTooLongDo => {
            "सवाल का जवाब दें, कैमरा या माइक्रोफ़ोन इस्तेमाल करने वाले दूसरे प्रोग्राम बंद करें, इसके बाद फिर से \
             जाँचें।"
        }
        Extra::CheckDeniedDo => "इस पेज के लिए इनकी अनुमति दें, इसके बाद फिर से जाँचें।",
        Extra::CheckDismissedDo => "फिर से जाँचें, इसके बाद “अनुमति दें” दबाएँ।",
        Extra::Colon => ": ",
        Extra::CheckAllowIos => {
            "पता बार का आइकॉन › वेबसाइट सेटिंग्ज़ › कैमरा, माइक्रोफ़ोन: अनुमति दें; Safari के अलावा \
             दूसरे ब्राउज़र में सेटिंग्ज़ ऐप › ब्राउज़र का नाम।"
        }
        Extra::CheckAllowAndroid => {
            "पते की बाईं ओर का आइकॉन › अनुमतियाँ; फिर सेटिंग ऐप › ऐप्लिकेशन › ब्राउज़र › \
             अनुमतियाँ।"
        }
        Extra::CheckAllowSystem => {
            "अगर वहाँ अनुमति पहले से है: सिस्टम की अपनी सेटिंग › गोपनीयता › कैमरा, माइक्रोफ़ोन; वहाँ भी आपके ब्राउज़र \
             को अनुमति मिली होनी चाहिए।"
        }
        Extra::CheckNoFramesWhy => "कैमरा चालू है, लेकिन उससे कोई तस्वीर नहीं आ रही है।",
        Extra::CheckNoFramesDo => {
            "कैमरा इस्तेमाल करने वाले दूसरे प्रोग्राम बंद करें; उसे निकालकर फिर से लगाएँ या इस डिवाइस को रीस्टार्ट \
             करें। इसके बाद फिर से जाँचें।"
        }
        Extra::CheckSilentWhy => "माइक्रोफ़ोन चालू है, लेकिन उससे कुछ भी नहीं आ रहा है, हल्का शोर तक नहीं।",
        Extra::CheckSilentDo => {
            "वह कहीं न कहीं बंद किया गया है: हेडसेट या कीबोर्ड पर कोई बटन ढूँढें, और सिस्टम की साउंड सेटिंग में देखें \
             कि वह म्यूट तो नहीं है।"
        }
        Extra::CheckNotHeardWhy => "आपको इस डिवाइस की आवाज़ सुनाई नहीं दे रही है।",
        Extra::CheckNotHeardDo => {
            "वॉल्यूम बढ़ाएँ और सिस्टम की साउंड सेटिंग में देखें कि आवाज़ कहाँ जा रही है: हो सकता है कि हेडफ़ोन लगा हो \
             या कनेक्ट हो।"
        }
        Extra::CheckNotHeardTab => "शायद टैब म्यूट है: उस पर राइट-क्लिक करें › अनम्यूट करें।",
        Extra::CheckNotHeardIos => "साइड में बना रिंग स्विच देखें और साइलेंट मोड बंद करें।",
        Extra::CheckNotHeardAndroid => "मीडिया का वॉल्यूम बढ़ाएँ: यह कॉल या रिंगटोन के वॉल्यूम से अलग होता है।",
        Extra::CheckNoSoundWhy => "ब्राउज़र ने कोई टोन नहीं बजाई।",
        Extra::CheckNoSoundDo => {
            "ब्राउज़र की सेटिंग में इस पेज को आवाज़ चलाने की अनुमति दें, और देखें कि कोई स्पीकर \
             कनेक्ट है या नहीं।"
        }
        Extra::CheckAwayWhy => "सर्वर जवाब नहीं दे रहा है।",
        Extra::CheckAwayDo => {
            "देखें कि आप इंटरनेट से जुड़े हैं या नहीं। दूसरे पेज खुल रहे हों, तो एक मिनट बाद फिर \
             से कोशिश करें।"
        }
        Extra::CheckSocketsWhy => {
            "सर्वर जवाब दे रहा है, लेकिन रास्ते में कोई चीज़ उस कनेक्शन को रोक रही है जिसकी कॉल को ज़रूरत है \
             (WebSocket)।"
        }
        Extra::CheckSocketsDo => {
            "इसकी वजह कोई फ़ायरवॉल, प्रॉक्सी, ऐंटीवायरस या एक्सटेंशन हो सकता है: इस पेज के लिए उसे बंद करें, या कोई \
             दूसरा नेटवर्क इस्तेमाल करें। सर्वर चलाने वाले व्यक्ति के लिए: सर्वर के आगे लगा प्रॉक्सी /ws पर आने वाले \
             WebSocket कनेक्शन को आगे जाने दे।"
        }
        Extra::CheckOriginWhy => {
            "सर्वर जवाब दे रहा है, लेकिन इस पेज को मना कर रहा है: अनुरोध पता बार वाले नाम के बजाय किसी दूसरे नाम से पहुँचा।"
        }
        Extra::CheckOriginDo => {
            "सर्वर चलाने वाले व्यक्ति के लिए: सर्वर के आगे लगा प्रॉक्सी नाम (Host) बदल देता है। वह Host को वैसा ही आगे भेजे, या DUET_NAMES में पता बार वाला नाम लिखें।"
        }
        Extra::CheckVersionWhy => "सर्वर का वर्शन इस पेज के वर्शन से अलग है।",
        Extra::CheckVersionDo => "पेज फिर से लोड करें।",
        Extra::CheckRelaySilentWhy => {
            "रिले ने जवाब नहीं दिया, इसलिए बाहरी कनेक्शन रोकने वाले नेटवर्क पार नहीं किए \
             जा सकते।"
        }
        Extra::CheckRelaySilentDo => {
            "कोई दूसरा नेटवर्क आज़माएँ। इस सर्वर को चलाने वाले व्यक्ति के लिए: देखें कि रिले चल रहा है, उसका पासवर्ड \
             सही है और उसके पोर्ट खुले हैं।"
        }
        Extra::CheckRelayMuteWhy => "रिले जवाब देता है, लेकिन कुछ भी आगे नहीं भेजता।",
        Extra::CheckRelayMuteDo => {
            "इस सर्वर को चलाने वाले व्यक्ति के लिए: अगर रिले अलग प्रोग्राम है, तो उसे अपने ही सार्वजनिक पते पर भेजने की अनुमति होनी चाहिए।"
        }
        Extra::CheckNoConnectionWhy => "इस पेज के अंदर के दो कनेक्शन एक-दूसरे तक नहीं पहुँच सके।",
        Extra::CheckNoConnectionDo => {
            "कोई VPN, फ़ायरवॉल प्रोग्राम या गोपनीयता वाला एक्सटेंशन इन्हें रोक रहा है: इस पेज के लिए उसे बंद करें, \
             इसके बाद फिर से जाँचें।"
        }
        Extra::CheckNoEchoWhy => "कॉल जुड़ गई है, लेकिन मैसेज नहीं पहुँच रहे हैं।",
        Extra::CheckNoPictureWhy => "कॉल जुड़ गई है, लेकिन तस्वीर नहीं दिखाई जा सकी।",
        Extra::CheckNoPictureDo => {
            "ब्राउज़र की सेटिंग में हार्डवेयर ऐक्सेलरेशन बंद करें, ब्राउज़र अपडेट करें, इसके बाद \
             फिर से जाँचें।"
        }
        Extra::FamilyIos => "iPhone, iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "किसी दूसरे ऐप के अंदर",
        Extra::FamilyOther => "कोई दूसरा ब्राउज़र",
        Extra::Files => "फ़ाइलें",
        Extra::ChooseFiles => "फ़ाइलें चुनें",
        Extra::FilesHint => {
            "या उन्हें खींचकर इस पेज पर कहीं भी छोड़ें। वे सीधे दूसरे व्यक्ति तक जाती हैं; हर फ़ाइल 2 GB तक की हो सकती \
             है।"
        }
        Extra::DropFiles => "दूसरे व्यक्ति को फ़ाइलें देने के लिए उन्हें यहाँ छोड़ें",
        Extra::AcceptFile => "स्वीकार करें",
        Extra::RefuseFile => "अस्वीकार करें",
        Extra::CancelFile => "रद्द करें",
        Extra::SaveFile => "सेव करें",
        Extra::FileAwaitsThem => "उनके स्वीकार करने का इंतज़ार है",
        Extra::FileAwaitsYou => "आपके लिए, अगर आप चाहें",
        Extra::FileSending => "भेजी जा रही है",
        Extra::FileReceiving => "आ रही है",
        Extra::FilePaused => "दोबारा कनेक्ट होने पर आगे बढ़ेगी",
        Extra::FileAway => "वे अभी यहाँ नहीं हैं। उनके लौटने पर आगे बढ़ेगी।",
        Extra::FileSent => "उन्हें मिल गई है",
        Extra::FileToSave => "फ़ाइल आ गई है। यह पेज बंद करने से पहले उसे सेव करें।",
        Extra::FileStored => "आपकी चुनी हुई जगह पर सेव हो गई है",
        Extra::FileSaved => "सेव करने के लिए आपके ब्राउज़र को दे दी गई है",
        Extra::FileRefused => "आपने अस्वीकार कर दी",
        Extra::FileCancelled => "आपने रद्द कर दी",
        Extra::FileNotTaken => "उन्होंने लेने से मना कर दिया",
        Extra::FileWithdrawn => "उन्होंने वापस ले ली",
        Extra::FileTooLargeHere => "इस ब्राउज़र के लिए बहुत बड़ी है",
        Extra::FileTooLargeThere => "उनके ब्राउज़र के लिए बहुत बड़ी है",
        Extra::FileTooMany => "उनके पास पहले से बहुत सारी फ़ाइलें इंतज़ार में हैं",
        Extra::FileNotStoredHere => "यहाँ सेव नहीं हो सकी। क्या जगह काफ़ी है?",
        Extra::FileNotStoredThere => "उनकी तरफ़ सेव नहीं हो सकी",
        Extra::FileUnreadableHere => "पढ़ी नहीं जा सकती। क्या इसकी जगह बदली गई है, या इसमें कोई बदलाव हुआ है?",
        Extra::FileUnreadableThere => "उनकी तरफ़ यह फ़ाइल अब पढ़ी नहीं जा सकती",
        Extra::FileDamaged => "रास्ते में दो बार ख़राब हो गई",
        Extra::FileGone => "उनका पेज बंद हुआ या फिर से लोड हुआ, इसलिए रुक गई",
        Extra::FileCallOver => "इससे पहले ही कॉल ख़त्म हो गई",
        Extra::NewsOffered => "दूसरे व्यक्ति के पास आपके लिए एक फ़ाइल है: {}",
        Extra::NewsSent => "आपकी फ़ाइल दूसरे व्यक्ति को मिल गई है: {}",
        Extra::NewsToSave => "एक फ़ाइल आ गई है, “फ़ाइलें” में जाकर उसे सेव करें: {}",
        Extra::NewsStored => "एक फ़ाइल आ गई है: {}",
        Extra::NewsTooLarge => "2 GB से बड़ी है, इसलिए भेजी नहीं जा सकती: {}",
        Extra::NewsTooMany => "एक साथ बहुत ज़्यादा फ़ाइलें हैं। यह नहीं भेजी गई: {}",
        Extra::NewsUnsaved => "कॉल ख़त्म हो गई है। एक फ़ाइल आपने अभी तक सेव नहीं की है।",
        Extra::Quality => "कॉल की क्वालिटी",
        Extra::QualitySign => "कॉल की क्वालिटी:",
        Extra::QualityUnknown => "अभी पता नहीं",
        Extra::QualityGood => "अच्छी",
        Extra::QualityFair => "ठीक-ठाक",
        Extra::QualityPoor => "ख़राब",
        Extra::WhyGood => "तस्वीर और आवाज़ ठीक से पहुँच रही हैं।",
        Extra::WhyLossSent => "आप जो भेज रहे हैं, उसका कुछ हिस्सा रास्ते में खो रहा है।",
        Extra::WhyLossReceived => "वे जो भेज रहे हैं, उसका कुछ हिस्सा रास्ते में खो रहा है।",
        Extra::WhyRoundTrip => "आप दोनों की बातें एक-दूसरे तक देर से पहुँच रही हैं।",
        Extra::WhyJitter => "वे जो भेज रहे हैं, वह एक-सी रफ़्तार से नहीं पहुँच रहा है।",
        Extra::WhyFrozen => "उनकी तस्वीर रुक गई है।",
        Extra::WhySlow => "उनकी तस्वीर अटक-अटककर चल रही है।",
        Extra::WhyPaused => "उनकी तस्वीर रोक दी गई है, ताकि उनकी आवाज़ पहुँचती रहे।",
        Extra::WhyBandwidth => "आपके कनेक्शन की क्षमता कम है।",
        Extra::WhyCpu => "यह डिवाइस व्यस्त है, इसलिए आपकी तस्वीर कम साफ़ है।",
        Extra::WhyRelay => "इस सर्वर का रिले एक कॉल के लिए इससे ज़्यादा नहीं ले जाता।",
        Extra::PicturePaused => "आपकी तस्वीर रोक दी गई है, ताकि आपकी आवाज़ पहुँचती रहे।",
        Extra::PictureBack => "आपकी तस्वीर फिर से चल रही है।",
        Extra::Connection => "कनेक्शन",
        Extra::YouSend => "आप भेज रहे हैं",
        Extra::YouReceive => "आपको मिल रहा है",
        Extra::LastMinutes => "पिछले तीन मिनट",
        Extra::RoundTrip => "आने-जाने का समय",
        Extra::CameraToScreen => "कैमरे से स्क्रीन तक",
        Extra::Route => "रास्ता",
        Extra::Direct => "सीधे, एक से दूसरे तक",
        Extra::Relayed => "रिले से, एक सर्वर के ज़रिए",
        Extra::RelayedOver => "रिले से, {} पर",
        Extra::HideAddress => "मेरा पता छिपाएँ",
        Extra::HideAddressWhat => {
            "तब तस्वीर और आवाज़ एक रिले से होकर जाती हैं, और आपके मित्र को आपका IP पता नहीं दिखता। वे थोड़ी देर से पहुँचती हैं। कॉल के दौरान बदलने पर यह अगली कॉल से लागू होता है।"
        }
        Extra::HideAddressAlone => "इस सर्वर में रिले नहीं है: जब तक यह चालू है, कोई कॉल नहीं जुड़ सकती।",
        Extra::Privacy => "निजता",
        Extra::Available => "भेजने की क्षमता",
        Extra::Bitrate => "बिटरेट",
        Extra::Loss => "खोया डेटा",
        Extra::Jitter => "जिटर",
        Extra::PictureSize => "तस्वीर का आकार",
        Extra::FrameRate => "फ़्रेम रेट",
        Extra::Codec => "कोडेक",
        Extra::Encoding => "एन्कोडिंग",
        Extra::Decoding => "डिकोडिंग",
        Extra::EachSecond => "{} प्रति सेकंड",
        Extra::EachFrame => "{} प्रति फ़्रेम",
        Extra::InHardware => "{}, हार्डवेयर में",
        Extra::InSoftware => "{}, सॉफ़्टवेयर में",
        Extra::GraphLatest => "अभी {}",
        Extra::GraphLowest => "सबसे कम {}",
        Extra::GraphHighest => "सबसे ज़्यादा {}",
        Extra::GraphNothing => "अभी तक कुछ नहीं मापा गया",
    }
}
