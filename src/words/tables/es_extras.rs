//! Spanish, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "Ajustes",
        Extra::Close => "Cerrar",
        Extra::Devices => "Cámara y sonido",
        Extra::Camera => "Cámara",
        Extra::Microphone => "Micrófono",
        Extra::Speaker => "Altavoz",
        Extra::UnnamedDevice => "Dispositivo {}",
        Extra::Level => "Nivel de tu micrófono",
        Extra::TestSpeaker => "Reproducir un sonido",
        Extra::Volume => "Volumen de la otra persona",
        Extra::Appearance => "Apariencia",
        Extra::Mirror => "Ver mi imagen como en un espejo",
        Extra::HideOwn => "Ocultar mi imagen durante la llamada",
        Extra::Theme => "Tema",
        Extra::ThemeSystem => "Según el sistema",
        Extra::ThemeLight => "Claro",
        Extra::ThemeDark => "Oscuro",
        Extra::Language => "Idioma",
        Extra::SilencedHere => "Has puesto su volumen a cero",
        Extra::SpeakerGone => "Tu altavoz ya no está. Se usa el del sistema.",
        Extra::SpeakerBack => "Tu altavoz ha vuelto.",
        Extra::LanguageNotKept => "Este navegador no guarda el idioma: bloquea las cookies.",
        Extra::NewsNotSaved => "No se pudo guardar «{}»: el navegador lo ha eliminado.",
        Extra::FoldersDropped => {
            "No se pueden enviar carpetas. Suelta los archivos que contienen o comprímelos en uno."
        }
        Extra::LanguageReload => "La página se recarga; si hay una llamada, continúa.",
        Extra::Chat => "Chat",
        Extra::ChatText => "Mensaje",
        Extra::ChatSend => "Enviar",
        Extra::ChatEmpty => "Lo que escribas va directamente a la otra persona y desaparece cuando termina la llamada.",
        Extra::ChatLines => "Mensajes",
        Extra::ChatYou => "Tú:",
        Extra::ChatThey => "La otra persona:",
        Extra::ChatTooLong => "Es demasiado largo: {} caracteres como máximo. Envíalo como archivo.",
        Extra::ChatFull => "Hay demasiados mensajes por entregar. Tu texto se queda aquí.",
        Extra::ChatPending => "aún no ha llegado",
        Extra::ChatAlone => "Ahora no hay nadie más aquí que lo lea.",
        Extra::ChatNews => "Mensaje nuevo: {}",
        Extra::UnreadOne => "{} mensaje sin leer",
        Extra::UnreadZero | Extra::UnreadTwo | Extra::UnreadFew | Extra::UnreadOther => "{} mensajes sin leer",
        Extra::UnreadMany => "{} de mensajes sin leer",
        Extra::ShareScreen => "Compartir pantalla",
        Extra::StopSharing => "Dejar de compartir",
        Extra::ScreenFailed => "No se pudo mostrar tu pantalla.",
        Extra::ScreenShown => "La otra persona ya ve tu pantalla.",
        Extra::ScreenHidden => "Tu pantalla ya no se muestra.",
        Extra::PeerScreen => "La pantalla de la otra persona",
        Extra::Tools => "Más",
        Extra::FullScreen => "Pantalla completa",
        Extra::WholePicture => "Mostrar la imagen completa",
        Extra::FillWindow => "Llenar la ventana",
        Extra::Pip => "Ventana pequeña",
        Extra::PipClosed => "Su cámara está apagada: la ventana pequeña se ha cerrado.",
        Extra::PipFailed => "No se pudo abrir la ventana pequeña.",
        Extra::Flip => "Cambiar de cámara",
        Extra::WhoMayComeIn => "Quién puede entrar",
        Extra::AccessOpen => "Quien conozca el nombre",
        Extra::AccessKnock => "Quien llame y reciba permiso",
        Extra::AccessLocked => "Nadie más, cuando ya sois dos",
        Extra::Knocking => "Alguien llama a la puerta",
        Extra::LetIn => "Dejar entrar",
        Extra::NotNow => "Ahora no",
        Extra::Knock => "Llamar a la puerta",
        Extra::Knocked => "Has llamado. Espera la respuesta.",
        Extra::NotLetIn => "No te han dejado entrar.",
        Extra::Keys => "Teclas",
        Extra::SpaceBar => "Espacio",
        Extra::KeyMicrophone => "Silenciar o activar el micrófono",
        Extra::KeyCamera => "Apagar o encender la cámara",
        Extra::KeyScreen => "Mostrar tu pantalla",
        Extra::KeyChat => "Chat",
        Extra::KeyFullScreen => "Pantalla completa",
        Extra::KeyFraming => "Imagen completa o ventana llena",
        Extra::KeyTalk => "Con el micrófono silenciado, hablar mientras la mantengas pulsada",
        Extra::KeyHelp => "Esta lista",
        Extra::LetterKeys => "Usar estas teclas",
        Extra::MovablePicture => "imagen que puedes mover",
        Extra::MakeUpName => "Inventar un nombre",
        Extra::RecentRooms => "La última vez:",
        Extra::ForgetRooms => "Olvidar estas salas",
        Extra::Share => "Compartir…",
        Extra::InviteText => "Te espero en Duet. La palabra es «{}».",
        Extra::InviteCode => "Código para el teléfono",
        Extra::CheckLink => "Comprobarlo todo, en otra pestaña",
        Extra::CheckTitle => "¿Funciona todo?",
        Extra::CheckLead => {
            "La cámara, el sonido y la conexión se prueban uno tras otro, y lees qué falla y qué hacer. Nadie te ve ni \
             te oye: de este dispositivo no sale nada, salvo la prueba del servidor."
        }
        Extra::CheckStart => "Iniciar la comprobación",
        Extra::CheckStop => "Detener",
        Extra::CheckAgain => "Comprobar de nuevo",
        Extra::CheckBack => "Volver a la llamada",
        Extra::CheckList => "Pruebas",
        Extra::CheckNow => "Ahora: {}.",
        Extra::CheckAllow => "Si el navegador pregunta, pulsa «Permitir».",
        Extra::CheckSpeak => "Di algo: la barra tiene que moverse.",
        Extra::CheckQuestion => "¿Oyes dos tonos?",
        Extra::CheckHear => "Los oigo",
        Extra::CheckHearNot => "No los oigo",
        Extra::CheckPlayAgain => "Volver a reproducirlos",
        Extra::CheckFine => "Todo funciona. Ya puedes hacer una llamada.",
        Extra::CheckDoubts => "La llamada funcionará, pero hay algo que podría estropearla: mira más abajo.",
        Extra::CheckFaults => "Algo impide que las llamadas funcionen: más abajo verás qué hacer.",
        Extra::CheckEnded => "La comprobación se detuvo antes de terminar.",
        Extra::CheckCopy => "Copiar informe",
        Extra::CheckCopied => "Informe copiado. No contiene nombres, direcciones ni salas.",
        Extra::CheckCopyByHand => "El navegador no permite que la página copie: copia a mano el texto de abajo.",
        Extra::CheckReport => "Informe",
        Extra::CheckReportTitle => "Duet, comprobación de este dispositivo",
        Extra::CheckWaiting => "en espera",
        Extra::CheckRunning => "en curso",
        Extra::CheckPassed => "correcto",
        Extra::CheckWarned => "con una advertencia",
        Extra::CheckFailed => "no funciona",
        Extra::CheckSkipped => "sin probar",
        Extra::CheckSecure => "Página segura",
        Extra::CheckBrowser => "Navegador",
        Extra::CheckServer => "Conexión con el servidor",
        Extra::CheckStun => "Salida de tu red (STUN)",
        Extra::CheckRelay => "Rodeo para redes cerradas (retransmisión)",
        Extra::CheckCall => "Llamada de prueba en este dispositivo",
        Extra::CheckWorks => "Funciona.",
        Extra::CheckHeard => "Se oye.",
        Extra::CheckPicture => "Imagen en movimiento de {} píxeles.",
        Extra::CheckAfter => "Funciona, tras {} ms.",
        Extra::CheckNeeds => "Sin probar, porque esto no funciona: {}.",
        Extra::CheckNotDone => "Sin probar.",
        Extra::CheckBlackWhy => "La cámara está encendida, pero su imagen es negra.",
        Extra::CheckBlackDo => "Mira si la cubre una tapa o un cierre deslizante y enciende una luz.",
        Extra::CheckQuietWhy => "El micrófono capta sonido, pero no se oyó ninguna voz.",
        Extra::CheckQuietDo => {
            "Comprueba de nuevo y habla como en una llamada. Si sigue igual, sube el volumen del micrófono en los \
             ajustes del sistema o elige otro allí."
        }
        Extra::CheckNoMeterWhy => "El micrófono está encendido, pero este navegador no pudo medir lo que oye.",
        Extra::CheckNoMeterDo => {
            "Puede que funcione igualmente: pruébalo en una llamada. Si no hay ningún altavoz conectado, conecta uno y comprueba \
             de nuevo."
        }
        Extra::CheckNoAnswerWhy => "No dijiste si oyes los tonos.",
        Extra::CheckNoAnswerDo => "Comprueba de nuevo y pulsa uno de los dos botones.",
        Extra::CheckSlowWhy => "El servidor tardó {} ms en responder.",
        Extra::CheckSlowDo => "Entrar llevará su tiempo. Acércate a tu punto de acceso wifi o usa un cable.",
        Extra::CheckNoStunWhy => {
            "Este servidor no indica ningún servidor STUN, así que una página solo conoce su dirección dentro de su \
             propia red."
        }
        Extra::CheckNoStunDo => {
            "Las llamadas dentro de una misma red funcionan. Para llamadas entre redes distintas, quien administra \
             este servidor debe poner en DUET_ICE_SERVERS una dirección stun:."
        }
        Extra::CheckStunSilentWhy => "El servidor que indica cómo se te ve desde fuera no respondió.",
        Extra::CheckStunSilentDo => {
            "Puede que tu red bloquee UDP. Prueba con otra, como la de tu teléfono; en el trabajo, pide que abran el \
             puerto UDP 3478. Si usas una VPN, desactívala para probar."
        }
        Extra::CheckNoRelayDo => "Quien administra este servidor debe poner su dirección pública en DUET_RELAY.",
        Extra::CheckRelayBy => "Una llamada que lo necesite va por {}.",
        Extra::CheckNoUdpWhy => {
            "Solo se llega al relé por {}: UDP no sale de esta red. En una línea mala, el sonido y la imagen llegan tarde."
        }
        Extra::CheckNoUdpDo => "Prueba otra red. Quien administra esta: deja salir UDP hacia el puerto del relé.",
        Extra::CheckCodecsWhy => {
            "Este navegador no conoce ninguno de los dos formatos de imagen que todo navegador debería conocer: VP8 y \
             H.264."
        }
        Extra::CheckCodecsDo => "Actualízalo o usa otro navegador.",
        Extra::CheckOnlyLineWhy => "La conexión funciona. La imagen no se pudo probar sin cámara.",
        Extra::CheckOnlyLineDo => "Cuando la cámara funcione, comprueba de nuevo.",
        Extra::CheckNoWebRtcWhy => "Este navegador no puede hacer llamadas, o tiene esa función desactivada.",
        Extra::CheckNoWebRtcDo => "Actualiza el navegador y desactiva las extensiones que bloqueen WebRTC.",
        Extra::CheckNoWebRtcFirefox => {
            "Escribe about:config en la barra de direcciones y cambia media.peerconnection.enabled a true."
        }
        Extra::CheckNoWebRtcIos => {
            "El modo de aislamiento desactiva las llamadas: exceptúa esta página (el icono de la barra de direcciones \
             › Ajustes del sitio web)."
        }
        Extra::CheckInApp => {
            "Estás viendo esta página dentro de otra aplicación. Ábrela en tu navegador: menú › Abrir en el navegador."
        }
        Extra::CheckTooLongWhy => {
            "No se inició a tiempo. Quizá falte responder a la pregunta del navegador, u otro programa esté usando el \
             dispositivo."
        }
        Extra::CheckTooLongDo => {
            "Responde a la pregunta, cierra otros programas que usen la cámara o el micrófono y comprueba de nuevo."
        }
        Extra::CheckDeniedDo => "Permítelos para esta página y comprueba de nuevo.",
        Extra::CheckDismissedDo => "Comprueba de nuevo y pulsa «Permitir».",
        Extra::Colon => ": ",
        Extra::CheckAllowIos => {
            "el icono de la barra de direcciones › Ajustes del sitio web › Cámara, Micrófono: Permitir; \
             en navegadores distintos de Safari, la app Ajustes › el nombre del navegador."
        }
        Extra::CheckAllowAndroid => {
            "el icono a la izquierda de la dirección › Permisos; luego, la app Ajustes › Aplicaciones › el \
             navegador › Permisos."
        }
        Extra::CheckAllowSystem => {
            "Si ahí ya están permitidos: los ajustes del sistema › Privacidad › Cámara, Micrófono, donde tu navegador \
             también debe tener permiso."
        }
        Extra::CheckNoFramesWhy => "La cámara está encendida, pero no da imagen.",
        Extra::CheckNoFramesDo => {
            "Cierra otros programas que la usen; desconéctala y conéctala otra vez, o reinicia este dispositivo. Luego \
             comprueba de nuevo."
        }
        Extra::CheckSilentWhy => "El micrófono está encendido, pero no capta nada, ni siquiera ruido.",
        Extra::CheckSilentDo => {
            "Está apagado en alguna parte: busca un botón en los auriculares o en el teclado, y mira en los ajustes de \
             sonido del sistema si está silenciado."
        }
        Extra::CheckNotHeardWhy => "No oyes este dispositivo.",
        Extra::CheckNotHeardDo => {
            "Sube el volumen y mira en los ajustes de sonido del sistema por dónde sale el sonido: puede que haya unos \
             auriculares conectados."
        }
        Extra::CheckNotHeardTab => "Puede que la pestaña esté silenciada: haz clic derecho en ella › Activar sonido.",
        Extra::CheckNotHeardIos => "Mira el botón lateral de tono/silencio y desactiva el modo Silencio.",
        Extra::CheckNotHeardAndroid => {
            "Sube el volumen multimedia: no es el mismo que el de las llamadas o el del tono."
        }
        Extra::CheckNoSoundWhy => "El navegador no reprodujo ningún tono.",
        Extra::CheckNoSoundDo => {
            "Permite el sonido para esta página en los ajustes del navegador y mira si hay un altavoz conectado."
        }
        Extra::CheckAwayWhy => "El servidor no responde.",
        Extra::CheckAwayDo => {
            "Comprueba que tienes conexión a Internet. Si otras páginas cargan, vuelve a intentarlo dentro de un \
             minuto."
        }
        Extra::CheckSocketsWhy => {
            "El servidor responde, pero algo en el camino bloquea la conexión que necesitan las llamadas (un \
             WebSocket)."
        }
        Extra::CheckSocketsDo => {
            "Puede ser un firewall, un proxy, un antivirus o una extensión: desactívalo para esta página o usa otra \
             red. Para quien administra el servidor: el proxy que tiene delante debe dejar pasar los WebSockets en \
             /ws."
        }
        Extra::CheckOriginWhy => {
            "El servidor responde, pero rechaza esta página: la petición le llegó con otro nombre que el de la barra de direcciones."
        }
        Extra::CheckOriginDo => {
            "Para quien administra el servidor: el proxy que tiene delante cambia el nombre (Host). Debe dejar pasar Host, o DUET_NAMES debe contener el nombre de la barra de direcciones."
        }
        Extra::CheckVersionWhy => "El servidor usa una versión distinta de la de esta página.",
        Extra::CheckVersionDo => "Recarga la página.",
        Extra::CheckRelaySilentWhy => {
            "El servidor de retransmisión no respondió, así que no se pueden atravesar las redes cerradas a \
             desconocidos."
        }
        Extra::CheckRelaySilentDo => {
            "Prueba con otra red. Para quien administra este servidor: comprueba que el servidor de retransmisión está \
             en marcha, que su contraseña es correcta y que sus puertos están abiertos."
        }
        Extra::CheckRelayMuteWhy => "El servidor de retransmisión responde, pero no retransmite nada.",
        Extra::CheckRelayMuteDo => {
            "Para quien administra este servidor: si la retransmisión es un programa aparte, debe poder enviar a su propia dirección pública."
        }
        Extra::CheckNoConnectionWhy => "Dos conexiones dentro de esta página no se encontraron.",
        Extra::CheckNoConnectionDo => {
            "Las bloquea una VPN, un firewall o una extensión de privacidad: desactívalos para esta página y comprueba \
             de nuevo."
        }
        Extra::CheckNoEchoWhy => "La llamada se establece, pero los mensajes no llegan.",
        Extra::CheckNoPictureWhy => "La llamada se establece, pero no se pudo mostrar la imagen.",
        Extra::CheckNoPictureDo => {
            "Desactiva la aceleración por hardware en los ajustes del navegador, actualiza el navegador y comprueba de \
             nuevo."
        }
        Extra::FamilyIos => "iPhone, iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "Dentro de otra aplicación",
        Extra::FamilyOther => "Otro navegador",
        Extra::Files => "Archivos",
        Extra::ChooseFiles => "Elegir archivos",
        Extra::FilesHint => {
            "O suéltalos en cualquier parte de esta página. Van directamente a la otra persona, hasta 2 GB cada uno."
        }
        Extra::DropFiles => "Suelta aquí los archivos para ofrecérselos a la otra persona",
        Extra::AcceptFile => "Aceptar",
        Extra::RefuseFile => "Rechazar",
        Extra::CancelFile => "Cancelar",
        Extra::SaveFile => "Guardar",
        Extra::FileAwaitsThem => "Esperando a que lo acepte",
        Extra::FileAwaitsYou => "Para ti, si lo quieres",
        Extra::FileSending => "Enviando",
        Extra::FileReceiving => "Recibiendo",
        Extra::FilePaused => "Seguirá cuando vuelva la conexión",
        Extra::FileAway => "La otra persona no está. Seguirá cuando vuelva.",
        Extra::FileSent => "La otra persona ya lo tiene",
        Extra::FileToSave => "Ya está aquí. Guárdalo antes de cerrar esta página.",
        Extra::FileStored => "Guardado donde elegiste",
        Extra::FileSaved => "Entregado a tu navegador para guardarlo",
        Extra::FileRefused => "Lo rechazaste",
        Extra::FileCancelled => "Lo cancelaste",
        Extra::FileNotTaken => "La otra persona no lo quiere",
        Extra::FileWithdrawn => "La otra persona lo retiró",
        Extra::FileTooLargeHere => "Es demasiado grande para este navegador",
        Extra::FileTooLargeThere => "Es demasiado grande para el navegador de la otra persona",
        Extra::FileTooMany => "La otra persona tiene demasiados archivos pendientes",
        Extra::FileNotStoredHere => "No se pudo guardar aquí. ¿Hay espacio suficiente?",
        Extra::FileNotStoredThere => "No se pudo guardar en el otro lado",
        Extra::FileUnreadableHere => "No se puede leer. ¿Se movió o se modificó?",
        Extra::FileUnreadableThere => "La otra persona ya no puede leerlo",
        Extra::FileDamaged => "Se dañó por el camino, dos veces",
        Extra::FileGone => "Se interrumpió: la otra persona cerró o recargó su página",
        Extra::FileCallOver => "La llamada terminó antes",
        Extra::NewsOffered => "La otra persona tiene un archivo para ti: {}",
        Extra::NewsSent => "La otra persona ya tiene tu archivo: {}",
        Extra::NewsToSave => "Llegó un archivo; guárdalo en «Archivos»: {}",
        Extra::NewsStored => "Llegó un archivo: {}",
        Extra::NewsTooLarge => "Ocupa más de 2 GB y no se puede enviar: {}",
        Extra::NewsTooMany => "Demasiados archivos a la vez. No se ofreció: {}",
        Extra::NewsUnsaved => "La llamada ha terminado. Hay un archivo que aún no has guardado.",
        Extra::Quality => "Calidad de la llamada",
        Extra::QualitySign => "Calidad de la llamada:",
        Extra::QualityUnknown => "Aún no se sabe",
        Extra::QualityGood => "Buena",
        Extra::QualityFair => "Regular",
        Extra::QualityPoor => "Mala",
        Extra::WhyGood => "La imagen y el sonido llegan bien.",
        Extra::WhyLossSent => "Se pierde parte de lo que envías.",
        Extra::WhyLossReceived => "Se pierde parte de lo que envía la otra persona.",
        Extra::WhyRoundTrip => "Lo que dices y lo que te dicen llega con retraso.",
        Extra::WhyJitter => "Lo que envía la otra persona llega de forma irregular.",
        Extra::WhyFrozen => "Su imagen está congelada.",
        Extra::WhySlow => "Su imagen apenas se mueve.",
        Extra::WhyPaused => "Su imagen está en pausa para que su voz no se corte.",
        Extra::WhyBandwidth => "Tu conexión tiene poca capacidad.",
        Extra::WhyCpu => "Este dispositivo está ocupado, así que tu imagen es menos nítida.",
        Extra::WhyRelay => "El relé de este servidor no deja pasar más en una llamada.",
        Extra::PicturePaused => "Tu imagen está en pausa para que tu voz no se corte.",
        Extra::PictureBack => "Tu imagen vuelve a moverse.",
        Extra::Connection => "Conexión",
        Extra::YouSend => "Envías",
        Extra::YouReceive => "Recibes",
        Extra::LastMinutes => "Los últimos tres minutos",
        Extra::RoundTrip => "Ida y vuelta",
        Extra::CameraToScreen => "De la cámara a la pantalla",
        Extra::Route => "Ruta",
        Extra::Direct => "Directa, de un navegador al otro",
        Extra::Relayed => "Retransmitida, a través de un servidor",
        Extra::RelayedOver => "Retransmitida, por {}",
        Extra::HideAddress => "Ocultar mi dirección",
        Extra::HideAddressWhat => {
            "La imagen y el sonido pasan entonces por un servidor de retransmisión y la otra persona no ve tu dirección IP. Llegan un poco más tarde. Durante una llamada, cuenta a partir de la siguiente."
        }
        Extra::HideAddressAlone => {
            "Este servidor no tiene retransmisión: mientras esto esté activado, ninguna llamada puede conectarse."
        }
        Extra::Privacy => "Privacidad",
        Extra::Available => "Podrías enviar",
        Extra::Bitrate => "Tasa de bits",
        Extra::Loss => "Pérdida",
        Extra::Jitter => "Fluctuación",
        Extra::PictureSize => "Tamaño de imagen",
        Extra::FrameRate => "Fotogramas",
        Extra::Codec => "Códec",
        Extra::Encoding => "Codificación",
        Extra::Decoding => "Decodificación",
        Extra::EachSecond => "{} por segundo",
        Extra::EachFrame => "{} por fotograma",
        Extra::InHardware => "{} (hardware)",
        Extra::InSoftware => "{} (software)",
        Extra::GraphLatest => "ahora {}",
        Extra::GraphLowest => "mínimo {}",
        Extra::GraphHighest => "máximo {}",
        Extra::GraphNothing => "aún sin mediciones",
    }
}
