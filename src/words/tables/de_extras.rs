//! German, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "Einstellungen",
        Extra::Close => "Schließen",
        Extra::Devices => "Kamera und Ton",
        Extra::Camera => "Kamera",
        Extra::Microphone => "Mikrofon",
        Extra::Speaker => "Lautsprecher",
        Extra::UnnamedDevice => "Gerät {}",
        Extra::Level => "Pegel deines Mikrofons",
        Extra::TestSpeaker => "Ton abspielen",
        Extra::Volume => "Lautstärke der anderen Person",
        Extra::Appearance => "Darstellung",
        Extra::Mirror => "Mein Bild spiegeln",
        Extra::HideOwn => "Mein Bild im Anruf ausblenden",
        Extra::Theme => "Farben",
        Extra::ThemeSystem => "Wie im System",
        Extra::ThemeLight => "Hell",
        Extra::ThemeDark => "Dunkel",
        Extra::Language => "Sprache",
        Extra::SilencedHere => "Du hast die Lautstärke auf null gestellt",
        Extra::SpeakerGone => "Dein Lautsprecher ist weg. Der des Systems wird benutzt.",
        Extra::SpeakerBack => "Dein Lautsprecher ist wieder da.",
        Extra::LanguageNotKept => "Dieser Browser merkt sich keine Sprache: Er blockiert Cookies.",
        Extra::NewsNotSaved => "„{}“ konnte nicht gespeichert werden: Der Browser hat die Datei entfernt.",
        Extra::FoldersDropped => {
            "Ordner können nicht geschickt werden. Zieh die Dateien darin her, oder packe sie in eine Datei."
        }
        Extra::LanguageReload => "Die Seite wird neu geladen; ein laufender Anruf geht weiter.",
        Extra::Chat => "Chat",
        Extra::ChatText => "Nachricht",
        Extra::ChatSend => "Senden",
        Extra::ChatEmpty => {
            "Was du schreibst, geht direkt an die andere Person und ist weg, sobald der Anruf vorbei ist."
        }
        Extra::ChatLines => "Nachrichten",
        Extra::ChatYou => "Du:",
        Extra::ChatThey => "Andere Person:",
        Extra::ChatTooLong => "Das ist zu lang: höchstens {} Zeichen. Schicke es als Datei.",
        Extra::ChatFull => "Zu viel wartet noch auf die Zustellung. Dein Text bleibt hier stehen.",
        Extra::ChatPending => "noch nicht angekommen",
        Extra::ChatAlone => "Gerade ist niemand da, der es lesen könnte.",
        Extra::ChatNews => "Neue Nachricht: {}",
        Extra::UnreadOne => "{} ungelesene Nachricht",
        Extra::UnreadZero | Extra::UnreadTwo | Extra::UnreadFew | Extra::UnreadMany | Extra::UnreadOther => {
            "{} ungelesene Nachrichten"
        }
        Extra::ShareScreen => "Bildschirm teilen",
        Extra::StopSharing => "Teilen beenden",
        Extra::ScreenFailed => "Dein Bildschirm konnte nicht gezeigt werden.",
        Extra::ScreenShown => "Die andere Person sieht jetzt deinen Bildschirm.",
        Extra::ScreenHidden => "Dein Bildschirm wird nicht mehr gezeigt.",
        Extra::PeerScreen => "Bildschirm der anderen Person",
        Extra::Tools => "Mehr",
        Extra::FullScreen => "Vollbild",
        Extra::WholePicture => "Ganzes Bild zeigen",
        Extra::FillWindow => "Fenster füllen",
        Extra::Pip => "Kleines Fenster",
        Extra::PipClosed => "Die Kamera der anderen Person ist aus: Das kleine Fenster ist zu.",
        Extra::PipFailed => "Das kleine Fenster konnte nicht geöffnet werden.",
        Extra::Flip => "Andere Kamera",
        Extra::WhoMayComeIn => "Wer herein darf",
        Extra::AccessOpen => "Alle, die den Namen kennen",
        Extra::AccessKnock => "Wer anklopft und hereingelassen wird",
        Extra::AccessLocked => "Sonst niemand, sobald ihr zu zweit seid",
        Extra::Knocking => "Jemand klopft an",
        Extra::LetIn => "Hereinlassen",
        Extra::NotNow => "Jetzt nicht",
        Extra::Knock => "Anklopfen",
        Extra::Knocked => "Du hast angeklopft. Warte auf Antwort.",
        Extra::NotLetIn => "Du wurdest nicht hereingelassen.",
        Extra::Keys => "Tasten",
        Extra::SpaceBar => "Leertaste",
        Extra::KeyMicrophone => "Mikrofon aus, an",
        Extra::KeyCamera => "Kamera aus, an",
        Extra::KeyScreen => "Bildschirm zeigen",
        Extra::KeyChat => "Chat",
        Extra::KeyFullScreen => "Vollbild",
        Extra::KeyFraming => "Ganzes Bild oder gefülltes Fenster",
        Extra::KeyTalk => "Sprechen, solange du sie gedrückt hältst, wenn dein Mikrofon aus ist",
        Extra::KeyHelp => "Diese Liste",
        Extra::LetterKeys => "Diese Tasten benutzen",
        Extra::MovablePicture => "verschiebbares Bild",
        Extra::MakeUpName => "Namen ausdenken",
        Extra::RecentRooms => "Zuletzt:",
        Extra::ForgetRooms => "Diese vergessen",
        Extra::Share => "Teilen …",
        Extra::InviteText => "Wir sehen uns in Duet. Das Wort ist „{}“.",
        Extra::InviteCode => "Code fürs Handy",
        Extra::CheckLink => "Alles prüfen, in einem neuen Tab",
        Extra::CheckTitle => "Funktioniert alles?",
        Extra::CheckLead => {
            "Kamera, Ton und Verbindung werden nacheinander geprüft. Du erfährst, was nicht stimmt und was du tun \
             kannst. Niemand sieht oder hört dich: Außer der Prüfung des Servers verlässt nichts dieses Gerät."
        }
        Extra::CheckStart => "Prüfung starten",
        Extra::CheckStop => "Stoppen",
        Extra::CheckAgain => "Erneut prüfen",
        Extra::CheckBack => "Zurück zum Anruf",
        Extra::CheckList => "Prüfungen",
        Extra::CheckNow => "Jetzt: {}.",
        Extra::CheckAllow => "Wenn der Browser fragt, drücke „Zulassen“ oder „Erlauben“.",
        Extra::CheckSpeak => "Sag etwas: Der Balken muss sich bewegen.",
        Extra::CheckQuestion => "Hörst du zwei Töne?",
        Extra::CheckHear => "Ich höre sie",
        Extra::CheckHearNot => "Ich höre nichts",
        Extra::CheckPlayAgain => "Noch einmal abspielen",
        Extra::CheckFine => "Alles funktioniert. Du kannst einen Anruf beginnen.",
        Extra::CheckDoubts => "Ein Anruf wird klappen, doch etwas könnte ihn stören: Sieh unten nach.",
        Extra::CheckFaults => "So klappen Anrufe nicht: Unten steht, was du tun kannst.",
        Extra::CheckEnded => "Die Prüfung wurde vorzeitig gestoppt.",
        Extra::CheckCopy => "Bericht kopieren",
        Extra::CheckCopied => "Der Bericht ist kopiert. Er enthält keine Namen, Adressen oder Räume.",
        Extra::CheckCopyByHand => {
            "Der Browser lässt die Seite nicht kopieren: Markiere und kopiere den Text unten selbst."
        }
        Extra::CheckReport => "Bericht",
        Extra::CheckReportTitle => "Duet, Prüfung dieses Geräts",
        Extra::CheckWaiting => "wartet",
        Extra::CheckRunning => "wird geprüft",
        Extra::CheckPassed => "in Ordnung",
        Extra::CheckWarned => "mit Warnung",
        Extra::CheckFailed => "funktioniert nicht",
        Extra::CheckSkipped => "nicht geprüft",
        Extra::CheckSecure => "Sichere Seite",
        Extra::CheckBrowser => "Browser",
        Extra::CheckServer => "Verbindung zum Server",
        Extra::CheckStun => "Weg aus deinem Netz (STUN)",
        Extra::CheckRelay => "Umweg um geschlossene Netze (Relay)",
        Extra::CheckCall => "Anruf mit dir selbst",
        Extra::CheckWorks => "Funktioniert.",
        Extra::CheckHeard => "Gehört.",
        Extra::CheckPicture => "Bewegtes Bild mit {} Pixeln.",
        Extra::CheckAfter => "Funktioniert, nach {} ms.",
        Extra::CheckNeeds => "Nicht geprüft, denn das hier funktioniert nicht: {}.",
        Extra::CheckNotDone => "Nicht geprüft.",
        Extra::CheckBlackWhy => "Die Kamera ist an, aber ihr Bild ist schwarz.",
        Extra::CheckBlackDo => "Schau nach, ob eine Abdeckung oder ein Schieber davor ist, und mach Licht an.",
        Extra::CheckQuietWhy => "Das Mikrofon liefert Ton, aber es war keine Stimme zu hören.",
        Extra::CheckQuietDo => {
            "Prüfe erneut und sprich dabei wie in einem Anruf. Wenn es so bleibt, stell das Mikrofon in den \
             Systemeinstellungen lauter oder wähle dort ein anderes."
        }
        Extra::CheckNoMeterWhy => "Das Mikrofon ist an, aber dieser Browser konnte nicht messen, was es hört.",
        Extra::CheckNoMeterDo => {
            "Vielleicht funktioniert es trotzdem: Probier es in einem Anruf aus. Ist kein Lautsprecher angeschlossen, schließ \
             einen an und prüfe erneut."
        }
        Extra::CheckNoAnswerWhy => "Du hast nicht gesagt, ob du die Töne hörst.",
        Extra::CheckNoAnswerDo => "Prüfe erneut und drücke einen der beiden Knöpfe.",
        Extra::CheckSlowWhy => "Der Server hat erst nach {} ms geantwortet.",
        Extra::CheckSlowDo => "Das Beitreten wird dauern. Geh näher an dein WLAN heran oder nimm ein Kabel.",
        Extra::CheckNoStunWhy => {
            "Dieser Server nennt keinen STUN-Server. Deshalb kennt eine Seite nur ihre Adresse im eigenen Netz."
        }
        Extra::CheckNoStunDo => {
            "Anrufe innerhalb eines Netzes funktionieren. Für Anrufe zwischen Netzen muss, wer diesen Server betreibt, \
             in DUET_ICE_SERVERS eine stun:-Adresse eintragen."
        }
        Extra::CheckStunSilentWhy => "Der Server, der sagt, wie du von außen zu sehen bist, hat nicht geantwortet.",
        Extra::CheckStunSilentDo => {
            "Vielleicht sperrt dein Netz UDP. Versuch es mit einem anderen, etwa dem deines Handys; bei der Arbeit \
             bitte darum, den UDP-Port 3478 zu öffnen. Schalte ein VPN probeweise aus."
        }
        Extra::CheckNoRelayDo => "Wer diesen Server betreibt, setzt dafür DUET_RELAY auf dessen öffentliche Adresse.",
        Extra::CheckRelayBy => "Ein Anruf, der sie braucht, geht über {}.",
        Extra::CheckNoUdpWhy => {
            "Das Relay ist nur über {} erreichbar: UDP kommt aus diesem Netz nicht hinaus. Auf schlechten Leitungen kommen Ton und Bild dann spät."
        }
        Extra::CheckNoUdpDo => "Versuche ein anderes Netz. Wer dieses betreibt: UDP zum Port des Relays hinauslassen.",
        Extra::CheckCodecsWhy => {
            "Dieser Browser kennt keines der beiden Bildformate, die jeder Browser können sollte: VP8 und H.264."
        }
        Extra::CheckCodecsDo => "Aktualisiere ihn oder nimm einen anderen Browser.",
        Extra::CheckOnlyLineWhy => "Die Verbindung funktioniert. Das Bild konnte ohne Kamera nicht geprüft werden.",
        Extra::CheckOnlyLineDo => "Prüfe erneut, sobald die Kamera funktioniert.",
        Extra::CheckNoWebRtcWhy => "Dieser Browser kann keine Anrufe führen, oder es ist ihm verboten.",
        Extra::CheckNoWebRtcDo => "Aktualisiere den Browser und schalte Erweiterungen aus, die WebRTC blockieren.",
        Extra::CheckNoWebRtcFirefox => {
            "Gib about:config in die Adressleiste ein und setze media.peerconnection.enabled auf true."
        }
        Extra::CheckNoWebRtcIos => {
            "Der Blockierungsmodus schaltet Anrufe aus: Nimm diese Seite davon aus (das Symbol in der Adressleiste › \
             Website-Einstellungen)."
        }
        Extra::CheckInApp => {
            "Du siehst diese Seite in einer anderen App. Öffne sie stattdessen in deinem Browser: Menü › Im Browser \
             öffnen."
        }
        Extra::CheckTooLongWhy => {
            "Es ging nicht rechtzeitig los. Vielleicht ist die Frage des Browsers noch offen, oder ein anderes \
             Programm hält das Gerät besetzt."
        }
        Extra::CheckTooLongDo => {
            "Beantworte die Frage, schließe andere Programme, die Kamera oder Mikrofon benutzen, und prüfe dann erneut."
        }
        Extra::CheckDeniedDo => "Erlaube den Zugriff für diese Seite und prüfe dann erneut.",
        Extra::CheckDismissedDo => "Prüfe erneut und drücke dann „Zulassen“ oder „Erlauben“.",
        Extra::Colon => ": ",
        Extra::CheckAllowIos => {
            "das Symbol in der Adressleiste › Website-Einstellungen › Kamera, Mikrofon: Erlauben; in \
             anderen Browsern als Safari die App Einstellungen › der Name des Browsers."
        }
        Extra::CheckAllowAndroid => {
            "das Symbol links neben der Adresse › Berechtigungen; danach die App Einstellungen › Apps › der \
             Browser › Berechtigungen."
        }
        Extra::CheckAllowSystem => {
            "Wenn es dort erlaubt ist: die Einstellungen des Systems › Datenschutz › Kamera, Mikrofon. Auch dort muss \
             dein Browser erlaubt sein."
        }
        Extra::CheckNoFramesWhy => "Die Kamera ist an, liefert aber kein Bild.",
        Extra::CheckNoFramesDo => {
            "Schließe andere Programme, die sie benutzen; zieh sie ab und steck sie wieder ein, oder starte dieses \
             Gerät neu. Prüfe dann erneut."
        }
        Extra::CheckSilentWhy => "Das Mikrofon ist an, liefert aber gar nichts, nicht einmal Rauschen.",
        Extra::CheckSilentDo => {
            "Es ist irgendwo ausgeschaltet: Such nach einem Knopf am Headset oder auf der Tastatur, und schau in den \
             Toneinstellungen des Systems nach, ob es stummgeschaltet ist."
        }
        Extra::CheckNotHeardWhy => "Du hörst dieses Gerät nicht.",
        Extra::CheckNotHeardDo => {
            "Stell die Lautstärke höher und schau in den Toneinstellungen des Systems nach, wohin der Ton geht: \
             Vielleicht sind Kopfhörer angeschlossen oder verbunden."
        }
        Extra::CheckNotHeardTab => {
            "Vielleicht ist der Tab stummgeschaltet: Rechtsklick darauf › Stummschaltung aufheben."
        }
        Extra::CheckNotHeardIos => "Schau nach dem Stummschalter an der Seite und schalte den Stummmodus aus.",
        Extra::CheckNotHeardAndroid => {
            "Stell die Medienlautstärke höher: Sie ist nicht die für Anrufe oder Klingeltöne."
        }
        Extra::CheckNoSoundWhy => "Der Browser hat keinen Ton abgespielt.",
        Extra::CheckNoSoundDo => {
            "Erlaube dieser Seite in den Einstellungen des Browsers den Ton und schau nach, ob ein Lautsprecher \
             angeschlossen ist."
        }
        Extra::CheckAwayWhy => "Der Server antwortet nicht.",
        Extra::CheckAwayDo => {
            "Prüfe deine Internetverbindung. Wenn andere Seiten laden, versuche es in einer Minute erneut."
        }
        Extra::CheckSocketsWhy => {
            "Der Server antwortet, aber unterwegs blockiert etwas die Verbindung, die Anrufe brauchen (einen \
             WebSocket)."
        }
        Extra::CheckSocketsDo => {
            "Das kann eine Firewall, ein Proxy, ein Virenscanner oder eine Erweiterung sein: Schalte sie für diese \
             Seite aus oder nimm ein anderes Netz. Für den Betrieb des Servers: Der Proxy davor muss WebSockets unter \
             /ws weiterleiten."
        }
        Extra::CheckOriginWhy => {
            "Der Server antwortet, weist diese Seite aber ab: Er wurde unter einem anderen Namen gefragt als dem in der Adressleiste."
        }
        Extra::CheckOriginDo => {
            "Für den Betrieb des Servers: Der Proxy davor ändert den Namen (Host). Er muss Host weitergeben, oder DUET_NAMES muss den Namen aus der Adressleiste enthalten."
        }
        Extra::CheckVersionWhy => "Der Server spricht eine andere Version als diese Seite.",
        Extra::CheckVersionDo => "Lade die Seite neu.",
        Extra::CheckRelaySilentWhy => {
            "Das Relay hat nicht geantwortet. Deshalb gibt es keinen Weg durch Netze, die Fremde aussperren."
        }
        Extra::CheckRelaySilentDo => {
            "Versuche es mit einem anderen Netz. Wer diesen Server betreibt, sollte nachsehen, ob das Relay läuft, \
             sein Passwort stimmt und seine Ports offen sind."
        }
        Extra::CheckRelayMuteWhy => "Das Relay antwortet, leitet aber nichts weiter.",
        Extra::CheckRelayMuteDo => {
            "Wer diesen Server betreibt: Ist das Relay ein eigenes Programm, muss es an seine eigene öffentliche Adresse senden dürfen."
        }
        Extra::CheckNoConnectionWhy => "Zwei Verbindungen innerhalb dieser Seite haben nicht zueinander gefunden.",
        Extra::CheckNoConnectionDo => {
            "Ein VPN, ein Firewall-Programm oder eine Datenschutz-Erweiterung blockiert sie: Schalte es für diese \
             Seite aus und prüfe dann erneut."
        }
        Extra::CheckNoEchoWhy => "Der Anruf steht, aber Nachrichten kommen nicht durch.",
        Extra::CheckNoPictureWhy => "Der Anruf steht, aber das Bild konnte nicht angezeigt werden.",
        Extra::CheckNoPictureDo => {
            "Schalte in den Einstellungen des Browsers die Hardwarebeschleunigung aus, aktualisiere den Browser und \
             prüfe dann erneut."
        }
        Extra::FamilyIos => "iPhone, iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "In einer anderen App",
        Extra::FamilyOther => "Anderer Browser",
        Extra::Files => "Dateien",
        Extra::ChooseFiles => "Dateien auswählen",
        Extra::FilesHint => {
            "Oder zieh sie irgendwo auf diese Seite. Sie gehen direkt an die andere Person, jede bis zu 2 GB groß."
        }
        Extra::DropFiles => "Hier ablegen, um die Dateien der anderen Person anzubieten",
        Extra::AcceptFile => "Annehmen",
        Extra::RefuseFile => "Ablehnen",
        Extra::CancelFile => "Abbrechen",
        Extra::SaveFile => "Speichern",
        Extra::FileAwaitsThem => "Wartet, bis die andere Person sie annimmt",
        Extra::FileAwaitsYou => "Für dich, wenn du sie möchtest",
        Extra::FileSending => "Wird gesendet",
        Extra::FileReceiving => "Wird empfangen",
        Extra::FilePaused => "Geht weiter, sobald ihr wieder verbunden seid",
        Extra::FileAway => "Die andere Person ist weg. Es geht weiter, sobald sie wieder da ist.",
        Extra::FileSent => "Die andere Person hat sie",
        Extra::FileToSave => "Sie ist da. Speichere sie, bevor du diese Seite schließt.",
        Extra::FileStored => "Sie liegt da, wo du sie haben wolltest",
        Extra::FileSaved => "Zum Speichern an deinen Browser übergeben",
        Extra::FileRefused => "Du hast sie abgelehnt",
        Extra::FileCancelled => "Du hast abgebrochen",
        Extra::FileNotTaken => "Die andere Person möchte sie nicht",
        Extra::FileWithdrawn => "Die andere Person hat sie zurückgezogen",
        Extra::FileTooLargeHere => "Sie ist zu groß für diesen Browser",
        Extra::FileTooLargeThere => "Sie ist zu groß für den Browser der anderen Person",
        Extra::FileTooMany => "Bei der anderen Person warten schon zu viele Dateien",
        Extra::FileNotStoredHere => "Sie konnte hier nicht gespeichert werden. Ist genug Platz frei?",
        Extra::FileNotStoredThere => "Sie konnte bei der anderen Person nicht gespeichert werden",
        Extra::FileUnreadableHere => "Sie lässt sich nicht lesen. Wurde sie verschoben oder geändert?",
        Extra::FileUnreadableThere => "Die andere Person kann sie nicht mehr lesen",
        Extra::FileDamaged => "Sie wurde unterwegs beschädigt, zweimal",
        Extra::FileGone => "Beendet, denn die Seite der anderen Person wurde geschlossen oder neu geladen",
        Extra::FileCallOver => "Der Anruf war vorher zu Ende",
        Extra::NewsOffered => "Die andere Person hat eine Datei für dich: {}",
        Extra::NewsSent => "Die andere Person hat jetzt deine Datei: {}",
        Extra::NewsToSave => "Eine Datei ist da, speichere sie unter „Dateien“: {}",
        Extra::NewsStored => "Eine Datei ist da: {}",
        Extra::NewsTooLarge => "Größer als 2 GB und darum nicht zu senden: {}",
        Extra::NewsTooMany => "Zu viele Dateien auf einmal. Nicht angeboten: {}",
        Extra::NewsUnsaved => "Der Anruf ist vorbei. Du hast eine Datei noch nicht gespeichert.",
        Extra::Quality => "Anrufqualität",
        Extra::QualitySign => "Anrufqualität:",
        Extra::QualityUnknown => "Noch nicht bekannt",
        Extra::QualityGood => "Gut",
        Extra::QualityFair => "Mittel",
        Extra::QualityPoor => "Schlecht",
        Extra::WhyGood => "Bild und Ton kommen gut an.",
        Extra::WhyLossSent => "Ein Teil von dem, was du sendest, geht verloren.",
        Extra::WhyLossReceived => "Ein Teil von dem, was die andere Person sendet, geht verloren.",
        Extra::WhyRoundTrip => "Was ihr einander sagt, kommt verzögert an.",
        Extra::WhyJitter => "Was die andere Person sendet, kommt ungleichmäßig an.",
        Extra::WhyFrozen => "Das Bild der anderen Person steht still.",
        Extra::WhySlow => "Das Bild der anderen Person bewegt sich kaum.",
        Extra::WhyPaused => "Das Bild der anderen Person macht Pause, damit ihre Stimme weiter ankommt.",
        Extra::WhyBandwidth => "Deine Verbindung überträgt nur wenig.",
        Extra::WhyCpu => "Dieses Gerät ist ausgelastet, deshalb ist dein Bild weniger scharf.",
        Extra::WhyRelay => "Das Relay dieses Servers überträgt für einen Anruf nicht mehr.",
        Extra::PicturePaused => "Dein Bild macht Pause, damit deine Stimme weiter ankommt.",
        Extra::PictureBack => "Dein Bild bewegt sich wieder.",
        Extra::Connection => "Verbindung",
        Extra::YouSend => "Du sendest",
        Extra::YouReceive => "Du empfängst",
        Extra::LastMinutes => "Die letzten drei Minuten",
        Extra::RoundTrip => "Hin und zurück",
        Extra::CameraToScreen => "Von Kamera zu Bildschirm",
        Extra::Route => "Weg",
        Extra::Direct => "Direkt, von Gerät zu Gerät",
        Extra::Relayed => "Weitergeleitet, über einen Server",
        Extra::RelayedOver => "Weitergeleitet, über {}",
        Extra::HideAddress => "Meine Adresse verbergen",
        Extra::HideAddressWhat => {
            "Bild und Ton gehen dann über ein Relay, und dein Gegenüber erfährt deine IP-Adresse nicht. Sie kommen etwas später an. Während eines Anrufs gilt es ab dem nächsten."
        }
        Extra::HideAddressAlone => "Dieser Server hat kein Relay: Solange dies an ist, kommt kein Anruf zustande.",
        Extra::Privacy => "Privatsphäre",
        Extra::Available => "Du könntest senden",
        Extra::Bitrate => "Bitrate",
        Extra::Loss => "Verlust",
        Extra::Jitter => "Jitter",
        Extra::PictureSize => "Bildgröße",
        Extra::FrameRate => "Bildrate",
        Extra::Codec => "Codec",
        Extra::Encoding => "Kodierung",
        Extra::Decoding => "Dekodierung",
        Extra::EachSecond => "{} pro Sekunde",
        Extra::EachFrame => "{} pro Bild",
        Extra::InHardware => "{}, in Hardware",
        Extra::InSoftware => "{}, in Software",
        Extra::GraphLatest => "jetzt {}",
        Extra::GraphLowest => "niedrigster Wert {}",
        Extra::GraphHighest => "höchster Wert {}",
        Extra::GraphNothing => "noch nichts gemessen",
    }
}
