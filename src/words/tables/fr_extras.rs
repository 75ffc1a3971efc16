//! French, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "Réglages",
        Extra::Close => "Fermer",
        Extra::Devices => "Caméra et son",
        Extra::Camera => "Caméra",
        Extra::Microphone => "Micro",
        Extra::Speaker => "Haut-parleur",
        Extra::UnnamedDevice => "Appareil {}",
        Extra::Level => "Niveau de votre micro",
        Extra::TestSpeaker => "Jouer un son",
        Extra::Volume => "Volume de l’autre personne",
        Extra::Appearance => "Apparence",
        Extra::Mirror => "Afficher mon image en miroir",
        Extra::HideOwn => "Masquer mon image pendant l’appel",
        Extra::Theme => "Thème",
        Extra::ThemeSystem => "Comme le système",
        Extra::ThemeLight => "Clair",
        Extra::ThemeDark => "Sombre",
        Extra::Language => "Langue",
        Extra::SilencedHere => "Vous avez coupé le son de l’autre personne",
        Extra::SpeakerGone => "Votre haut-parleur n’est plus là. Celui du système est utilisé.",
        Extra::SpeakerBack => "Votre haut-parleur est de retour.",
        Extra::LanguageNotKept => "Ce navigateur ne garde pas la langue choisie : il bloque les cookies.",
        Extra::NewsNotSaved => "« {} » n’a pas pu être enregistré : le navigateur l’a supprimé.",
        Extra::FoldersDropped => {
            "Les dossiers ne peuvent pas être envoyés. Déposez leurs fichiers, ou compressez-les en un seul."
        }
        Extra::LanguageReload => "La page se recharge ; un appel en cours continue.",
        Extra::Chat => "Discussion",
        Extra::ChatText => "Message",
        Extra::ChatSend => "Envoyer",
        Extra::ChatEmpty => "Ce que vous écrivez va directement à l’autre personne et disparaît à la fin de l’appel.",
        Extra::ChatLines => "Messages",
        Extra::ChatYou => "Vous :",
        Extra::ChatThey => "L’autre personne :",
        Extra::ChatTooLong => "C’est trop long : {} caractères au plus. Envoyez-le comme fichier.",
        Extra::ChatFull => "Trop de messages attendent d’être remis. Votre texte reste ici.",
        Extra::ChatPending => "pas encore arrivé",
        Extra::ChatAlone => "Il n’y a personne d’autre ici pour le lire.",
        Extra::ChatNews => "Nouveau message : {}",
        Extra::UnreadOne => "{} message non lu",
        Extra::UnreadZero | Extra::UnreadTwo | Extra::UnreadFew | Extra::UnreadOther => "{} messages non lus",
        Extra::UnreadMany => "{} de messages non lus",
        Extra::ShareScreen => "Partager l’écran",
        Extra::StopSharing => "Arrêter le partage",
        Extra::ScreenFailed => "Votre écran n’a pas pu être affiché.",
        Extra::ScreenShown => "L’autre personne voit maintenant votre écran.",
        Extra::ScreenHidden => "Votre écran n’est plus partagé.",
        Extra::PeerScreen => "L’écran de l’autre personne",
        Extra::Tools => "Plus",
        Extra::FullScreen => "Plein écran",
        Extra::WholePicture => "Afficher l’image entière",
        Extra::FillWindow => "Remplir la fenêtre",
        Extra::Pip => "Petite fenêtre",
        Extra::PipClosed => "Sa caméra est éteinte : la petite fenêtre est fermée.",
        Extra::PipFailed => "La petite fenêtre n’a pas pu s’ouvrir.",
        Extra::Flip => "Changer de caméra",
        Extra::WhoMayComeIn => "Qui peut entrer",
        Extra::AccessOpen => "Toute personne qui connaît le nom",
        Extra::AccessKnock => "Qui frappe et qu’on laisse entrer",
        Extra::AccessLocked => "Personne d’autre, une fois à deux",
        Extra::Knocking => "Quelqu’un frappe",
        Extra::LetIn => "Laisser entrer",
        Extra::NotNow => "Pas maintenant",
        Extra::Knock => "Frapper",
        Extra::Knocked => "Vous avez frappé. Attendez la réponse.",
        Extra::NotLetIn => "On ne vous a pas laissé entrer.",
        Extra::Keys => "Touches",
        Extra::SpaceBar => "Espace",
        Extra::KeyMicrophone => "Couper ou activer le micro",
        Extra::KeyCamera => "Couper ou activer la caméra",
        Extra::KeyScreen => "Montrer votre écran",
        Extra::KeyChat => "Discussion",
        Extra::KeyFullScreen => "Plein écran",
        Extra::KeyFraming => "Image entière ou fenêtre remplie",
        Extra::KeyTalk => "Micro coupé, parler tant que vous la maintenez enfoncée",
        Extra::KeyHelp => "Cette liste",
        Extra::LetterKeys => "Utiliser ces touches",
        Extra::MovablePicture => "image que vous pouvez déplacer",
        Extra::MakeUpName => "Inventer un nom",
        Extra::RecentRooms => "La dernière fois :",
        Extra::ForgetRooms => "Oublier ces salles",
        Extra::Share => "Partager…",
        Extra::InviteText => "Rendez-vous dans Duet. Le mot est « {} ».",
        Extra::InviteCode => "Code pour un téléphone",
        Extra::CheckLink => "Tout vérifier, dans un nouvel onglet",
        Extra::CheckTitle => "Est-ce que tout fonctionne ?",
        Extra::CheckLead => {
            "La caméra, le son et la liaison sont testés l’un après l’autre, et vous lisez ce qui ne va pas et que \
             faire. Personne ne vous voit ni ne vous entend : rien ne quitte cet appareil, à part le test du serveur."
        }
        Extra::CheckStart => "Lancer la vérification",
        Extra::CheckStop => "Arrêter",
        Extra::CheckAgain => "Vérifier à nouveau",
        Extra::CheckBack => "Revenir à l’appel",
        Extra::CheckList => "Tests",
        Extra::CheckNow => "En ce moment : {}.",
        Extra::CheckAllow => "Si le navigateur pose la question, appuyez sur « Autoriser ».",
        Extra::CheckSpeak => "Dites quelque chose : la barre doit bouger.",
        Extra::CheckQuestion => "Entendez-vous deux sons ?",
        Extra::CheckHear => "Je les entends",
        Extra::CheckHearNot => "Je ne les entends pas",
        Extra::CheckPlayAgain => "Les rejouer",
        Extra::CheckFine => "Tout fonctionne. Vous pouvez passer un appel.",
        Extra::CheckDoubts => "Un appel fonctionnera, mais quelque chose pourrait le gêner : voyez ci-dessous.",
        Extra::CheckFaults => "Quelque chose empêche les appels de fonctionner : voyez ci-dessous que faire.",
        Extra::CheckEnded => "La vérification a été arrêtée avant la fin.",
        Extra::CheckCopy => "Copier le rapport",
        Extra::CheckCopied => "Le rapport est copié. Il ne contient ni noms, ni adresses, ni salles.",
        Extra::CheckCopyByHand => {
            "Le navigateur ne permet pas à la page de copier : copiez vous-même le texte ci-dessous."
        }
        Extra::CheckReport => "Rapport",
        Extra::CheckReportTitle => "Duet, vérification de cet appareil",
        Extra::CheckWaiting => "en attente",
        Extra::CheckRunning => "en cours",
        Extra::CheckPassed => "réussi",
        Extra::CheckWarned => "avec un avertissement",
        Extra::CheckFailed => "ne fonctionne pas",
        Extra::CheckSkipped => "non testé",
        Extra::CheckSecure => "Page sécurisée",
        Extra::CheckBrowser => "Navigateur",
        Extra::CheckServer => "Liaison avec le serveur",
        Extra::CheckStun => "Sortie de votre réseau (STUN)",
        Extra::CheckRelay => "Détour pour les réseaux fermés (relais)",
        Extra::CheckCall => "Un appel avec vous-même",
        Extra::CheckWorks => "Fonctionne.",
        Extra::CheckHeard => "Le son passe.",
        Extra::CheckPicture => "Image en mouvement de {} pixels.",
        Extra::CheckAfter => "Fonctionne, après {} ms.",
        Extra::CheckNeeds => "Non testé, car ceci ne fonctionne pas : {}.",
        Extra::CheckNotDone => "Non testé.",
        Extra::CheckBlackWhy => "La caméra est allumée, mais son image est noire.",
        Extra::CheckBlackDo => "Regardez si un cache la recouvre, et allumez une lumière.",
        Extra::CheckQuietWhy => "Le micro capte un son, mais aucune voix n’a été entendue.",
        Extra::CheckQuietDo => {
            "Vérifiez à nouveau en parlant comme pendant un appel. Si rien ne change, augmentez le volume du micro \
             dans les réglages du système, ou choisissez-en un autre."
        }
        Extra::CheckNoMeterWhy => "Le micro est allumé, mais ce navigateur n’a pas pu mesurer ce qu’il entend.",
        Extra::CheckNoMeterDo => {
            "Il fonctionne peut-être quand même : essayez-le en appel. Si aucun haut-parleur n’est branché, branchez-en un et \
             vérifiez à nouveau."
        }
        Extra::CheckNoAnswerWhy => "Vous n’avez pas dit si vous entendez les sons.",
        Extra::CheckNoAnswerDo => "Vérifiez à nouveau et appuyez sur l’un des deux boutons.",
        Extra::CheckSlowWhy => "Le serveur a mis {} ms à répondre.",
        Extra::CheckSlowDo => {
            "L’entrée dans une salle sera lente. Rapprochez-vous de votre borne Wi-Fi, ou utilisez un câble."
        }
        Extra::CheckNoStunWhy => {
            "Ce serveur n’indique aucun serveur STUN : une page ne connaît donc que son adresse dans son propre réseau."
        }
        Extra::CheckNoStunDo => {
            "Les appels au sein d’un même réseau fonctionnent. Pour les appels entre réseaux, la personne qui gère ce \
             serveur doit mettre une adresse stun: dans DUET_ICE_SERVERS."
        }
        Extra::CheckStunSilentWhy => "Le serveur qui indique comment on vous voit de l’extérieur n’a pas répondu.",
        Extra::CheckStunSilentDo => {
            "Votre réseau bloque peut-être UDP. Essayez-en un autre, comme celui de votre téléphone ; au travail, \
             demandez l’ouverture du port UDP 3478. Si vous utilisez un VPN, désactivez-le pour essayer."
        }
        Extra::CheckNoRelayDo => "La personne qui gère ce serveur doit mettre son adresse publique dans DUET_RELAY.",
        Extra::CheckRelayBy => "Un appel qui en a besoin passe en {}.",
        Extra::CheckNoUdpWhy => {
            "Le relais n’est joignable qu’en {} : UDP ne sort pas de ce réseau. Sur une mauvaise ligne, le son et l’image arrivent tard."
        }
        Extra::CheckNoUdpDo => {
            "Essayez un autre réseau. Qui gère celui-ci : laissez sortir UDP vers le port du relais."
        }
        Extra::CheckCodecsWhy => {
            "Ce navigateur ne connaît aucun des deux formats d’image que tout navigateur devrait connaître : VP8 et \
             H.264."
        }
        Extra::CheckCodecsDo => "Mettez-le à jour, ou utilisez un autre navigateur.",
        Extra::CheckOnlyLineWhy => "La liaison fonctionne. L’image n’a pas pu être testée sans caméra.",
        Extra::CheckOnlyLineDo => "Quand la caméra fonctionnera, vérifiez à nouveau.",
        Extra::CheckNoWebRtcWhy => "Ce navigateur ne sait pas passer d’appels, ou cette fonction y est désactivée.",
        Extra::CheckNoWebRtcDo => "Mettez le navigateur à jour et désactivez les extensions qui bloquent WebRTC.",
        Extra::CheckNoWebRtcFirefox => {
            "Tapez about:config dans la barre d’adresse et réglez media.peerconnection.enabled sur true."
        }
        Extra::CheckNoWebRtcIos => {
            "Le mode Isolement désactive les appels : excluez-en cette page (l’icône de la barre d’adresse › Réglages \
             du site web)."
        }
        Extra::CheckInApp => {
            "Vous consultez cette page dans une autre application. Ouvrez-la plutôt dans votre navigateur : menu › \
             Ouvrir dans le navigateur."
        }
        Extra::CheckTooLongWhy => {
            "Le démarrage a pris trop de temps. La demande du navigateur attend peut-être une réponse, ou un autre \
             programme utilise l’appareil."
        }
        Extra::CheckTooLongDo => {
            "Répondez à la demande, fermez les autres programmes qui utilisent la caméra ou le micro, puis vérifiez à \
             nouveau."
        }
        Extra::CheckDeniedDo => "Autorisez-les pour cette page, puis vérifiez à nouveau.",
        Extra::CheckDismissedDo => "Vérifiez à nouveau, puis appuyez sur « Autoriser ».",
        Extra::Colon => " : ",
        Extra::CheckAllowIos => {
            "l’icône de la barre d’adresse › Réglages du site web › Caméra, Micro : Autoriser ; dans \
             les navigateurs autres que Safari, l’app Réglages › le nom du navigateur."
        }
        Extra::CheckAllowAndroid => {
            "l’icône à gauche de l’adresse › Autorisations ; puis l’app Paramètres › Applications › le \
             navigateur › Autorisations."
        }
        Extra::CheckAllowSystem => {
            "S’ils y sont déjà autorisés : les réglages du système › Confidentialité › Caméra, Micro, où votre \
             navigateur doit aussi être autorisé."
        }
        Extra::CheckNoFramesWhy => "La caméra est allumée, mais ne donne aucune image.",
        Extra::CheckNoFramesDo => {
            "Fermez les autres programmes qui l’utilisent ; débranchez-la et rebranchez-la, ou redémarrez cet \
             appareil. Puis vérifiez à nouveau."
        }
        Extra::CheckSilentWhy => "Le micro est allumé, mais ne capte rien du tout, pas même du bruit.",
        Extra::CheckSilentDo => {
            "Il est coupé quelque part : cherchez un bouton sur le casque ou le clavier, et regardez dans les réglages \
             de son du système s’il est désactivé."
        }
        Extra::CheckNotHeardWhy => "Vous n’entendez pas cet appareil.",
        Extra::CheckNotHeardDo => {
            "Augmentez le volume, et regardez dans les réglages de son du système où va le son : un casque ou des \
             écouteurs sont peut-être connectés."
        }
        Extra::CheckNotHeardTab => {
            "Le son de l’onglet est peut-être coupé : clic droit sur l’onglet › Réactiver le son."
        }
        Extra::CheckNotHeardIos => "Regardez le bouton Sonnerie/Silence sur le côté, et désactivez le mode Silence.",
        Extra::CheckNotHeardAndroid => {
            "Augmentez le volume des contenus multimédias : ce n’est pas celui des appels ni de la sonnerie."
        }
        Extra::CheckNoSoundWhy => "Le navigateur n’a joué aucun son.",
        Extra::CheckNoSoundDo => {
            "Autorisez le son pour cette page dans les réglages du navigateur, et regardez si un haut-parleur est \
             connecté."
        }
        Extra::CheckAwayWhy => "Le serveur ne répond pas.",
        Extra::CheckAwayDo => {
            "Vérifiez votre connexion à Internet. Si d’autres pages se chargent, réessayez dans une minute."
        }
        Extra::CheckSocketsWhy => {
            "Le serveur répond, mais quelque chose sur le chemin bloque la liaison nécessaire aux appels (un \
             WebSocket)."
        }
        Extra::CheckSocketsDo => {
            "Il s’agit peut-être d’un pare-feu, d’un proxy, d’un antivirus ou d’une extension : désactivez-le pour \
             cette page, ou utilisez un autre réseau. Pour la personne qui gère le serveur : le proxy placé devant \
             lui doit laisser passer les WebSockets sur /ws."
        }
        Extra::CheckOriginWhy => {
            "Le serveur répond, mais il refuse cette page : la demande lui est parvenue sous un autre nom que celui de la barre d’adresse."
        }
        Extra::CheckOriginDo => {
            "Pour la personne qui gère le serveur : le proxy placé devant lui change le nom (Host). Il doit transmettre Host, ou DUET_NAMES doit contenir le nom de la barre d’adresse."
        }
        Extra::CheckVersionWhy => "Le serveur utilise une autre version que cette page.",
        Extra::CheckVersionDo => "Rechargez la page.",
        Extra::CheckRelaySilentWhy => {
            "Le relais n’a pas répondu : les réseaux fermés aux inconnus ne peuvent donc pas être traversés."
        }
        Extra::CheckRelaySilentDo => {
            "Essayez un autre réseau. Pour la personne qui gère ce serveur : vérifiez que le relais fonctionne, que \
             son mot de passe est juste et que ses ports sont ouverts."
        }
        Extra::CheckRelayMuteWhy => "Le relais répond, mais ne transmet rien.",
        Extra::CheckRelayMuteDo => {
            "Pour la personne qui gère ce serveur : si le relais est un programme à part, il doit pouvoir envoyer à sa propre adresse publique."
        }
        Extra::CheckNoConnectionWhy => "Deux connexions à l’intérieur de cette page ne se sont pas trouvées.",
        Extra::CheckNoConnectionDo => {
            "Un VPN, un pare-feu ou une extension de confidentialité les bloque : désactivez-le pour cette page, puis \
             vérifiez à nouveau."
        }
        Extra::CheckNoEchoWhy => "L’appel est établi, mais les messages ne passent pas.",
        Extra::CheckNoPictureWhy => "L’appel est établi, mais l’image n’a pas pu être affichée.",
        Extra::CheckNoPictureDo => {
            "Désactivez l’accélération matérielle dans les réglages du navigateur, mettez le navigateur à jour, puis \
             vérifiez à nouveau."
        }
        Extra::FamilyIos => "iPhone, iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "Dans une autre application",
        Extra::FamilyOther => "Autre navigateur",
        Extra::Files => "Fichiers",
        Extra::ChooseFiles => "Choisir des fichiers",
        Extra::FilesHint => {
            "Ou déposez-les n’importe où sur cette page. Ils vont directement à l’autre personne, jusqu’à 2 Go chacun."
        }
        Extra::DropFiles => "Déposez des fichiers ici pour les proposer à l’autre personne",
        Extra::AcceptFile => "Accepter",
        Extra::RefuseFile => "Refuser",
        Extra::CancelFile => "Annuler",
        Extra::SaveFile => "Enregistrer",
        Extra::FileAwaitsThem => "En attente de son accord",
        Extra::FileAwaitsYou => "Pour vous, si vous le voulez",
        Extra::FileSending => "Envoi",
        Extra::FileReceiving => "Réception",
        Extra::FilePaused => "Reprendra dès le retour de la connexion",
        Extra::FileAway => "L’autre personne est absente. Reprendra dès son retour.",
        Extra::FileSent => "L’autre personne l’a reçu",
        Extra::FileToSave => "Il est arrivé. Enregistrez-le avant de fermer cette page.",
        Extra::FileStored => "Enregistré à l’endroit choisi",
        Extra::FileSaved => "Confié à votre navigateur pour l’enregistrer",
        Extra::FileRefused => "Vous l’avez refusé",
        Extra::FileCancelled => "Vous l’avez annulé",
        Extra::FileNotTaken => "L’autre personne n’en veut pas",
        Extra::FileWithdrawn => "L’autre personne l’a retiré",
        Extra::FileTooLargeHere => "Il est trop volumineux pour ce navigateur",
        Extra::FileTooLargeThere => "Il est trop volumineux pour le navigateur de l’autre personne",
        Extra::FileTooMany => "L’autre personne a trop de fichiers en attente",
        Extra::FileNotStoredHere => "Il n’a pas pu être enregistré ici. Reste-t-il assez d’espace ?",
        Extra::FileNotStoredThere => "Il n’a pas pu être enregistré de l’autre côté",
        Extra::FileUnreadableHere => "Il est illisible. A-t-il été déplacé ou modifié ?",
        Extra::FileUnreadableThere => "L’autre personne ne peut plus le lire",
        Extra::FileDamaged => "Il a été endommagé en route, deux fois",
        Extra::FileGone => "Interrompu : l’autre personne a fermé ou rechargé sa page",
        Extra::FileCallOver => "L’appel s’est terminé avant",
        Extra::NewsOffered => "L’autre personne a un fichier pour vous : {}",
        Extra::NewsSent => "L’autre personne a bien reçu votre fichier : {}",
        Extra::NewsToSave => "Un fichier est arrivé, enregistrez-le dans « Fichiers » : {}",
        Extra::NewsStored => "Un fichier est arrivé : {}",
        Extra::NewsTooLarge => "Dépasse 2 Go et ne peut pas être envoyé : {}",
        Extra::NewsTooMany => "Trop de fichiers à la fois. Pas proposé : {}",
        Extra::NewsUnsaved => "L’appel est terminé. Il y a un fichier que vous n’avez pas encore enregistré.",
        Extra::Quality => "Qualité de l’appel",
        Extra::QualitySign => "Qualité de l’appel :",
        Extra::QualityUnknown => "Pas encore connue",
        Extra::QualityGood => "Bonne",
        Extra::QualityFair => "Moyenne",
        Extra::QualityPoor => "Mauvaise",
        Extra::WhyGood => "L’image et le son passent bien.",
        Extra::WhyLossSent => "Une partie de ce que vous envoyez se perd.",
        Extra::WhyLossReceived => "Une partie de ce que l’autre personne envoie se perd.",
        Extra::WhyRoundTrip => "Ce que vous vous dites arrive en retard.",
        Extra::WhyJitter => "Ce que l’autre personne envoie arrive de façon irrégulière.",
        Extra::WhyFrozen => "Son image est figée.",
        Extra::WhySlow => "Son image bouge à peine.",
        Extra::WhyPaused => "Son image est en pause pour que sa voix passe toujours.",
        Extra::WhyBandwidth => "Votre connexion a un faible débit.",
        Extra::WhyCpu => "Cet appareil est très sollicité : votre image est donc moins nette.",
        Extra::WhyRelay => "Le relais de ce serveur ne laisse pas passer plus pour un appel.",
        Extra::PicturePaused => "Votre image est en pause pour que votre voix passe toujours.",
        Extra::PictureBack => "Votre image bouge à nouveau.",
        Extra::Connection => "Connexion",
        Extra::YouSend => "Vous envoyez",
        Extra::YouReceive => "Vous recevez",
        Extra::LastMinutes => "Les trois dernières minutes",
        Extra::RoundTrip => "Aller-retour",
        Extra::CameraToScreen => "De la caméra à l’écran",
        Extra::Route => "Chemin",
        Extra::Direct => "Direct, d’un navigateur à l’autre",
        Extra::Relayed => "Relayé, par un serveur",
        Extra::RelayedOver => "Relayé, en {}",
        Extra::HideAddress => "Masquer mon adresse",
        Extra::HideAddressWhat => {
            "L’image et le son passent alors par un relais, et l’autre personne ne voit pas votre adresse IP. Ils arrivent un peu plus tard. Pendant un appel, cela compte à partir du suivant."
        }
        Extra::HideAddressAlone => {
            "Ce serveur n’a pas de relais : tant que cette option est activée, aucun appel ne peut aboutir."
        }
        Extra::Privacy => "Confidentialité",
        Extra::Available => "Vous pourriez envoyer",
        Extra::Bitrate => "Débit",
        Extra::Loss => "Pertes",
        Extra::Jitter => "Gigue",
        Extra::PictureSize => "Taille de l’image",
        Extra::FrameRate => "Images",
        Extra::Codec => "Codec",
        Extra::Encoding => "Encodage",
        Extra::Decoding => "Décodage",
        Extra::EachSecond => "{} par seconde",
        Extra::EachFrame => "{} par image",
        Extra::InHardware => "{} (matériel)",
        Extra::InSoftware => "{} (logiciel)",
        Extra::GraphLatest => "actuel {}",
        Extra::GraphLowest => "minimum {}",
        Extra::GraphHighest => "maximum {}",
        Extra::GraphNothing => "rien de mesuré pour l’instant",
    }
}
