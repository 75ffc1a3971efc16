//! Portuguese, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "Configurações",
        Extra::Close => "Fechar",
        Extra::Devices => "Câmera e som",
        Extra::Camera => "Câmera",
        Extra::Microphone => "Microfone",
        Extra::Speaker => "Alto-falante",
        Extra::UnnamedDevice => "Dispositivo {}",
        Extra::Level => "Nível do seu microfone",
        Extra::TestSpeaker => "Tocar um som",
        Extra::Volume => "Volume da outra pessoa",
        Extra::Appearance => "Aparência",
        Extra::Mirror => "Espelhar minha imagem",
        Extra::HideOwn => "Ocultar minha imagem na chamada",
        Extra::Theme => "Tema",
        Extra::ThemeSystem => "Como no sistema",
        Extra::ThemeLight => "Claro",
        Extra::ThemeDark => "Escuro",
        Extra::Language => "Idioma",
        Extra::SilencedHere => "Você zerou o volume da outra pessoa",
        Extra::SpeakerGone => "Seu alto-falante sumiu. O do sistema está em uso.",
        Extra::SpeakerBack => "Seu alto-falante voltou.",
        Extra::LanguageNotKept => "Este navegador não guarda o idioma: ele bloqueia cookies.",
        Extra::NewsNotSaved => "Não foi possível salvar “{}”: o navegador o removeu.",
        Extra::FoldersDropped => "Pastas não podem ser enviadas. Solte os arquivos ou compacte-os em um só.",
        Extra::LanguageReload => "A página é recarregada; se houver uma chamada, ela continua.",
        Extra::Chat => "Chat",
        Extra::ChatText => "Mensagem",
        Extra::ChatSend => "Enviar",
        Extra::ChatEmpty => "O que você escreve vai direto para a outra pessoa e some quando a chamada termina.",
        Extra::ChatLines => "Mensagens",
        Extra::ChatYou => "Você:",
        Extra::ChatThey => "Outra pessoa:",
        Extra::ChatTooLong => "É longo demais: no máximo {} caracteres. Envie como arquivo.",
        Extra::ChatFull => "Há mensagens demais esperando a entrega. Seu texto fica aqui.",
        Extra::ChatPending => "ainda não chegou",
        Extra::ChatAlone => "Não há mais ninguém aqui para ler.",
        Extra::ChatNews => "Nova mensagem: {}",
        Extra::UnreadOne => "{} mensagem não lida",
        Extra::UnreadZero | Extra::UnreadTwo | Extra::UnreadFew | Extra::UnreadOther => "{} mensagens não lidas",
        Extra::UnreadMany => "{} de mensagens não lidas",
        Extra::ShareScreen => "Compartilhar tela",
        Extra::StopSharing => "Parar de compartilhar",
        Extra::ScreenFailed => "Não foi possível mostrar sua tela.",
        Extra::ScreenShown => "A outra pessoa está vendo sua tela.",
        Extra::ScreenHidden => "Sua tela não está mais sendo mostrada.",
        Extra::PeerScreen => "Tela da outra pessoa",
        Extra::Tools => "Mais",
        Extra::FullScreen => "Tela cheia",
        Extra::WholePicture => "Mostrar a imagem inteira",
        Extra::FillWindow => "Preencher a janela",
        Extra::Pip => "Janela pequena",
        Extra::PipClosed => "A câmera da outra pessoa está desligada: a janela pequena foi fechada.",
        Extra::PipFailed => "Não foi possível abrir a janela pequena.",
        Extra::Flip => "Outra câmera",
        Extra::WhoMayComeIn => "Quem pode entrar",
        Extra::AccessOpen => "Quem souber o nome",
        Extra::AccessKnock => "Quem bater e for aceito",
        Extra::AccessLocked => "Mais ninguém, quando já forem dois",
        Extra::Knocking => "Alguém está batendo à porta",
        Extra::LetIn => "Deixar entrar",
        Extra::NotNow => "Agora não",
        Extra::Knock => "Bater à porta",
        Extra::Knocked => "Você bateu. Espere a resposta.",
        Extra::NotLetIn => "Não deixaram você entrar.",
        Extra::Keys => "Teclas",
        Extra::SpaceBar => "Espaço",
        Extra::KeyMicrophone => "Desativar, ativar o microfone",
        Extra::KeyCamera => "Desligar, ligar a câmera",
        Extra::KeyScreen => "Mostrar sua tela",
        Extra::KeyChat => "Chat",
        Extra::KeyFullScreen => "Tela cheia",
        Extra::KeyFraming => "Imagem inteira ou janela preenchida",
        Extra::KeyTalk => "Falar enquanto você a mantém pressionada, com o microfone desativado",
        Extra::KeyHelp => "Esta lista",
        Extra::LetterKeys => "Usar estas teclas",
        Extra::MovablePicture => "imagem que você pode mover",
        Extra::MakeUpName => "Inventar um nome",
        Extra::RecentRooms => "Da última vez:",
        Extra::ForgetRooms => "Esquecer estas",
        Extra::Share => "Compartilhar…",
        Extra::InviteText => "Vamos nos ver no Duet. A palavra é “{}”.",
        Extra::InviteCode => "Código para o telefone",
        Extra::CheckLink => "Testar tudo, em uma nova aba",
        Extra::CheckTitle => "Está tudo funcionando?",
        Extra::CheckLead => {
            "A câmera, o som e a conexão são testados um após o outro, e você fica sabendo o que está errado e o que \
             fazer. Ninguém vê nem ouve você: nada sai deste dispositivo além do teste do servidor."
        }
        Extra::CheckStart => "Iniciar o teste",
        Extra::CheckStop => "Parar",
        Extra::CheckAgain => "Testar de novo",
        Extra::CheckBack => "Voltar à chamada",
        Extra::CheckList => "Testes",
        Extra::CheckNow => "Agora: {}.",
        Extra::CheckAllow => "Se o navegador perguntar, pressione “Permitir”.",
        Extra::CheckSpeak => "Diga alguma coisa: a barra deve se mexer.",
        Extra::CheckQuestion => "Você ouve dois sons?",
        Extra::CheckHear => "Ouço, sim",
        Extra::CheckHearNot => "Não ouço",
        Extra::CheckPlayAgain => "Tocar de novo",
        Extra::CheckFine => "Está tudo funcionando. Você já pode fazer uma chamada.",
        Extra::CheckDoubts => "Uma chamada vai funcionar, mas algo pode atrapalhar: veja abaixo.",
        Extra::CheckFaults => "Algo impede as chamadas de funcionar: veja abaixo o que fazer.",
        Extra::CheckEnded => "O teste foi interrompido antes do fim.",
        Extra::CheckCopy => "Copiar relatório",
        Extra::CheckCopied => "Relatório copiado. Ele não contém nomes, endereços nem salas.",
        Extra::CheckCopyByHand => "O navegador não deixa a página copiar: selecione e copie você mesmo o texto abaixo.",
        Extra::CheckReport => "Relatório",
        Extra::CheckReportTitle => "Duet, teste deste dispositivo",
        Extra::CheckWaiting => "esperando",
        Extra::CheckRunning => "em teste",
        Extra::CheckPassed => "tudo certo",
        Extra::CheckWarned => "com um aviso",
        Extra::CheckFailed => "não funciona",
        Extra::CheckSkipped => "não testado",
        Extra::CheckSecure => "Página segura",
        Extra::CheckBrowser => "Navegador",
        Extra::CheckServer => "Conexão com o servidor",
        Extra::CheckStun => "Saída da sua rede (STUN)",
        Extra::CheckRelay => "Contorno de redes fechadas (retransmissão)",
        Extra::CheckCall => "Uma chamada de você para você",
        Extra::CheckWorks => "Funciona.",
        Extra::CheckHeard => "Deu para ouvir.",
        Extra::CheckPicture => "Imagem em movimento de {} pixels.",
        Extra::CheckAfter => "Funciona, após {} ms.",
        Extra::CheckNeeds => "Não testado, porque isto não funciona: {}.",
        Extra::CheckNotDone => "Não testado.",
        Extra::CheckBlackWhy => "A câmera está ligada, mas a imagem está preta.",
        Extra::CheckBlackDo => "Veja se há uma tampa ou uma trava na frente dela e acenda uma luz.",
        Extra::CheckQuietWhy => "O microfone capta som, mas não se ouviu nenhuma voz.",
        Extra::CheckQuietDo => {
            "Teste de novo e fale como em uma chamada. Se continuar assim, aumente o volume do microfone nas \
             configurações do sistema ou escolha outro ali."
        }
        Extra::CheckNoMeterWhy => "O microfone está ligado, mas este navegador não conseguiu medir o que ele ouve.",
        Extra::CheckNoMeterDo => {
            "Talvez funcione mesmo assim: experimente em uma chamada. Se não houver alto-falante conectado, conecte um e \
             verifique de novo."
        }
        Extra::CheckNoAnswerWhy => "Você não disse se ouve os sons.",
        Extra::CheckNoAnswerDo => "Teste de novo e pressione um dos dois botões.",
        Extra::CheckSlowWhy => "O servidor só respondeu após {} ms.",
        Extra::CheckSlowDo => "Entrar vai demorar. Chegue mais perto do Wi-Fi ou use um cabo.",
        Extra::CheckNoStunWhy => {
            "Este servidor não indica nenhum servidor STUN, então a página só conhece seu endereço dentro da própria \
             rede."
        }
        Extra::CheckNoStunDo => {
            "Chamadas dentro de uma mesma rede funcionam. Para chamadas entre redes, quem administra este servidor \
             precisa definir um endereço stun: em DUET_ICE_SERVERS."
        }
        Extra::CheckStunSilentWhy => "O servidor que informa como você é visto de fora não respondeu.",
        Extra::CheckStunSilentDo => {
            "Talvez sua rede bloqueie UDP. Tente outra, como a do seu telefone; no trabalho, peça que abram a porta \
             UDP 3478. Se você usa uma VPN, experimente desligá-la."
        }
        Extra::CheckNoRelayDo => "Quem administra este servidor deve pôr o endereço público dele em DUET_RELAY.",
        Extra::CheckRelayBy => "Uma chamada que precise dele vai por {}.",
        Extra::CheckNoUdpWhy => {
            "Só se chega ao relé por {}: o UDP não sai desta rede. Em uma linha ruim, som e imagem chegam tarde."
        }
        Extra::CheckNoUdpDo => "Tente outra rede. Quem administra esta: deixe sair UDP para a porta do relé.",
        Extra::CheckCodecsWhy => {
            "Este navegador não conhece nenhum dos dois formatos de imagem que todos deveriam conhecer: VP8 e H.264."
        }
        Extra::CheckCodecsDo => "Atualize-o ou use outro navegador.",
        Extra::CheckOnlyLineWhy => "A conexão funciona. Sem câmera, não foi possível testar a imagem.",
        Extra::CheckOnlyLineDo => "Quando a câmera funcionar, teste de novo.",
        Extra::CheckNoWebRtcWhy => "Este navegador não consegue fazer chamadas, ou está configurado para não fazer.",
        Extra::CheckNoWebRtcDo => "Atualize o navegador e desative extensões que bloqueiem o WebRTC.",
        Extra::CheckNoWebRtcFirefox => {
            "Digite about:config na barra de endereço e mude media.peerconnection.enabled para true."
        }
        Extra::CheckNoWebRtcIos => {
            "O Modo de Isolamento desativa as chamadas: exclua esta página dele (o ícone na barra de endereço › \
             Ajustes do Site)."
        }
        Extra::CheckInApp => {
            "Você está vendo esta página dentro de outro app. Abra-a no seu navegador: menu › Abrir no navegador."
        }
        Extra::CheckTooLongWhy => {
            "Não começou a tempo. Talvez a pergunta do navegador esteja sem resposta, ou outro programa esteja usando \
             o dispositivo."
        }
        Extra::CheckTooLongDo => {
            "Responda à pergunta, feche outros programas que usem a câmera ou o microfone e teste de novo."
        }
        Extra::CheckDeniedDo => "Permita o uso nesta página e teste de novo.",
        Extra::CheckDismissedDo => "Teste de novo e depois pressione “Permitir”.",
        Extra::Colon => ": ",
        Extra::CheckAllowIos => {
            "o ícone na barra de endereço › Ajustes do Site › Câmera, Microfone: Permitir; em outros \
             navegadores que não o Safari, o app Ajustes › o nome do navegador."
        }
        Extra::CheckAllowAndroid => {
            "o ícone à esquerda do endereço › Permissões; depois, o app Configurações › Apps › o navegador › \
             Permissões."
        }
        Extra::CheckAllowSystem => {
            "Se ali já estiver permitido: as configurações do próprio sistema › Privacidade › Câmera, Microfone, onde \
             seu navegador também precisa de permissão."
        }
        Extra::CheckNoFramesWhy => "A câmera está ligada, mas não transmite imagem.",
        Extra::CheckNoFramesDo => {
            "Feche outros programas que a usem; desconecte-a e conecte-a de novo, ou reinicie este dispositivo. \
             Depois, teste de novo."
        }
        Extra::CheckSilentWhy => "O microfone está ligado, mas não transmite absolutamente nada, nem ruído.",
        Extra::CheckSilentDo => {
            "Ele está desligado em algum lugar: procure um botão no fone ou no teclado e veja nas configurações de som \
             do sistema se ele está silenciado."
        }
        Extra::CheckNotHeardWhy => "Você não ouve este dispositivo.",
        Extra::CheckNotHeardDo => {
            "Aumente o volume e veja nas configurações de som do sistema para onde o som vai: talvez haja fones de \
             ouvido conectados."
        }
        Extra::CheckNotHeardTab => "Talvez a aba esteja sem som: clique nela com o botão direito › Ativar som.",
        Extra::CheckNotHeardIos => "Veja a chave Toque/Silencioso na lateral e desative o modo Silencioso.",
        Extra::CheckNotHeardAndroid => "Aumente o volume de mídia: não é o volume das chamadas nem o do toque.",
        Extra::CheckNoSoundWhy => "O navegador não tocou nenhum som.",
        Extra::CheckNoSoundDo => {
            "Permita o som nas configurações do navegador para esta página e veja se há um alto-falante conectado."
        }
        Extra::CheckAwayWhy => "O servidor não responde.",
        Extra::CheckAwayDo => {
            "Verifique sua conexão com a internet. Se outras páginas carregarem, tente de novo daqui a um minuto."
        }
        Extra::CheckSocketsWhy => {
            "O servidor responde, mas algo no caminho bloqueia a conexão de que as chamadas precisam (um WebSocket)."
        }
        Extra::CheckSocketsDo => {
            "Pode ser um firewall, um proxy, um antivírus ou uma extensão: desative-o para esta página ou use outra \
             rede. Para quem administra o servidor: o proxy na frente dele deve deixar passar WebSockets em /ws."
        }
        Extra::CheckOriginWhy => {
            "O servidor responde, mas recusa esta página: o pedido chegou com um nome diferente do que está na barra de endereço."
        }
        Extra::CheckOriginDo => {
            "Para quem administra o servidor: o proxy na frente dele muda o nome (Host). Ele deve repassar Host, ou DUET_NAMES deve conter o nome da barra de endereço."
        }
        Extra::CheckVersionWhy => "O servidor usa uma versão diferente da desta página.",
        Extra::CheckVersionDo => "Recarregue a página.",
        Extra::CheckRelaySilentWhy => {
            "O servidor de retransmissão não respondeu, então não há como atravessar redes fechadas a desconhecidos."
        }
        Extra::CheckRelaySilentDo => {
            "Tente outra rede. Quem administra este servidor deve verificar se o servidor de retransmissão está no ar, \
             se a senha está certa e se as portas estão abertas."
        }
        Extra::CheckRelayMuteWhy => "O servidor de retransmissão responde, mas não retransmite nada.",
        Extra::CheckRelayMuteDo => {
            "Para quem administra este servidor: se a retransmissão é um programa à parte, ele precisa poder enviar ao próprio endereço público."
        }
        Extra::CheckNoConnectionWhy => "Duas conexões dentro desta página não conseguiram se encontrar.",
        Extra::CheckNoConnectionDo => {
            "Uma VPN, um programa de firewall ou uma extensão de privacidade as bloqueia: desative isso para esta \
             página e teste de novo."
        }
        Extra::CheckNoEchoWhy => "A chamada foi feita, mas as mensagens não passam.",
        Extra::CheckNoPictureWhy => "A chamada foi feita, mas não foi possível mostrar a imagem.",
        Extra::CheckNoPictureDo => {
            "Desative a aceleração de hardware nas configurações do navegador, atualize o navegador e teste de novo."
        }
        Extra::FamilyIos => "iPhone, iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "Dentro de outro app",
        Extra::FamilyOther => "Outro navegador",
        Extra::Files => "Arquivos",
        Extra::ChooseFiles => "Escolher arquivos",
        Extra::FilesHint => {
            "Ou solte-os em qualquer lugar desta página. Eles vão direto para a outra pessoa, até 2 GB cada um."
        }
        Extra::DropFiles => "Solte arquivos aqui para oferecê-los à outra pessoa",
        Extra::AcceptFile => "Aceitar",
        Extra::RefuseFile => "Recusar",
        Extra::CancelFile => "Cancelar",
        Extra::SaveFile => "Salvar",
        Extra::FileAwaitsThem => "Esperando a outra pessoa aceitar",
        Extra::FileAwaitsYou => "Para você, se quiser",
        Extra::FileSending => "Enviando",
        Extra::FileReceiving => "Recebendo",
        Extra::FilePaused => "Continua quando a conexão entre vocês voltar",
        Extra::FileAway => "A outra pessoa não está. Continua quando ela voltar.",
        Extra::FileSent => "Já está com a outra pessoa",
        Extra::FileToSave => "Já chegou. Salve-o antes de fechar esta página.",
        Extra::FileStored => "Está onde você queria",
        Extra::FileSaved => "Entregue ao seu navegador para salvar",
        Extra::FileRefused => "Você recusou",
        Extra::FileCancelled => "Você cancelou",
        Extra::FileNotTaken => "A outra pessoa não quer",
        Extra::FileWithdrawn => "A outra pessoa desistiu de enviar",
        Extra::FileTooLargeHere => "É grande demais para este navegador",
        Extra::FileTooLargeThere => "É grande demais para o navegador da outra pessoa",
        Extra::FileTooMany => "A outra pessoa já tem arquivos demais à espera",
        Extra::FileNotStoredHere => "Não foi possível guardá-lo aqui. Há espaço suficiente?",
        Extra::FileNotStoredThere => "Não foi possível guardá-lo do lado da outra pessoa",
        Extra::FileUnreadableHere => "Não é possível lê-lo. Foi movido ou alterado?",
        Extra::FileUnreadableThere => "A outra pessoa não consegue mais lê-lo",
        Extra::FileDamaged => "Foi danificado no caminho, duas vezes",
        Extra::FileGone => "Interrompido: a página da outra pessoa foi fechada ou recarregada",
        Extra::FileCallOver => "A chamada terminou antes",
        Extra::NewsOffered => "A outra pessoa tem um arquivo para você: {}",
        Extra::NewsSent => "Seu arquivo já está com a outra pessoa: {}",
        Extra::NewsToSave => "Chegou um arquivo, salve-o em “Arquivos”: {}",
        Extra::NewsStored => "Chegou um arquivo: {}",
        Extra::NewsTooLarge => "Maior que 2 GB, não pode ser enviado: {}",
        Extra::NewsTooMany => "Arquivos demais de uma vez. Não oferecidos: {}",
        Extra::NewsUnsaved => "A chamada terminou. Há um arquivo que você ainda não salvou.",
        Extra::Quality => "Qualidade da chamada",
        Extra::QualitySign => "Qualidade da chamada:",
        Extra::QualityUnknown => "Ainda não se sabe",
        Extra::QualityGood => "Boa",
        Extra::QualityFair => "Razoável",
        Extra::QualityPoor => "Ruim",
        Extra::WhyGood => "Imagem e som chegam bem.",
        Extra::WhyLossSent => "Parte do que você envia se perde.",
        Extra::WhyLossReceived => "Parte do que a outra pessoa envia se perde.",
        Extra::WhyRoundTrip => "O que vocês dizem chega com atraso.",
        Extra::WhyJitter => "O que a outra pessoa envia chega de forma irregular.",
        Extra::WhyFrozen => "A imagem da outra pessoa está parada.",
        Extra::WhySlow => "A imagem da outra pessoa quase não se move.",
        Extra::WhyPaused => "A imagem da outra pessoa está pausada, para que a voz dela continue chegando.",
        Extra::WhyBandwidth => "Sua conexão tem pouca capacidade.",
        Extra::WhyCpu => "Este dispositivo está sobrecarregado, por isso sua imagem está menos nítida.",
        Extra::WhyRelay => "O relay deste servidor não transmite mais do que isso em uma chamada.",
        Extra::PicturePaused => "Sua imagem está pausada, para que sua voz continue chegando.",
        Extra::PictureBack => "Sua imagem voltou a se mover.",
        Extra::Connection => "Conexão",
        Extra::YouSend => "Você envia",
        Extra::YouReceive => "Você recebe",
        Extra::LastMinutes => "Os últimos três minutos",
        Extra::RoundTrip => "Ida e volta",
        Extra::CameraToScreen => "Da câmera à tela",
        Extra::Route => "Caminho",
        Extra::Direct => "Direto, de um dispositivo ao outro",
        Extra::Relayed => "Retransmitido, por um servidor",
        Extra::RelayedOver => "Retransmitido, por {}",
        Extra::HideAddress => "Ocultar meu endereço",
        Extra::HideAddressWhat => {
            "Imagem e som passam então por um servidor de retransmissão, e a outra pessoa não vê seu endereço IP. Eles chegam um pouco depois. Durante uma chamada, vale a partir da próxima."
        }
        Extra::HideAddressAlone => {
            "Este servidor não tem retransmissão: enquanto isto estiver ativado, nenhuma chamada se conecta."
        }
        Extra::Privacy => "Privacidade",
        Extra::Available => "Você poderia enviar",
        Extra::Bitrate => "Taxa de bits",
        Extra::Loss => "Perda",
        Extra::Jitter => "Jitter",
        Extra::PictureSize => "Tamanho da imagem",
        Extra::FrameRate => "Taxa de quadros",
        Extra::Codec => "Codec",
        Extra::Encoding => "Codificação",
        Extra::Decoding => "Decodificação",
        Extra::EachSecond => "{} por segundo",
        Extra::EachFrame => "{} por quadro",
        Extra::InHardware => "{}, por hardware",
        Extra::InSoftware => "{}, por software",
        Extra::GraphLatest => "agora {}",
        Extra::GraphLowest => "mínimo {}",
        Extra::GraphHighest => "máximo {}",
        Extra::GraphNothing => "nada medido ainda",
    }
}
