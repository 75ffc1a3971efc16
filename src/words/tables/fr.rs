//! French.

use crate::words::Word;

pub(super) const fn word(word: Word) -> &'static str {
    match word {
        Word::Description => "Une salle de visio pour deux : tapez un mot, un proche tape le même, et vous vous voyez.",
        Word::NotLoaded => "Duet n’a pas pu être chargé en entier. Vérifiez votre connexion.",
        Word::Crashed => "Une erreur s’est produite et Duet s’est arrêté. Votre caméra et votre micro sont coupés.",
        Word::NowhereTitle => "Il n’y a rien ici",
        Word::NowhereLead => {
            "Cette adresse ne mène à aucune salle. Vérifiez le lien, ou choisissez une salle par son nom."
        }
        Word::NowhereAway => "Choisir une salle",
        Word::NoScript => {
            "Duet a besoin de JavaScript : la caméra, le micro et la liaison avec l’autre personne ne sont accessibles \
             qu’aux scripts. Activez-le pour cette page, puis rechargez-la."
        }
        Word::Promise => "Pas de compte. L’image et le son vont de votre navigateur à celui de l’autre personne.",
        Word::TryAgain => "Réessayer",
        Word::CheckAll => "Tout vérifier",
        Word::Join => "Entrer",
        Word::Cancel => "Annuler",
        Word::Reload => "Recharger la page",
        Word::Mute => "Couper le micro",
        Word::Unmute => "Activer le micro",
        Word::CameraOff => "Couper la caméra",
        Word::CameraOn => "Activer la caméra",
        Word::CopyLink => "Copier le lien",
        Word::Leave => "Quitter",
        Word::TapToHear => "Touchez pour entendre",
        Word::JoinAgain => "Entrer à nouveau",
        Word::ChooseAnother => "Choisir une autre salle",
        Word::Controls => "Votre appel",
        Word::Settings => "Réglages",
        Word::MediaRequired => "Votre caméra et votre micro sont nécessaires",
        Word::DeniedWhy => "Le navigateur a pour consigne de les refuser à cette page.",
        Word::DeniedDo => {
            "Modifiez l’autorisation de cette page comme indiqué ci-dessous. Duet continuera alors de lui-même."
        }
        Word::DismissedWhy => "La demande a été fermée sans réponse.",
        Word::DismissedDo => "Appuyez sur « Réessayer », puis sur « Autoriser ».",
        Word::CameraDeniedWhy => "Le navigateur a pour consigne de refuser votre caméra à cette page.",
        Word::MicrophoneDeniedWhy => "Le navigateur a pour consigne de refuser votre micro à cette page.",
        Word::CameraNotFoundWhy => "Le navigateur ne trouve pas de caméra sur cet appareil.",
        Word::MicrophoneNotFoundWhy => "Le navigateur ne trouve pas de micro sur cet appareil.",
        Word::CameraInUseWhy => "Un autre programme utilise votre caméra, ou celle-ci n’a pas pu démarrer.",
        Word::MicrophoneInUseWhy => "Un autre programme utilise votre micro, ou celui-ci n’a pas pu démarrer.",
        Word::CameraLostWhy => "Votre caméra a été débranchée ou retirée.",
        Word::MicrophoneLostWhy => "Votre micro a été débranché ou retiré.",
        Word::NotFoundWhy => "Le navigateur ne trouve pas de caméra, ou pas de micro, sur cet appareil.",
        Word::NotFoundDo => "Branchez ou allumez ce qui manque, puis réessayez.",
        Word::InUseWhy => "Un autre programme utilise l’un des deux.",
        Word::InUseDo => {
            "Fermez les autres appels vidéo et les programmes qui utilisent la caméra ou le micro, puis réessayez."
        }
        Word::OverconstrainedWhy => "Aucun de ceux de cet appareil ne convient à un appel.",
        Word::OverconstrainedDo => "Branchez une autre caméra ou un autre micro, puis réessayez.",
        Word::AbortedWhy => "L’un des deux a eu un problème au démarrage.",
        Word::AbortedDo => "Débranchez-le et rebranchez-le, ou redémarrez cet appareil, puis réessayez.",
        Word::ForbiddenWhy => {
            "Ce navigateur, ou la personne qui gère cet appareil, ne permet pas aux pages web de les utiliser."
        }
        Word::ForbiddenDo => {
            "Autorisez-les dans les réglages du navigateur ou de l’appareil, ou utilisez un autre navigateur."
        }
        Word::InsecureWhy => {
            "Cette page n’a pas été chargée par une connexion sécurisée ; dans ce cas, les navigateurs les gardent \
             verrouillés."
        }
        Word::InsecureDo => "Ouvrez la même adresse avec https:// devant.",
        Word::LostWhy => "L’un des deux a été débranché ou retiré.",
        Word::LostDo => "Rebranchez tout, puis réessayez.",
        Word::OtherWhy => "Ils n’ont pas pu démarrer, et le navigateur ne dit pas pourquoi.",
        Word::OtherDo => "Fermez les autres programmes qui les utilisent peut-être, puis réessayez.",
        Word::StepsChrome => {
            "l’icône à gauche de l’adresse, ou la caméra barrée au bout de la barre, puis Caméra et Micro : Autoriser"
        }
        Word::StepsFirefox => "la caméra barrée à gauche de l’adresse, puis la croix ✕ à côté de « Bloqué »",
        Word::StepsSafari => {
            "menu Safari › Réglages pour ce site web ; sur iPhone, l’icône de la barre d’adresse › Réglages du site web"
        }
        Word::DialogTitle => "Mettez-vous d’accord sur un mot",
        Word::DialogLead => {
            "Toute personne qui tape le même mot arrive dans la même salle. Il y a de la place pour deux."
        }
        Word::DialogLabel => "Nom de la salle",
        Word::BadAddress => "Le lien que vous avez ouvert ne contient pas de nom de salle valable. Saisissez-en un.",
        Word::NameNeeded => "Il faut un nom pour ouvrir la porte : saisissez-en un.",
        Word::NameTooLong => "Ce nom est trop long : il peut compter {} caractères au maximum.",
        Word::NameControl => "Ce nom contient un caractère invisible qui n’est pas autorisé : saisissez-le à nouveau.",
        Word::NameDots => "Un nom ne peut pas se réduire à un point ou deux : saisissez-en un autre.",
        Word::Unreachable => {
            "Le serveur est injoignable. Vérifiez votre connexion et appuyez sur « Entrer » pour réessayer."
        }
        Word::Draining => {
            "Le serveur est sur le point de redémarrer. Appuyez sur « Entrer » dans une minute pour réessayer."
        }
        Word::Limit => {
            "Le serveur a tous les appels qu’il peut accueillir. Appuyez sur « Entrer » dans un petit moment pour \
             réessayer."
        }
        Word::Locked => "Les personnes de cette salle ne laissent plus entrer personne.",
        Word::KnockFirst => "Les personnes de cette salle décident qui entre : frappez et attendez leur réponse.",
        Word::Version => "Le serveur est maintenant plus récent que cette page. Rechargez la page pour continuer.",
        Word::Newer => "Il existe une version plus récente de cette page.",
        Word::RoomFull => {
            "La salle « {} » est pleine : deux personnes s’y trouvent déjà. Réessayez quand l’une d’elles sera partie, \
             ou saisissez un autre nom."
        }
        Word::OccupancyEmpty => "Il n’y a encore personne : vous arriveriez en premier.",
        Word::OccupancyOne => "Quelqu’un y attend déjà.",
        Word::OccupancyFull => "Deux personnes s’y trouvent déjà : il n’y a plus de place.",
        Word::InOtherTab => "Vous êtes déjà dans cette salle, dans un autre onglet.",
        Word::MoveHere => "Déplacer l’appel ici",
        Word::NoRelay => {
            "Ce serveur n’a pas de relais : deux réseaux fermés l’un et l’autre aux inconnus ne peuvent donc pas se \
             rejoindre. Un autre réseau, comme celui d’un téléphone, peut aider."
        }
        Word::RequestingTitle => "D’abord, laissez-vous voir et entendre",
        Word::RequestingLead => {
            "Votre navigateur demande si Duet peut utiliser votre caméra et votre micro : appuyez sur « Autoriser ». \
             Personne ne vous voit avant que vous entriez dans une salle."
        }
        Word::RequestingSlow => {
            "Toujours en attente de votre réponse. La demande se trouve près de la barre d’adresse, ou derrière une \
             petite icône de caméra au bout de celle-ci. Elle peut aussi être dans une autre fenêtre."
        }
        Word::JoiningTitle => "À la porte de",
        Word::JoiningLead => "Un instant.",
        Word::WaitingTitle => "Vous êtes dans",
        Word::WaitingLead => {
            "Il n’y a que vous pour l’instant. Envoyez ce lien à la personne que vous attendez, ou simplement le mot."
        }
        Word::ConnectingTitle => "Quelqu’un est là",
        Word::ConnectingLead => "Vos deux navigateurs cherchent un chemin l’un vers l’autre.",
        Word::ConnectingSlow => {
            "Cela prend plus de temps que d’habitude. Un pare-feu strict, un VPN ou un réseau encombré d’un côté ou de \
             l’autre peut en être la cause ; Duet continue d’essayer."
        }
        Word::PeerAwayTitle => "L’autre personne a perdu la connexion",
        Word::PeerAwayLead => "Sa place est gardée. L’appel reprendra dès son retour.",
        Word::LinkLostTitle => "La liaison entre vous est coupée",
        Word::LinkLostLead => "Personne n’est parti ; une nouvelle liaison se met en place.",
        Word::OfflineTitle => "Vous êtes hors ligne",
        Word::OfflineLead => "Duet reviendra de lui-même dès que votre connexion sera rétablie.",
        Word::OwnCameraOff => "Votre caméra est coupée",
        Word::OwnCameraStarting => "Votre caméra démarre",
        Word::PeerCameraOff => "Sa caméra est coupée",
        Word::OwnMuted => "Votre micro est coupé",
        Word::PeerMuted => "Son micro est coupé",
        Word::OwnTileEmpty => "C’est ici que vous apparaîtrez",
        Word::OwnTileMissing => "Aucune image de vous",
        Word::OwnTileEnded => "La caméra et le micro sont coupés",
        Word::Own => "Vous",
        Word::Peer => "L’autre personne",
        Word::PeerQuietSign => "Sa liaison avec le serveur ne répond plus",
        Word::ServerLostSign => "Reconnexion au serveur ; l’appel continue",
        Word::LeftTitle => "Vous avez quitté la salle",
        Word::LeftLead => "Plus personne ne vous voit ni ne vous entend. Le même mot ouvre toujours la même salle.",
        Word::MovedTitle => "Cet appel est passé dans un autre onglet",
        Word::MovedLead => {
            "Ici, la caméra et le micro sont coupés. Entrez à nouveau pour ramener l’appel dans cet onglet."
        }
        Word::Stop => ". ",
        Word::SayRequesting => "En attente de votre caméra et de votre micro.",
        Word::SayMediaError => "Votre caméra et votre micro manquent.",
        Word::SayChoosing => "Choisissez une salle.",
        Word::SayJoining => "Entrée dans {}.",
        Word::SayFull => "La salle est pleine.",
        Word::SayWaiting => "Il n’y a que vous dans {}, en attente de l’autre personne.",
        Word::SayConnecting => "Connexion avec l’autre personne.",
        Word::SayConnected => "La communication est établie.",
        Word::PeerCame => "L’autre personne est arrivée.",
        Word::PeerBack => "L’autre personne est de retour.",
        Word::PeerLeft => "L’autre personne est partie.",
        Word::PeerQuiet => "L’autre personne ne répond plus.",
        Word::PeerDevicesOnOn => "Son micro et sa caméra sont activés.",
        Word::PeerDevicesOnOff => "Son micro est activé, sa caméra est coupée.",
        Word::PeerDevicesOffOn => "Son micro est coupé, sa caméra est activée.",
        Word::PeerDevicesOffOff => "Son micro et sa caméra sont coupés.",
        Word::OwnDevicesOnOn => "Votre micro et votre caméra sont activés.",
        Word::OwnDevicesOnOff => "Votre micro est activé, votre caméra est coupée.",
        Word::OwnDevicesOffOn => "Votre micro est coupé, votre caméra est activée.",
        Word::OwnDevicesOffOff => "Votre micro et votre caméra sont coupés.",
        Word::MicrophoneFailed => "Votre micro n’a pas pu démarrer.",
        Word::CameraFailed => "Votre caméra n’a pas pu démarrer.",
        Word::MicrophoneLost => "Votre micro n’est plus disponible. Duet prendra le prochain qu’il trouvera.",
        Word::CameraLost => "Votre caméra n’est plus disponible. Duet prendra la prochaine qu’il trouvera.",
        Word::MicrophoneSilenced => {
            "Votre micro ne transmet rien : un appel téléphonique, un interrupteur ou un autre programme le bloque \
             peut-être."
        }
        Word::CameraSilenced => {
            "Votre caméra ne transmet rien : un appel téléphonique, un interrupteur ou un autre programme la bloque \
             peut-être."
        }
        Word::MicrophoneReplaced => "Votre micro fonctionne à nouveau.",
        Word::CameraReplaced => "Votre caméra fonctionne à nouveau.",
        Word::MicrophoneChanged => "Vous utilisez maintenant le nouveau micro du système.",
        Word::CameraChanged => "Vous utilisez maintenant la nouvelle caméra du système.",
        Word::OwnMicrophoneTrouble => "Votre micro ne donne rien",
        Word::OwnCameraTrouble => "Votre caméra ne donne rien",
        Word::MicrophoneRefused => "Votre navigateur refuse le micro. Autorisez-le à côté de l’adresse, et il revient.",
        Word::CameraRefused => "Votre navigateur refuse la caméra. Autorisez-la à côté de l’adresse, et elle revient.",
        Word::MicrophoneInUse => {
            "Un autre programme utilise votre micro, ou il est en panne. Fermez ce programme, puis réactivez-le."
        }
        Word::CameraInUse => {
            "Un autre programme utilise votre caméra, ou elle est en panne. Fermez ce programme, puis réactivez-la."
        }
        Word::PeerPictureMissing => "Son image n’arrive pas. Vous pouvez vous entendre.",
        Word::Unable => {
            "Ce navigateur ne peut pas passer d’appel : ses connexions directes (WebRTC) sont désactivées. Activez-les dans ses réglages, ou prenez un autre navigateur."
        }
        Word::LinkCopied => "Le lien est copié.",
        Word::ExtrasMissing => {
            "Cette partie de la page n’a pas pu être chargée. Vérifiez votre connexion et réessayez."
        }
        Word::LinkNotCopied => "Le lien n’a pas pu être copié : copiez-le depuis la barre d’adresse.",
    }
}
