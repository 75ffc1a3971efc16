//! German.

use crate::words::Word;

pub(super) const fn word(word: Word) -> &'static str {
    match word {
        Word::Description => {
            "Ein Videoraum für zwei: Du tippst ein Wort, jemand anderes tippt dasselbe, und ihr seht euch."
        }
        Word::NotLoaded => "Duet konnte nicht vollständig geladen werden. Bitte prüfe deine Internetverbindung.",
        Word::Crashed => "Ein Fehler ist aufgetreten, und Duet wurde beendet. Kamera und Mikrofon sind aus.",
        Word::NowhereTitle => "Hier ist nichts",
        Word::NowhereLead => {
            "Diese Adresse führt zu keinem Raum. Sieh dir den Link noch einmal an, oder wähle einen Raum nach seinem Namen."
        }
        Word::NowhereAway => "Raum wählen",
        Word::NoScript => {
            "Duet braucht JavaScript: Nur Skripte kommen an Kamera, Mikrofon und die Verbindung zur anderen Person. \
             Schalte es für diese Seite ein und lade sie neu."
        }
        Word::Promise => "Kein Konto. Bild und Ton gehen von deinem Browser zu dem der anderen Person.",
        Word::TryAgain => "Erneut versuchen",
        Word::CheckAll => "Alles prüfen",
        Word::Join => "Beitreten",
        Word::Cancel => "Abbrechen",
        Word::Reload => "Seite neu laden",
        Word::Mute => "Mikrofon ausschalten",
        Word::Unmute => "Mikrofon einschalten",
        Word::CameraOff => "Kamera ausschalten",
        Word::CameraOn => "Kamera einschalten",
        Word::CopyLink => "Link kopieren",
        Word::Leave => "Verlassen",
        Word::TapToHear => "Für Ton tippen",
        Word::JoinAgain => "Wieder beitreten",
        Word::ChooseAnother => "Anderen Raum wählen",
        Word::Controls => "Dein Anruf",
        Word::Settings => "Einstellungen",
        Word::MediaRequired => "Deine Kamera und dein Mikrofon werden gebraucht",
        Word::DeniedWhy => "Im Browser ist eingestellt, dass diese Seite sie nicht verwenden darf.",
        Word::DeniedDo => {
            "Ändere die Einstellung für diese Seite wie unten beschrieben. Danach macht Duet von selbst weiter."
        }
        Word::DismissedWhy => "Die Frage wurde ohne Antwort geschlossen.",
        Word::DismissedDo => "Drücke „Erneut versuchen“ und dann „Zulassen“ oder „Erlauben“.",
        Word::CameraDeniedWhy => "Im Browser ist eingestellt, dass diese Seite deine Kamera nicht verwenden darf.",
        Word::MicrophoneDeniedWhy => "Im Browser ist eingestellt, dass diese Seite dein Mikrofon nicht verwenden darf.",
        Word::CameraNotFoundWhy => "Der Browser findet an diesem Gerät keine Kamera.",
        Word::MicrophoneNotFoundWhy => "Der Browser findet an diesem Gerät kein Mikrofon.",
        Word::CameraInUseWhy => "Deine Kamera wird von einem anderen Programm benutzt oder ließ sich nicht starten.",
        Word::MicrophoneInUseWhy => {
            "Dein Mikrofon wird von einem anderen Programm benutzt oder ließ sich nicht starten."
        }
        Word::CameraLostWhy => "Deine Kamera wurde abgezogen oder entfernt.",
        Word::MicrophoneLostWhy => "Dein Mikrofon wurde abgezogen oder entfernt.",
        Word::NotFoundWhy => "Der Browser findet an diesem Gerät keine Kamera oder kein Mikrofon.",
        Word::NotFoundDo => "Schließe an, was fehlt, oder schalte es ein und versuche es dann erneut.",
        Word::InUseWhy => "Eines von beiden wird gerade von einem anderen Programm benutzt.",
        Word::InUseDo => {
            "Schließe andere Videoanrufe und Programme, die Kamera oder Mikrofon verwenden, und versuche es dann erneut."
        }
        Word::OverconstrainedWhy => "Was dieses Gerät davon hat, reicht für einen Anruf nicht aus.",
        Word::OverconstrainedDo => {
            "Schließe eine andere Kamera oder ein anderes Mikrofon an und versuche es dann erneut."
        }
        Word::AbortedWhy => "Bei einem von beiden ist beim Starten etwas schiefgegangen.",
        Word::AbortedDo => "Zieh es ab und steck es wieder ein, oder starte dieses Gerät neu. Versuche es dann erneut.",
        Word::ForbiddenWhy => {
            "Dieser Browser – oder wer dieses Gerät verwaltet – lässt Webseiten nicht darauf zugreifen."
        }
        Word::ForbiddenDo => {
            "Erlaube den Zugriff in den Einstellungen des Browsers oder des Geräts, oder nimm einen anderen Browser."
        }
        Word::InsecureWhy => {
            "Diese Seite wurde nicht über eine sichere Verbindung geladen. Dann geben Browser beides nicht frei."
        }
        Word::InsecureDo => "Öffne dieselbe Adresse mit https:// davor.",
        Word::LostWhy => "Eines von beiden wurde abgezogen oder entfernt.",
        Word::LostDo => "Schließe alles wieder an und versuche es dann erneut.",
        Word::OtherWhy => "Sie ließen sich nicht starten, und der Browser sagt nicht, warum.",
        Word::OtherDo => "Schließe andere Programme, die sie vielleicht benutzen, und versuche es dann erneut.",
        Word::StepsChrome => {
            "das Symbol links neben der Adresse oder die durchgestrichene Kamera am Ende der Adressleiste, dann Kamera \
             und Mikrofon: Zulassen"
        }
        Word::StepsFirefox => "die durchgestrichene Kamera links neben der Adresse, dann das ✕ neben „Blockiert“",
        Word::StepsSafari => {
            "Menü Safari › Einstellungen für diese Website; auf dem iPhone das Symbol in der Adressleiste › \
             Website-Einstellungen"
        }
        Word::DialogTitle => "Einigt euch auf ein Wort",
        Word::DialogLead => "Wer dasselbe Wort eingibt, kommt in denselben Raum. Platz ist für zwei.",
        Word::DialogLabel => "Name des Raums",
        Word::BadAddress => "Der Link, den du geöffnet hast, enthält keinen gültigen Raumnamen. Gib einen ein.",
        Word::NameNeeded => "Ohne Namen geht die Tür nicht auf: Gib einen ein.",
        Word::NameTooLong => "Dieser Name ist zu lang: Er darf höchstens {} Zeichen haben.",
        Word::NameControl => "Dieser Name enthält ein unsichtbares Zeichen, das nicht erlaubt ist: Gib ihn neu ein.",
        Word::NameDots => "Ein Name darf nicht nur aus einem oder zwei Punkten bestehen: Gib einen anderen ein.",
        Word::Unreachable => {
            "Der Server ist nicht erreichbar. Prüfe deine Verbindung und drücke „Beitreten“, um es erneut zu \
             versuchen."
        }
        Word::Draining => {
            "Der Server startet gleich neu. Drücke in einer Minute „Beitreten“, um es erneut zu versuchen."
        }
        Word::Limit => {
            "Der Server kann gerade keine weiteren Anrufe aufnehmen. Drücke in einer Weile „Beitreten“, um es erneut \
             zu versuchen."
        }
        Word::Locked => "Wer in diesem Raum ist, lässt niemanden mehr herein.",
        Word::KnockFirst => "Wer in diesem Raum ist, entscheidet, wer hereinkommt: klopf an und warte auf Antwort.",
        Word::Version => {
            "Der Server ist inzwischen neuer als diese Seite. Drücke „Seite neu laden“, um weiterzumachen."
        }
        Word::Newer => "Es gibt eine neuere Version dieser Seite.",
        Word::RoomFull => {
            "„{}“ ist voll: Es sind schon zwei Personen darin. Versuche es erneut, wenn jemand gegangen ist, oder gib \
             einen anderen Namen ein."
        }
        Word::OccupancyEmpty => "Noch ist niemand da: Du wärst zuerst dort.",
        Word::OccupancyOne => "Dort wartet schon jemand.",
        Word::OccupancyFull => "Dort sind schon zwei Personen: Es ist kein Platz mehr frei.",
        Word::InOtherTab => "Du bist schon in diesem Raum, in einem anderen Tab.",
        Word::MoveHere => "Anruf hierher holen",
        Word::NoRelay => {
            "Dieser Server hat kein Relay. Deshalb finden zwei Netze, die beide Fremde aussperren, nicht zueinander. \
             Ein anderes Netz, etwa das eines Handys, kann helfen."
        }
        Word::RequestingTitle => "Zuerst: Lass dich sehen und hören",
        Word::RequestingLead => {
            "Dein Browser fragt, ob Duet deine Kamera und dein Mikrofon verwenden darf: Drücke „Zulassen“ oder \
             „Erlauben“. Niemand sieht dich, bevor du einem Raum beitrittst."
        }
        Word::RequestingSlow => {
            "Deine Antwort steht noch aus. Du findest die Frage bei der Adressleiste oder hinter einem kleinen \
             Kamerasymbol an deren Ende. Vielleicht ist sie auch in einem anderen Fenster."
        }
        Word::JoiningTitle => "Vor der Tür von",
        Word::JoiningLead => "Einen Moment.",
        Word::WaitingTitle => "Du bist in",
        Word::WaitingLead => "Bisher bist nur du da. Schick der anderen Person diesen Link oder einfach das Wort.",
        Word::ConnectingTitle => "Jemand ist da",
        Word::ConnectingLead => "Eure beiden Browser suchen gerade einen Weg zueinander.",
        Word::ConnectingSlow => {
            "Das dauert länger als sonst. Eine strenge Firewall, ein VPN oder ein ausgelastetes Netz auf einer der \
             beiden Seiten kann der Grund sein; Duet versucht es weiter."
        }
        Word::PeerAwayTitle => "Die andere Person hat die Verbindung verloren",
        Word::PeerAwayLead => "Der Platz bleibt reserviert. Der Anruf geht weiter, sobald sie wieder da ist.",
        Word::LinkLostTitle => "Die Verbindung zwischen euch ist abgerissen",
        Word::LinkLostLead => "Ihr seid beide noch da; eine neue wird gerade aufgebaut.",
        Word::OfflineTitle => "Du bist offline",
        Word::OfflineLead => "Duet kommt von selbst zurück, sobald deine Verbindung wieder da ist.",
        Word::OwnCameraOff => "Deine Kamera ist aus",
        Word::OwnCameraStarting => "Deine Kamera startet",
        Word::PeerCameraOff => "Die Kamera der anderen Person ist aus",
        Word::OwnMuted => "Dein Mikrofon ist aus",
        Word::PeerMuted => "Mikrofon der anderen Person ist aus",
        Word::OwnTileEmpty => "Hier wirst du zu sehen sein",
        Word::OwnTileMissing => "Kein Bild von dir",
        Word::OwnTileEnded => "Kamera und Mikrofon sind aus",
        Word::Own => "Du",
        Word::Peer => "Die andere Person",
        Word::PeerQuietSign => "Der Server hört gerade nichts von der anderen Person",
        Word::ServerLostSign => "Verbindung zum Server wird gesucht; der Anruf geht weiter",
        Word::LeftTitle => "Du hast den Raum verlassen",
        Word::LeftLead => "Jetzt sieht und hört dich niemand mehr. Dasselbe Wort öffnet weiterhin denselben Raum.",
        Word::MovedTitle => "Dieser Anruf ist in einen anderen Tab umgezogen",
        Word::MovedLead => {
            "Kamera und Mikrofon sind hier aus. Drücke „Wieder beitreten“, um ihn in diesen Tab zurückzuholen."
        }
        Word::Stop => ". ",
        Word::SayRequesting => "Warten auf deine Kamera und dein Mikrofon.",
        Word::SayMediaError => "Deine Kamera und dein Mikrofon fehlen.",
        Word::SayChoosing => "Wähle einen Raum.",
        Word::SayJoining => "Du betrittst {}.",
        Word::SayFull => "Der Raum ist voll.",
        Word::SayWaiting => "Du bist allein in {} und wartest auf die andere Person.",
        Word::SayConnecting => "Die Verbindung mit der anderen Person wird aufgebaut.",
        Word::SayConnected => "Ihr seid verbunden.",
        Word::PeerCame => "Die andere Person ist gekommen.",
        Word::PeerBack => "Die andere Person ist wieder da.",
        Word::PeerLeft => "Die andere Person ist gegangen.",
        Word::PeerQuiet => "Die andere Person meldet sich gerade nicht.",
        Word::PeerDevicesOnOn => "Mikrofon und Kamera der anderen Person sind an.",
        Word::PeerDevicesOnOff => "Das Mikrofon der anderen Person ist an, die Kamera ist aus.",
        Word::PeerDevicesOffOn => "Das Mikrofon der anderen Person ist aus, die Kamera ist an.",
        Word::PeerDevicesOffOff => "Mikrofon und Kamera der anderen Person sind aus.",
        Word::OwnDevicesOnOn => "Dein Mikrofon und deine Kamera sind an.",
        Word::OwnDevicesOnOff => "Dein Mikrofon ist an, deine Kamera ist aus.",
        Word::OwnDevicesOffOn => "Dein Mikrofon ist aus, deine Kamera ist an.",
        Word::OwnDevicesOffOff => "Dein Mikrofon und deine Kamera sind aus.",
        Word::MicrophoneFailed => "Dein Mikrofon konnte nicht gestartet werden.",
        Word::CameraFailed => "Deine Kamera konnte nicht gestartet werden.",
        Word::MicrophoneLost => "Dein Mikrofon ist weg. Duet nimmt das nächste, das es findet.",
        Word::CameraLost => "Deine Kamera ist weg. Duet nimmt die nächste, die es findet.",
        Word::MicrophoneSilenced => {
            "Dein Mikrofon liefert nichts: Vielleicht blockiert es ein Telefonanruf, ein Schalter oder ein anderes \
             Programm."
        }
        Word::CameraSilenced => {
            "Deine Kamera liefert nichts: Vielleicht blockiert sie ein Telefonanruf, ein Schalter oder ein anderes \
             Programm."
        }
        Word::MicrophoneReplaced => "Dein Mikrofon funktioniert wieder.",
        Word::CameraReplaced => "Deine Kamera funktioniert wieder.",
        Word::MicrophoneChanged => "Duet benutzt jetzt das neue Mikrofon des Systems.",
        Word::CameraChanged => "Duet benutzt jetzt die neue Kamera des Systems.",
        Word::OwnMicrophoneTrouble => "Dein Mikrofon gibt nichts",
        Word::OwnCameraTrouble => "Deine Kamera gibt nichts",
        Word::MicrophoneRefused => {
            "Dein Browser verweigert das Mikrofon. Erlaube es neben der Adresse, dann ist es wieder da."
        }
        Word::CameraRefused => {
            "Dein Browser verweigert die Kamera. Erlaube sie neben der Adresse, dann ist sie wieder da."
        }
        Word::MicrophoneInUse => {
            "Ein anderes Programm benutzt dein Mikrofon, oder es ist ausgefallen. Schließe das Programm und schalte es wieder ein."
        }
        Word::CameraInUse => {
            "Ein anderes Programm benutzt deine Kamera, oder sie ist ausgefallen. Schließe das Programm und schalte sie wieder ein."
        }
        Word::PeerPictureMissing => "Ihr Bild kommt nicht an. Ihr könnt euch hören.",
        Word::Unable => {
            "Dieser Browser kann keine Gespräche aufbauen: Seine direkten Verbindungen (WebRTC) sind abgeschaltet. Schalte sie in seinen Einstellungen ein, oder nimm einen anderen Browser."
        }
        Word::LinkCopied => "Der Link ist kopiert.",
        Word::ExtrasMissing => {
            "Dieser Teil der Seite konnte nicht geladen werden. Prüfe deine Verbindung und versuche es erneut."
        }
        Word::LinkNotCopied => "Der Link konnte nicht kopiert werden: Nimm ihn aus der Adressleiste.",
    }
}
