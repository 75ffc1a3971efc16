//! Portuguese.

use crate::words::Word;

pub(super) const fn word(word: Word) -> &'static str {
    match word {
        Word::Description => {
            "Uma sala de vídeo para dois: você digita uma palavra, outra pessoa digita a mesma e vocês se veem."
        }
        Word::NotLoaded => "Não foi possível carregar o Duet por completo. Verifique sua conexão.",
        Word::Crashed => "Algo deu errado e o Duet parou. Sua câmera e seu microfone estão desligados.",
        Word::NowhereTitle => "Não há nada aqui",
        Word::NowhereLead => "Este endereço não leva a nenhuma sala. Confira o link ou escolha uma sala pelo nome.",
        Word::NowhereAway => "Escolher uma sala",
        Word::NoScript => {
            "O Duet precisa de JavaScript: a câmera, o microfone e a conexão com a outra pessoa só estão ao alcance de \
             scripts. Ative-o para esta página e carregue-a de novo."
        }
        Word::Promise => "Sem conta. Imagem e som vão do seu navegador para o da outra pessoa.",
        Word::TryAgain => "Tentar de novo",
        Word::CheckAll => "Testar tudo",
        Word::Join => "Entrar",
        Word::Cancel => "Cancelar",
        Word::Reload => "Recarregar a página",
        Word::Mute => "Desativar microfone",
        Word::Unmute => "Ativar microfone",
        Word::CameraOff => "Desligar câmera",
        Word::CameraOn => "Ligar câmera",
        Word::CopyLink => "Copiar link",
        Word::Leave => "Sair",
        Word::TapToHear => "Toque para ouvir",
        Word::JoinAgain => "Entrar de novo",
        Word::ChooseAnother => "Escolher outra sala",
        Word::Controls => "Sua chamada",
        Word::Settings => "Configurações",
        Word::MediaRequired => "Sua câmera e seu microfone são necessários",
        Word::DeniedWhy => "O navegador está configurado para não deixar esta página usá-los.",
        Word::DeniedDo => {
            "Mude a permissão desta página como mostrado abaixo. Assim que você fizer isso, o Duet continua sozinho."
        }
        Word::DismissedWhy => "A pergunta foi fechada sem resposta.",
        Word::DismissedDo => "Pressione “Tentar de novo” e depois “Permitir”.",
        Word::CameraDeniedWhy => "O navegador está configurado para não deixar esta página usar sua câmera.",
        Word::MicrophoneDeniedWhy => "O navegador está configurado para não deixar esta página usar seu microfone.",
        Word::CameraNotFoundWhy => "O navegador não encontra nenhuma câmera neste dispositivo.",
        Word::MicrophoneNotFoundWhy => "O navegador não encontra nenhum microfone neste dispositivo.",
        Word::CameraInUseWhy => "Outro programa está usando sua câmera, ou a câmera não pôde ser iniciada.",
        Word::MicrophoneInUseWhy => "Outro programa está usando seu microfone, ou o microfone não pôde ser iniciado.",
        Word::CameraLostWhy => "Sua câmera foi desconectada ou retirada.",
        Word::MicrophoneLostWhy => "Seu microfone foi desconectado ou retirado.",
        Word::NotFoundWhy => "O navegador não encontra nenhuma câmera, ou nenhum microfone, neste dispositivo.",
        Word::NotFoundDo => "Conecte ou ligue o que falta e tente de novo.",
        Word::InUseWhy => "Outro programa está usando um dos dois.",
        Word::InUseDo => "Feche outras chamadas de vídeo e programas que usem a câmera ou o microfone e tente de novo.",
        Word::OverconstrainedWhy => "Nenhum dos que há neste dispositivo serve para uma chamada.",
        Word::OverconstrainedDo => "Conecte outra câmera ou outro microfone e tente de novo.",
        Word::AbortedWhy => "Um dos dois falhou ao iniciar.",
        Word::AbortedDo => "Desconecte e conecte de novo, ou reinicie este dispositivo, e tente outra vez.",
        Word::ForbiddenWhy => {
            "Este navegador, ou quem administra este dispositivo, não permite que páginas da web os usem."
        }
        Word::ForbiddenDo => "Permita o uso nas configurações do navegador ou do dispositivo, ou use outro navegador.",
        Word::InsecureWhy => {
            "Esta página não foi carregada por uma conexão segura e, nesse caso, os navegadores mantêm os dois \
             bloqueados."
        }
        Word::InsecureDo => "Abra o mesmo endereço com https:// na frente.",
        Word::LostWhy => "Um dos dois foi desconectado ou retirado.",
        Word::LostDo => "Conecte de novo e tente outra vez.",
        Word::OtherWhy => "Não foi possível iniciá-los, e o navegador não diz por quê.",
        Word::OtherDo => "Feche outros programas que possam estar usando os dois e tente de novo.",
        Word::StepsChrome => {
            "o ícone à esquerda do endereço, ou a câmera riscada no fim da barra, e depois Câmera e Microfone: Permitir"
        }
        Word::StepsFirefox => "a câmera riscada à esquerda do endereço e depois o ✕ ao lado de “Bloqueado”",
        Word::StepsSafari => {
            "menu Safari › Ajustes para este site; no iPhone, o ícone na barra de endereço › Ajustes do Site"
        }
        Word::DialogTitle => "Combine uma palavra",
        Word::DialogLead => "Quem digita a mesma palavra chega à mesma sala. Cabem duas pessoas.",
        Word::DialogLabel => "Nome da sala",
        Word::BadAddress => "O link que você abriu não contém um nome válido para uma sala. Digite um.",
        Word::NameNeeded => "É preciso um nome para abrir a porta: digite um.",
        Word::NameTooLong => "Esse nome é longo demais: pode ter no máximo {} caracteres.",
        Word::NameControl => "Esse nome tem um caractere invisível que não é permitido: digite de novo.",
        Word::NameDots => "Um nome não pode ser só um ponto ou dois: digite outro.",
        Word::Unreachable => {
            "Não foi possível acessar o servidor. Verifique sua conexão e pressione “Entrar” para tentar de novo."
        }
        Word::Draining => {
            "O servidor está prestes a reiniciar. Pressione “Entrar” daqui a um minuto para tentar de novo."
        }
        Word::Limit => {
            "O servidor já está com todas as chamadas que pode atender. Pressione “Entrar” daqui a pouco para tentar \
             de novo."
        }
        Word::Locked => "Quem está nesta sala não deixa entrar mais ninguém.",
        Word::KnockFirst => "Quem está nesta sala decide quem entra: bata à porta e espere a resposta.",
        Word::Version => "O servidor agora é mais novo que esta página. Recarregue a página para continuar.",
        Word::Newer => "Há uma versão mais recente desta página.",
        Word::RoomFull => {
            "A sala “{}” está cheia: já há duas pessoas nela. Tente de novo quando uma delas sair ou digite outro nome."
        }
        Word::OccupancyEmpty => "Ainda não há ninguém: você seria a primeira pessoa a chegar.",
        Word::OccupancyOne => "Já há alguém lá, esperando.",
        Word::OccupancyFull => "Já há duas pessoas lá: não sobrou lugar.",
        Word::InOtherTab => "Você já está nesta sala, em outra aba.",
        Word::MoveHere => "Trazer a chamada para cá",
        Word::NoRelay => {
            "Este servidor não retransmite chamadas, então duas redes fechadas a desconhecidos não conseguem se \
             encontrar. Outra rede, como a de um telefone, pode ajudar."
        }
        Word::RequestingTitle => "Primeiro, deixe que vejam e ouçam você",
        Word::RequestingLead => {
            "Seu navegador está perguntando se o Duet pode usar sua câmera e seu microfone: pressione “Permitir”. \
             Ninguém vê você antes de você entrar em uma sala."
        }
        Word::RequestingSlow => {
            "Ainda falta a sua resposta. A pergunta está perto da barra de endereço ou atrás de um pequeno ícone de \
             câmera no fim dela. Também pode estar em outra janela."
        }
        Word::JoiningTitle => "Na porta de",
        Word::JoiningLead => "Um momento.",
        Word::WaitingTitle => "Você está em",
        Word::WaitingLead => "Por enquanto, só há você. Envie este link a quem você espera, ou só a palavra.",
        Word::ConnectingTitle => "Alguém chegou",
        Word::ConnectingLead => "Os dois navegadores estão procurando um caminho um até o outro.",
        Word::ConnectingSlow => {
            "Está demorando mais que o normal. O motivo pode ser um firewall rígido, uma VPN ou uma rede congestionada \
             em um dos lados; o Duet continua tentando."
        }
        Word::PeerAwayTitle => "A conexão da outra pessoa caiu",
        Word::PeerAwayLead => "O lugar dela está guardado. A chamada continua assim que ela voltar.",
        Word::LinkLostTitle => "A conexão entre vocês caiu",
        Word::LinkLostLead => "Ninguém saiu; uma nova está sendo criada.",
        Word::OfflineTitle => "Você está sem conexão",
        Word::OfflineLead => "O Duet volta sozinho assim que a sua conexão voltar.",
        Word::OwnCameraOff => "Sua câmera está desligada",
        Word::OwnCameraStarting => "Sua câmera está ligando",
        Word::PeerCameraOff => "A outra pessoa está com a câmera desligada",
        Word::OwnMuted => "Seu microfone está desativado",
        Word::PeerMuted => "A outra pessoa está com o microfone desativado",
        Word::OwnTileEmpty => "Você vai aparecer aqui",
        Word::OwnTileMissing => "Sem imagem sua",
        Word::OwnTileEnded => "A câmera e o microfone estão desligados",
        Word::Own => "Você",
        Word::Peer => "A outra pessoa",
        Word::PeerQuietSign => "A conexão da outra pessoa com o servidor não responde",
        Word::ServerLostSign => "Reconectando ao servidor; a chamada continua",
        Word::LeftTitle => "Você saiu",
        Word::LeftLead => "Agora ninguém vê nem ouve você. A mesma palavra continua abrindo a mesma sala.",
        Word::MovedTitle => "Esta chamada passou para outra aba",
        Word::MovedLead => {
            "A câmera e o microfone estão desligados aqui. Entre de novo para trazer a chamada de volta a esta aba."
        }
        Word::Stop => ". ",
        Word::SayRequesting => "Esperando sua câmera e seu microfone.",
        Word::SayMediaError => "Faltam sua câmera e seu microfone.",
        Word::SayChoosing => "Escolha uma sala.",
        Word::SayJoining => "Entrando em {}.",
        Word::SayFull => "A sala está cheia.",
        Word::SayWaiting => "Só você está em {}, à espera da outra pessoa.",
        Word::SayConnecting => "Conectando com a outra pessoa.",
        Word::SayConnected => "A chamada está conectada.",
        Word::PeerCame => "A outra pessoa chegou.",
        Word::PeerBack => "A outra pessoa voltou.",
        Word::PeerLeft => "A outra pessoa saiu.",
        Word::PeerQuiet => "A outra pessoa parou de responder.",
        Word::PeerDevicesOnOn => "A outra pessoa está com o microfone ativado e a câmera ligada.",
        Word::PeerDevicesOnOff => "A outra pessoa está com o microfone ativado e a câmera desligada.",
        Word::PeerDevicesOffOn => "A outra pessoa está com o microfone desativado e a câmera ligada.",
        Word::PeerDevicesOffOff => "A outra pessoa está com o microfone desativado e a câmera desligada.",
        Word::OwnDevicesOnOn => "Você está com o microfone ativado e a câmera ligada.",
        Word::OwnDevicesOnOff => "Você está com o microfone ativado e a câmera desligada.",
        Word::OwnDevicesOffOn => "Você está com o microfone desativado e a câmera ligada.",
        Word::OwnDevicesOffOff => "Você está com o microfone desativado e a câmera desligada.",
        Word::MicrophoneFailed => "Não foi possível iniciar seu microfone.",
        Word::CameraFailed => "Não foi possível iniciar sua câmera.",
        Word::MicrophoneLost => "Seu microfone não está mais disponível. O Duet usará o próximo que encontrar.",
        Word::CameraLost => "Sua câmera não está mais disponível. O Duet usará a próxima que encontrar.",
        Word::MicrophoneSilenced => {
            "Seu microfone não transmite nada: talvez uma ligação, um interruptor ou outro programa o esteja \
             bloqueando."
        }
        Word::CameraSilenced => {
            "Sua câmera não transmite nada: talvez uma ligação, um interruptor ou outro programa a esteja bloqueando."
        }
        Word::MicrophoneReplaced => "Seu microfone voltou a funcionar.",
        Word::CameraReplaced => "Sua câmera voltou a funcionar.",
        Word::MicrophoneChanged => "Agora você usa o novo microfone do sistema.",
        Word::CameraChanged => "Agora você usa a nova câmera do sistema.",
        Word::OwnMicrophoneTrouble => "Seu microfone está sem sinal",
        Word::OwnCameraTrouble => "Sua câmera está sem imagem",
        Word::MicrophoneRefused => "Seu navegador recusa o microfone. Permita-o ao lado do endereço e ele volta.",
        Word::CameraRefused => "Seu navegador recusa a câmera. Permita-a ao lado do endereço e ela volta.",
        Word::MicrophoneInUse => {
            "Outro programa está usando seu microfone, ou ele falhou. Feche o programa e ative-o de novo."
        }
        Word::CameraInUse => {
            "Outro programa está usando sua câmera, ou ela falhou. Feche o programa e ligue-a de novo."
        }
        Word::PeerPictureMissing => "A imagem da outra pessoa não chega. Vocês podem se ouvir.",
        Word::Unable => {
            "Este navegador não faz chamadas: as conexões diretas (WebRTC) estão desativadas. Ative-as nas configurações ou use outro navegador."
        }
        Word::LinkCopied => "Link copiado.",
        Word::ExtrasMissing => "Não foi possível carregar essa parte da página. Verifique sua conexão e tente de novo.",
        Word::LinkNotCopied => "Não foi possível copiar o link: copie-o da barra de endereço.",
    }
}
