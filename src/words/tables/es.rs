//! Spanish.

use crate::words::Word;

pub(super) const fn word(word: Word) -> &'static str {
    match word {
        Word::Description => {
            "Una sala de videollamadas para dos: escribes una palabra, otra persona escribe la misma y a conversar \
             cara a cara."
        }
        Word::NotLoaded => "Duet no se pudo cargar por completo. Comprueba que tienes conexión.",
        Word::Crashed => "Algo ha fallado y Duet se ha detenido. Tu cámara y tu micrófono están apagados.",
        Word::NowhereTitle => "Aquí no hay nada",
        Word::NowhereLead => "Esta dirección no lleva a ninguna sala. Revisa el enlace o elige una sala por su nombre.",
        Word::NowhereAway => "Elegir una sala",
        Word::NoScript => {
            "Duet necesita JavaScript: la cámara, el micrófono y la conexión con la otra persona solo están al alcance \
             de los scripts. Actívalo para esta página y vuelve a cargarla."
        }
        Word::Promise => "Sin cuenta. La imagen y el sonido van de tu navegador al de la otra persona.",
        Word::TryAgain => "Reintentar",
        Word::CheckAll => "Comprobarlo todo",
        Word::Join => "Entrar",
        Word::Cancel => "Cancelar",
        Word::Reload => "Recargar la página",
        Word::Mute => "Silenciar micrófono",
        Word::Unmute => "Activar micrófono",
        Word::CameraOff => "Apagar cámara",
        Word::CameraOn => "Encender cámara",
        Word::CopyLink => "Copiar enlace",
        Word::Leave => "Salir",
        Word::TapToHear => "Toca para oír",
        Word::JoinAgain => "Volver a entrar",
        Word::ChooseAnother => "Elegir otra sala",
        Word::Controls => "Tu llamada",
        Word::Settings => "Ajustes",
        Word::MediaRequired => "Se necesitan tu cámara y tu micrófono",
        Word::DeniedWhy => "El navegador tiene bloqueado el acceso a ellos en esta página.",
        Word::DeniedDo => {
            "Cambia el permiso de esta página como se indica abajo. En cuanto lo hagas, Duet seguirá por sí solo."
        }
        Word::DismissedWhy => "La pregunta se cerró sin respuesta.",
        Word::DismissedDo => "Pulsa «Reintentar» y luego «Permitir».",
        Word::CameraDeniedWhy => "El navegador tiene bloqueado el acceso a tu cámara en esta página.",
        Word::MicrophoneDeniedWhy => "El navegador tiene bloqueado el acceso a tu micrófono en esta página.",
        Word::CameraNotFoundWhy => "El navegador no encuentra ninguna cámara en este dispositivo.",
        Word::MicrophoneNotFoundWhy => "El navegador no encuentra ningún micrófono en este dispositivo.",
        Word::CameraInUseWhy => "Otro programa está usando tu cámara, o la cámara no pudo iniciarse.",
        Word::MicrophoneInUseWhy => "Otro programa está usando tu micrófono, o el micrófono no pudo iniciarse.",
        Word::CameraLostWhy => "Tu cámara se desconectó o dejó de estar disponible.",
        Word::MicrophoneLostWhy => "Tu micrófono se desconectó o dejó de estar disponible.",
        Word::NotFoundWhy => "El navegador no encuentra ninguna cámara, o ningún micrófono, en este dispositivo.",
        Word::NotFoundDo => "Conecta o enciende lo que falte y vuelve a intentarlo.",
        Word::InUseWhy => "Otro programa está usando uno de los dos.",
        Word::InUseDo => {
            "Cierra otras videollamadas y los programas que usen la cámara o el micrófono, y vuelve a intentarlo."
        }
        Word::OverconstrainedWhy => "Ninguno de los que hay en este dispositivo sirve para una llamada.",
        Word::OverconstrainedDo => "Conecta otra cámara u otro micrófono y vuelve a intentarlo.",
        Word::AbortedWhy => "Uno de los dos falló al iniciarse.",
        Word::AbortedDo => "Desconéctalo y conéctalo otra vez, o reinicia este dispositivo; luego vuelve a intentarlo.",
        Word::ForbiddenWhy => {
            "Este navegador, o quien administra este dispositivo, no permite que las páginas web los usen."
        }
        Word::ForbiddenDo => "Permítelos en los ajustes del navegador o del dispositivo, o usa otro navegador.",
        Word::InsecureWhy => {
            "Esta página no se cargó con una conexión segura, y en ese caso los navegadores los mantienen bloqueados."
        }
        Word::InsecureDo => "Abre la misma dirección con https:// delante.",
        Word::LostWhy => "Uno de los dos se desconectó o dejó de estar disponible.",
        Word::LostDo => "Conecta todo de nuevo y vuelve a intentarlo.",
        Word::OtherWhy => "No se pudieron iniciar y el navegador no dice por qué.",
        Word::OtherDo => "Cierra otros programas que puedan estar usándolos y vuelve a intentarlo.",
        Word::StepsChrome => {
            "el icono a la izquierda de la dirección, o la cámara tachada al final de la barra; luego, Cámara y \
             Micrófono: Permitir"
        }
        Word::StepsFirefox => "la cámara tachada a la izquierda de la dirección y luego la ✕ junto a «Bloqueado»",
        Word::StepsSafari => {
            "menú Safari › Ajustes para este sitio web; en el iPhone, el icono de la barra de direcciones › Ajustes \
             del sitio web"
        }
        Word::DialogTitle => "Acuerda una palabra",
        Word::DialogLead => "Quien escriba la misma palabra llega a la misma sala. Caben dos personas.",
        Word::DialogLabel => "Nombre de la sala",
        Word::BadAddress => "El enlace que abriste no contiene un nombre válido para una sala. Escribe uno.",
        Word::NameNeeded => "Hace falta un nombre para abrir la puerta: escribe uno.",
        Word::NameTooLong => "Ese nombre es demasiado largo: puede tener {} caracteres como máximo.",
        Word::NameControl => "Ese nombre tiene un carácter invisible que no se permite: escríbelo de nuevo.",
        Word::NameDots => "Un nombre no puede ser solo un punto o dos: escribe otro.",
        Word::Unreachable => {
            "No se puede conectar con el servidor. Revisa tu conexión y pulsa «Entrar» para volver a intentarlo."
        }
        Word::Draining => {
            "El servidor está a punto de reiniciarse. Pulsa «Entrar» dentro de un minuto para volver a intentarlo."
        }
        Word::Limit => {
            "El servidor ya tiene todas las llamadas que puede atender. Pulsa «Entrar» dentro de un rato para volver a \
             intentarlo."
        }
        Word::Locked => "Quienes están en esta sala no dejan entrar a nadie más.",
        Word::KnockFirst => "Quienes están en esta sala deciden quién entra: llama a la puerta y espera su respuesta.",
        Word::Version => "El servidor es ahora más reciente que esta página. Recarga la página para continuar.",
        Word::Newer => "Hay una versión más reciente de esta página.",
        Word::RoomFull => {
            "La sala «{}» está llena: ya hay dos personas dentro. Vuelve a intentarlo cuando salga una o escribe otro \
             nombre."
        }
        Word::OccupancyEmpty => "Todavía no hay nadie: serías la primera persona en llegar.",
        Word::OccupancyOne => "Ya hay alguien dentro, esperando.",
        Word::OccupancyFull => "Ya hay dos personas dentro: no queda lugar.",
        Word::InOtherTab => "Ya estás en esta sala, en otra pestaña.",
        Word::MoveHere => "Traer la llamada aquí",
        Word::NoRelay => {
            "Este servidor no puede retransmitir llamadas, así que dos redes cerradas a desconocidos no pueden \
             encontrarse. Puede ayudar otra red, como la de un teléfono."
        }
        Word::RequestingTitle => "Primero, deja que te vean y te oigan",
        Word::RequestingLead => {
            "Tu navegador pregunta si Duet puede usar tu cámara y tu micrófono: pulsa «Permitir». Nadie te ve antes de \
             que entres en una sala."
        }
        Word::RequestingSlow => {
            "Todavía falta tu respuesta. La pregunta está cerca de la barra de direcciones o detrás de un pequeño \
             icono de cámara en su extremo. También puede estar en otra ventana."
        }
        Word::JoiningTitle => "En la puerta de",
        Word::JoiningLead => "Un momento.",
        Word::WaitingTitle => "Estás en",
        Word::WaitingLead => "De momento solo estás tú. Envía este enlace a quien esperas, o simplemente la palabra.",
        Word::ConnectingTitle => "Ya hay alguien aquí",
        Word::ConnectingLead => "Los dos navegadores están buscando cómo llegar el uno al otro.",
        Word::ConnectingSlow => {
            "Está tardando más de lo habitual. Puede deberse a un firewall estricto, una VPN o una red saturada en \
             cualquiera de los dos lados; Duet lo sigue intentando."
        }
        Word::PeerAwayTitle => "La otra persona perdió la conexión",
        Word::PeerAwayLead => "Su lugar queda reservado. La llamada seguirá en cuanto vuelva.",
        Word::LinkLostTitle => "Se cortó la conexión con la otra persona",
        Word::LinkLostLead => "Nadie se ha ido; se está creando una nueva.",
        Word::OfflineTitle => "Estás sin conexión",
        Word::OfflineLead => "Duet volverá por sí solo en cuanto se restablezca tu conexión.",
        Word::OwnCameraOff => "Tu cámara está apagada",
        Word::OwnCameraStarting => "Tu cámara se está encendiendo",
        Word::PeerCameraOff => "Su cámara está apagada",
        Word::OwnMuted => "Tu micrófono está silenciado",
        Word::PeerMuted => "Su micrófono está silenciado",
        Word::OwnTileEmpty => "Aquí aparecerás tú",
        Word::OwnTileMissing => "No hay imagen tuya",
        Word::OwnTileEnded => "La cámara y el micrófono están apagados",
        Word::Own => "Tú",
        Word::Peer => "La otra persona",
        Word::PeerQuietSign => "Su conexión con el servidor no responde",
        Word::ServerLostSign => "Reconectando con el servidor; la llamada continúa",
        Word::LeftTitle => "Has salido",
        Word::LeftLead => "Ahora nadie te ve ni te oye. La misma palabra sigue abriendo la misma sala.",
        Word::MovedTitle => "Esta llamada pasó a otra pestaña",
        Word::MovedLead => {
            "Aquí la cámara y el micrófono están apagados. Vuelve a entrar para traer la llamada a esta pestaña."
        }
        Word::Stop => ". ",
        Word::SayRequesting => "Esperando tu cámara y tu micrófono.",
        Word::SayMediaError => "Faltan tu cámara y tu micrófono.",
        Word::SayChoosing => "Elige una sala.",
        Word::SayJoining => "Entrando en {}.",
        Word::SayFull => "La sala está llena.",
        Word::SayWaiting => "Estás a solas en {}, esperando a la otra persona.",
        Word::SayConnecting => "Conectando con la otra persona.",
        Word::SayConnected => "Conexión establecida.",
        Word::PeerCame => "La otra persona ya está aquí.",
        Word::PeerBack => "La otra persona está de vuelta.",
        Word::PeerLeft => "La otra persona se ha ido.",
        Word::PeerQuiet => "La otra persona ha dejado de responder.",
        Word::PeerDevicesOnOn => "La otra persona tiene el micrófono activado y la cámara encendida.",
        Word::PeerDevicesOnOff => "La otra persona tiene el micrófono activado y la cámara apagada.",
        Word::PeerDevicesOffOn => "La otra persona tiene el micrófono silenciado y la cámara encendida.",
        Word::PeerDevicesOffOff => "La otra persona tiene el micrófono silenciado y la cámara apagada.",
        Word::OwnDevicesOnOn => "Tienes el micrófono activado y la cámara encendida.",
        Word::OwnDevicesOnOff => "Tienes el micrófono activado y la cámara apagada.",
        Word::OwnDevicesOffOn => "Tienes el micrófono silenciado y la cámara encendida.",
        Word::OwnDevicesOffOff => "Tienes el micrófono silenciado y la cámara apagada.",
        Word::MicrophoneFailed => "No se pudo iniciar tu micrófono.",
        Word::CameraFailed => "No se pudo iniciar tu cámara.",
        Word::MicrophoneLost => "Tu micrófono ya no está disponible. Duet usará el próximo que encuentre.",
        Word::CameraLost => "Tu cámara ya no está disponible. Duet usará la próxima que encuentre.",
        Word::MicrophoneSilenced => {
            "Tu micrófono no transmite nada: quizá lo retenga una llamada telefónica, un interruptor u otro programa."
        }
        Word::CameraSilenced => {
            "Tu cámara no transmite nada: quizá la retenga una llamada telefónica, un interruptor u otro programa."
        }
        Word::MicrophoneReplaced => "Tu micrófono vuelve a funcionar.",
        Word::CameraReplaced => "Tu cámara vuelve a funcionar.",
        Word::MicrophoneChanged => "Ahora usas el nuevo micrófono del sistema.",
        Word::CameraChanged => "Ahora usas la nueva cámara del sistema.",
        Word::OwnMicrophoneTrouble => "Tu micrófono no da señal",
        Word::OwnCameraTrouble => "Tu cámara no da imagen",
        Word::MicrophoneRefused => "Tu navegador niega el micrófono. Permítelo junto a la dirección y volverá.",
        Word::CameraRefused => "Tu navegador niega la cámara. Permítela junto a la dirección y volverá.",
        Word::MicrophoneInUse => {
            "Otro programa usa tu micrófono, o ha fallado. Cierra ese programa y actívalo de nuevo."
        }
        Word::CameraInUse => "Otro programa usa tu cámara, o ha fallado. Cierra ese programa y enciéndela de nuevo.",
        Word::PeerPictureMissing => "Su imagen no llega. Podéis oíros.",
        Word::Unable => {
            "Este navegador no puede hacer llamadas: sus conexiones directas (WebRTC) están desactivadas. Actívalas en sus ajustes o usa otro navegador."
        }
        Word::LinkCopied => "Enlace copiado.",
        Word::ExtrasMissing => "No se pudo cargar esa parte de la página. Comprueba tu conexión e inténtalo de nuevo.",
        Word::LinkNotCopied => "No se pudo copiar el enlace: cópialo de la barra de direcciones.",
    }
}
