//! Japanese.

use crate::words::Word;

pub(super) const fn word(word: Word) -> &'static str {
    match word {
        Word::Description => "ふたりのためのビデオ通話ルーム。友だちと同じ合言葉を入力すれば、お互いの顔が見えます。",
        Word::NotLoaded => "Duetを最後まで読み込めませんでした。インターネットに接続しているか確認してください。",
        Word::Crashed => "問題が発生し、Duetが停止しました。カメラとマイクはオフになっています。",
        Word::NowhereTitle => "ここには何もありません",
        Word::NowhereLead => "このアドレスのルームはありません。リンクを確認するか、名前でルームを選んでください。",
        Word::NowhereAway => "ルームを選ぶ",
        Word::NoScript => {
            "DuetにはJavaScriptが必要です。カメラ、マイク、相手との接続は、スクリプトからしか使えません。\
             このページでJavaScriptを有効にして、もう一度読み込んでください。"
        }
        Word::Promise => "アカウントは不要です。映像と音声は、あなたのブラウザから相手のブラウザへ届きます。",
        Word::TryAgain => "もう一度試す",
        Word::CheckAll => "すべてチェック",
        Word::Join => "参加",
        Word::Cancel => "キャンセル",
        Word::Reload => "ページを再読み込み",
        Word::Mute => "マイクをオフにする",
        Word::Unmute => "マイクをオンにする",
        Word::CameraOff => "カメラをオフにする",
        Word::CameraOn => "カメラをオンにする",
        Word::CopyLink => "リンクをコピー",
        Word::Leave => "退出",
        Word::TapToHear => "タップして音声を聞く",
        Word::JoinAgain => "もう一度参加",
        Word::ChooseAnother => "別のルームを選ぶ",
        Word::Controls => "通話の操作",
        Word::Settings => "設定",
        Word::MediaRequired => "カメラとマイクが必要です",
        Word::DeniedWhy => "ブラウザの設定で、このページでの使用が拒否されています。",
        Word::DeniedDo => "下の手順で、このページの設定を変更してください。変更すると、Duetは自動的に先へ進みます。",
        Word::DismissedWhy => "確認の表示が、回答のないまま閉じられました。",
        Word::DismissedDo => "「もう一度試す」を押してから、「許可」を押してください。",
        Word::CameraDeniedWhy => "ブラウザの設定で、このページでのカメラの使用が拒否されています。",
        Word::MicrophoneDeniedWhy => "ブラウザの設定で、このページでのマイクの使用が拒否されています。",
        Word::CameraNotFoundWhy => "このデバイスでカメラが見つかりません。",
        Word::MicrophoneNotFoundWhy => "このデバイスでマイクが見つかりません。",
        Word::CameraInUseWhy => "カメラをほかのアプリが使用しているか、カメラを起動できませんでした。",
        Word::MicrophoneInUseWhy => "マイクをほかのアプリが使用しているか、マイクを起動できませんでした。",
        Word::CameraLostWhy => "カメラが取り外されました。",
        Word::MicrophoneLostWhy => "マイクが取り外されました。",
        Word::NotFoundWhy => "このデバイスで、カメラまたはマイクが見つかりません。",
        Word::NotFoundDo => "足りないものを接続するか電源を入れてから、もう一度お試しください。",
        Word::InUseWhy => "カメラまたはマイクを、ほかのアプリが使用しています。",
        Word::InUseDo => "ほかのビデオ通話や、カメラまたはマイクを使うアプリを閉じてから、もう一度お試しください。",
        Word::OverconstrainedWhy => "このデバイスのカメラまたはマイクは、通話に必要な条件を満たしていません。",
        Word::OverconstrainedDo => "別のカメラまたはマイクを接続してから、もう一度お試しください。",
        Word::AbortedWhy => "カメラまたはマイクの起動中に問題が起きました。",
        Word::AbortedDo => "抜き差しするか、このデバイスを再起動してから、もう一度お試しください。",
        Word::ForbiddenWhy => "このブラウザ、またはデバイスの管理者が、Webページからの使用を許可していません。",
        Word::ForbiddenDo => "ブラウザまたはデバイスの設定で使用を許可するか、別のブラウザをお使いください。",
        Word::InsecureWhy => {
            "このページは安全な接続で読み込まれていないため、ブラウザがカメラとマイクの使用を制限しています。"
        }
        Word::InsecureDo => "同じアドレスの先頭に https:// を付けて開いてください。",
        Word::LostWhy => "カメラまたはマイクが取り外されました。",
        Word::LostDo => "接続し直してから、もう一度お試しください。",
        Word::OtherWhy => "カメラとマイクを起動できませんでした。理由はブラウザから知らされていません。",
        Word::OtherDo => "カメラやマイクを使っていそうなほかのアプリを閉じてから、もう一度お試しください。",
        Word::StepsChrome => {
            "アドレスの左にあるアイコン、またはアドレスバーの端にある斜線付きのカメラを押し、\
             「カメラ」と「マイク」を「許可」に変更"
        }
        Word::StepsFirefox => "アドレスの左にある斜線付きのカメラを押し、「ブロック」の横の ✕ を押す",
        Word::StepsSafari => {
            "メニューの「Safari」›「このWebサイトでの設定」。iPhoneでは、アドレスバーのアイコン ›「Webサイトの設定」"
        }
        Word::DialogTitle => "合言葉を決めましょう",
        Word::DialogLead => "同じ合言葉を入力すると、同じルームに入れます。定員は2人です。",
        Word::DialogLabel => "ルーム名",
        Word::BadAddress => "開いたリンクには、使えるルーム名が含まれていません。ルーム名を入力してください。",
        Word::NameNeeded => "ドアを開けるには名前が必要です。入力してください。",
        Word::NameTooLong => "名前が長すぎます。{}文字以内にしてください。",
        Word::NameControl => "名前に、使用できない不可視の文字が含まれています。入力し直してください。",
        Word::NameDots => "ピリオド1つや2つだけの名前は使えません。別の名前を入力してください。",
        Word::Unreachable => "サーバーに接続できません。接続を確認し、「参加」を押してもう一度お試しください。",
        Word::Draining => "サーバーがまもなく再起動します。1分ほど待ってから「参加」を押して、もう一度お試しください。",
        Word::Limit => {
            "サーバーの通話数が上限に達しています。しばらくしてから「参加」を押して、もう一度お試しください。"
        }
        Word::Locked => "このルームの参加者は、ほかの人を入れていません。",
        Word::KnockFirst => "このルームには参加者の許可が必要です。ノックして返事を待ってください。",
        Word::Version => "サーバーがこのページより新しくなりました。続けるには「ページを再読み込み」を押してください。",
        Word::Newer => "このページの新しいバージョンがあります。",
        Word::RoomFull => {
            "「{}」は満員です。すでに2人が入っています。どちらかが退出してからもう一度試すか、\
             別の名前を入力してください。"
        }
        Word::OccupancyEmpty => "まだ誰もいません。あなたが最初です。",
        Word::OccupancyOne => "中で誰かが待っています。",
        Word::OccupancyFull => "すでに2人が入っていて、空きがありません。",
        Word::InOtherTab => "別のタブで、すでにこのルームに入っています。",
        Word::MoveHere => "通話をここに移す",
        Word::NoRelay => {
            "このサーバーには中継機能がないため、双方のネットワークが外部からの接続を遮断していると、つながりません。\
             スマートフォンの回線など、別のネットワークならつながるかもしれません。"
        }
        Word::RequestingTitle => "まず、姿と声が届くようにしましょう",
        Word::RequestingLead => {
            "Duetがカメラとマイクを使ってよいか、ブラウザが確認しています。「許可」を押してください。ルームに入るまで、\
             あなたの姿は誰にも見えません。"
        }
        Word::RequestingSlow => {
            "まだ回答を待っています。確認の表示は、アドレスバーの近くに出ているか、\
             アドレスバーの端にある小さなカメラのアイコンを押すと出てきます。別のウィンドウに出ていることもあります。"
        }
        Word::JoiningTitle => "入室しています",
        Word::JoiningLead => "少々お待ちください。",
        Word::WaitingTitle => "入室しました",
        Word::WaitingLead => "今はあなただけです。友だちにこのリンクを送るか、合言葉だけを伝えてください。",
        Word::ConnectingTitle => "相手がいます",
        Word::ConnectingLead => "ふたりのブラウザが、お互いにつながる経路を探しています。",
        Word::ConnectingSlow => {
            "いつもより時間がかかっています。どちらかの側の厳しいファイアウォール、VPN、\
             ネットワークの混雑などが原因かもしれません。Duetは接続を試し続けます。"
        }
        Word::PeerAwayTitle => "相手の接続が切れました",
        Word::PeerAwayLead => "席は取ってあります。相手が戻りしだい、通話を再開します。",
        Word::LinkLostTitle => "ふたりの間の接続が切れました",
        Word::LinkLostLead => "ふたりともルームにいます。今、つなぎ直しています。",
        Word::OfflineTitle => "オフラインです",
        Word::OfflineLead => "接続が戻りしだい、Duetは自動的に再開します。",
        Word::OwnCameraOff => "あなたのカメラはオフです",
        Word::OwnCameraStarting => "あなたのカメラを起動しています",
        Word::PeerCameraOff => "相手のカメラはオフです",
        Word::OwnMuted => "あなたのマイクはオフです",
        Word::PeerMuted => "相手のマイクはオフです",
        Word::OwnTileEmpty => "ここにあなたが映ります",
        Word::OwnTileMissing => "あなたの映像がありません",
        Word::OwnTileEnded => "カメラとマイクはオフです",
        Word::Own => "あなた",
        Word::Peer => "相手",
        Word::PeerQuietSign => "相手からサーバーへの応答が途絶えています",
        Word::ServerLostSign => "サーバーに再接続中。通話は続いています",
        Word::LeftTitle => "退出しました",
        Word::LeftLead => "あなたの姿も声も、もう誰にも届きません。同じ合言葉を使えば、また同じルームに入れます。",
        Word::MovedTitle => "この通話は別のタブに移りました",
        Word::MovedLead => "このタブのカメラとマイクはオフです。このタブに戻すには、「もう一度参加」を押してください。",
        Word::Stop => "。",
        Word::SayRequesting => "カメラとマイクを待っています。",
        Word::SayMediaError => "カメラとマイクを使えません。",
        Word::SayChoosing => "ルームを選んでください。",
        Word::SayJoining => "「{}」に入室しています。",
        Word::SayFull => "ルームは満員です。",
        Word::SayWaiting => "「{}」にいるのはあなただけです。相手を待っています。",
        Word::SayConnecting => "相手と接続しています。",
        Word::SayConnected => "相手とつながりました。",
        Word::PeerCame => "相手が来ました。",
        Word::PeerBack => "相手が戻りました。",
        Word::PeerLeft => "相手が退出しました。",
        Word::PeerQuiet => "相手の応答が途絶えました。",
        Word::PeerDevicesOnOn => "相手のマイクはオン、カメラもオンです。",
        Word::PeerDevicesOnOff => "相手のマイクはオン、カメラはオフです。",
        Word::PeerDevicesOffOn => "相手のマイクはオフ、カメラはオンです。",
        Word::PeerDevicesOffOff => "相手のマイクはオフ、カメラもオフです。",
        Word::OwnDevicesOnOn => "あなたのマイクはオン、カメラもオンです。",
        Word::OwnDevicesOnOff => "あなたのマイクはオン、カメラはオフです。",
        Word::OwnDevicesOffOn => "あなたのマイクはオフ、カメラはオンです。",
        Word::OwnDevicesOffOff => "あなたのマイクはオフ、カメラもオフです。",
        Word::MicrophoneFailed => "あなたのマイクを起動できませんでした。",
        Word::CameraFailed => "あなたのカメラを起動できませんでした。",
        Word::MicrophoneLost => "あなたのマイクが見つからなくなりました。Duetは次に見つかったマイクを使います。",
        Word::CameraLost => "あなたのカメラが見つからなくなりました。Duetは次に見つかったカメラを使います。",
        Word::MicrophoneSilenced => {
            "あなたのマイクから音声が届いていません。電話、スイッチ、ほかのアプリなどが原因かもしれません。"
        }
        Word::CameraSilenced => {
            "あなたのカメラから映像が届いていません。電話、スイッチ、ほかのアプリなどが原因かもしれません。"
        }
        Word::MicrophoneReplaced => "あなたのマイクがまた使えるようになりました。",
        Word::CameraReplaced => "あなたのカメラがまた使えるようになりました。",
        Word::MicrophoneChanged => "マイクが、システムの新しいマイクに切り替わりました。",
        Word::CameraChanged => "カメラが、システムの新しいカメラに切り替わりました。",
        Word::OwnMicrophoneTrouble => "マイクから音が来ていません",
        Word::OwnCameraTrouble => "カメラから映像が来ていません",
        Word::MicrophoneRefused => "ブラウザーがマイクを許可していません。アドレスの横で許可すると、また使えます。",
        Word::CameraRefused => "ブラウザーがカメラを許可していません。アドレスの横で許可すると、また使えます。",
        Word::MicrophoneInUse => {
            "ほかのプログラムがマイクを使っているか、マイクが故障しています。そのプログラムを閉じて、オンにし直してください。"
        }
        Word::CameraInUse => {
            "ほかのプログラムがカメラを使っているか、カメラが故障しています。そのプログラムを閉じて、オンにし直してください。"
        }
        Word::PeerPictureMissing => "相手の映像が届いていません。声は聞こえます。",
        Word::Unable => {
            "このブラウザーでは通話できません。直接接続(WebRTC)がオフになっています。設定でオンにするか、別のブラウザーを使ってください。"
        }
        Word::LinkCopied => "リンクをコピーしました。",
        Word::ExtrasMissing => {
            "ページのこの部分を読み込めませんでした。インターネットに接続しているか確認して、もう一度お試しください。"
        }
        Word::LinkNotCopied => "リンクをコピーできませんでした。アドレスバーからコピーしてください。",
    }
}
