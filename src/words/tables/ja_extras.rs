//! Japanese, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "設定",
        Extra::Close => "閉じる",
        Extra::Devices => "カメラと音声",
        Extra::Camera => "カメラ",
        Extra::Microphone => "マイク",
        Extra::Speaker => "スピーカー",
        Extra::UnnamedDevice => "デバイス{}",
        Extra::Level => "あなたのマイクの音量",
        Extra::TestSpeaker => "音を鳴らす",
        Extra::Volume => "相手の音量",
        Extra::Appearance => "表示",
        Extra::Mirror => "自分の映像を左右反転",
        Extra::HideOwn => "通話中は自分の映像を隠す",
        Extra::Theme => "配色",
        Extra::ThemeSystem => "システムに合わせる",
        Extra::ThemeLight => "ライト",
        Extra::ThemeDark => "ダーク",
        Extra::Language => "言語",
        Extra::SilencedHere => "相手の音量を0にしています",
        Extra::SpeakerGone => "選んだスピーカーがなくなったため、システムのスピーカーを使います。",
        Extra::SpeakerBack => "選んだスピーカーが戻りました。",
        Extra::LanguageNotKept => "このブラウザーはCookieをブロックしているため、言語を保存できません。",
        Extra::NewsNotSaved => "「{}」を保存できませんでした。ブラウザーが削除しました。",
        Extra::FoldersDropped => "フォルダーは送れません。中のファイルをドロップするか、1つに圧縮してください。",
        Extra::LanguageReload => "ページが再読み込みされますが、通話は続きます。",
        Extra::Chat => "チャット",
        Extra::ChatText => "メッセージ",
        Extra::ChatSend => "送信",
        Extra::ChatEmpty => "ここに書いたことは相手に直接届き、通話が終わると消えます。",
        Extra::ChatLines => "メッセージ一覧",
        Extra::ChatYou => "あなた：",
        Extra::ChatThey => "相手：",
        Extra::ChatTooLong => "長すぎます。{}文字までです。ファイルとして送ってください。",
        Extra::ChatFull => "まだ届いていないメッセージが多すぎます。入力した文章はここに残ります。",
        Extra::ChatPending => "まだ届いていません",
        Extra::ChatAlone => "今は読んでくれる相手がいません。",
        Extra::ChatNews => "新着メッセージ：{}",
        Extra::UnreadOne
        | Extra::UnreadZero
        | Extra::UnreadTwo
        | Extra::UnreadFew
        | Extra::UnreadMany
        | Extra::UnreadOther => "未読メッセージ{}件",
        Extra::ShareScreen => "画面を共有",
        Extra::StopSharing => "共有を停止",
        Extra::ScreenFailed => "あなたの画面を共有できませんでした。",
        Extra::ScreenShown => "あなたの画面を相手に見せています。",
        Extra::ScreenHidden => "あなたの画面は、もう相手に見えていません。",
        Extra::PeerScreen => "相手の画面",
        Extra::Tools => "その他",
        Extra::FullScreen => "全画面表示",
        Extra::WholePicture => "映像全体を表示",
        Extra::FillWindow => "ウィンドウいっぱいに表示",
        Extra::Pip => "小さなウィンドウ",
        Extra::PipClosed => "相手のカメラがオフのため、小さなウィンドウを閉じました。",
        Extra::PipFailed => "小さなウィンドウを開けませんでした。",
        Extra::Flip => "カメラを切り替え",
        Extra::WhoMayComeIn => "入室できる人",
        Extra::AccessOpen => "名前を知っている人",
        Extra::AccessKnock => "ノックして許可された人",
        Extra::AccessLocked => "二人そろったら、ほかの人は不可",
        Extra::Knocking => "だれかがノックしています",
        Extra::LetIn => "入ってもらう",
        Extra::NotNow => "今はしない",
        Extra::Knock => "ノックする",
        Extra::Knocked => "ノックしました。返事をお待ちください。",
        Extra::NotLetIn => "入室は許可されませんでした。",
        Extra::Keys => "キー操作",
        Extra::SpaceBar => "スペース",
        Extra::KeyMicrophone => "マイクのオフ／オン",
        Extra::KeyCamera => "カメラのオフ／オン",
        Extra::KeyScreen => "画面を共有",
        Extra::KeyChat => "チャット",
        Extra::KeyFullScreen => "全画面表示",
        Extra::KeyFraming => "映像全体、またはウィンドウいっぱい",
        Extra::KeyTalk => "マイクがオフのとき、押している間だけ話す",
        Extra::KeyHelp => "この一覧",
        Extra::LetterKeys => "これらのキーを使う",
        Extra::MovablePicture => "動かせる映像",
        Extra::MakeUpName => "名前をおまかせ",
        Extra::RecentRooms => "前回：",
        Extra::ForgetRooms => "履歴を消す",
        Extra::Share => "共有…",
        Extra::InviteText => "Duetで話しましょう。合言葉は「{}」です。",
        Extra::InviteCode => "スマートフォン用のQRコード",
        Extra::CheckLink => "すべてチェック（新しいタブ）",
        Extra::CheckTitle => "すべて正常に動きますか？",
        Extra::CheckLead => {
            "カメラ、音声、接続を順にテストし、どこに問題があり、どうすればよいかをお知らせします。あなたの姿も声も、\
             誰にも届きません。サーバーのテストに必要なもの以外、このデバイスの外には何も送られません。"
        }
        Extra::CheckStart => "チェックを開始",
        Extra::CheckStop => "中止",
        Extra::CheckAgain => "もう一度チェック",
        Extra::CheckBack => "通話に戻る",
        Extra::CheckList => "テスト項目",
        Extra::CheckNow => "テスト中：{}。",
        Extra::CheckAllow => "ブラウザが確認してきたら、「許可」を押してください。",
        Extra::CheckSpeak => "何か話してください。バーが動けば正常です。",
        Extra::CheckQuestion => "音が2回聞こえますか？",
        Extra::CheckHear => "聞こえる",
        Extra::CheckHearNot => "聞こえない",
        Extra::CheckPlayAgain => "もう一度鳴らす",
        Extra::CheckFine => "すべて正常です。いつでも通話できます。",
        Extra::CheckDoubts => "通話はできますが、支障になりそうなことがあります。下をご覧ください。",
        Extra::CheckFaults => "問題があり、通話できません。対処方法は下をご覧ください。",
        Extra::CheckEnded => "チェックは途中で中止されました。",
        Extra::CheckCopy => "レポートをコピー",
        Extra::CheckCopied => "レポートをコピーしました。名前、アドレス、ルーム名は含まれていません。",
        Extra::CheckCopyByHand => {
            "ブラウザがページからのコピーを許可していません。下の文章を手動でコピーしてください。"
        }
        Extra::CheckReport => "レポート",
        Extra::CheckReportTitle => "Duet、このデバイスのチェック",
        Extra::CheckWaiting => "待機中",
        Extra::CheckRunning => "テスト中",
        Extra::CheckPassed => "正常",
        Extra::CheckWarned => "警告あり",
        Extra::CheckFailed => "問題あり",
        Extra::CheckSkipped => "未テスト",
        Extra::CheckSecure => "安全なページ",
        Extra::CheckBrowser => "ブラウザ",
        Extra::CheckServer => "サーバーへの接続",
        Extra::CheckStun => "ネットワークの外への経路（STUN）",
        Extra::CheckRelay => "閉じたネットワークの迂回路（中継）",
        Extra::CheckCall => "自分との通話",
        Extra::CheckWorks => "正常です。",
        Extra::CheckHeard => "聞こえました。",
        Extra::CheckPicture => "{}ピクセルの映像が動いています。",
        Extra::CheckAfter => "正常です（{}ミリ秒）。",
        Extra::CheckNeeds => "「{}」に問題があるため、テストしていません。",
        Extra::CheckNotDone => "テストしていません。",
        Extra::CheckBlackWhy => "カメラはオンですが、映像が真っ黒です。",
        Extra::CheckBlackDo => "カメラの前にカバーやシャッターがないか確認し、明かりをつけてください。",
        Extra::CheckQuietWhy => "マイクから音は届いていますが、声が聞こえませんでした。",
        Extra::CheckQuietDo => {
            "もう一度チェックして、通話のときのように話してください。それでも変わらなければ、\
             システムの設定でマイクの音量を上げるか、別のマイクを選んでください。"
        }
        Extra::CheckNoMeterWhy => "マイクはオンですが、このブラウザーでは音量を測れませんでした。",
        Extra::CheckNoMeterDo => {
            "それでも使えることがあります。通話で試してください。スピーカーがない場合は、つないでからもう一度確認してください。"
        }
        Extra::CheckNoAnswerWhy => "音が聞こえるかどうか、回答がありませんでした。",
        Extra::CheckNoAnswerDo => "もう一度チェックして、2つのボタンのどちらかを押してください。",
        Extra::CheckSlowWhy => "サーバーの応答に{}ミリ秒かかりました。",
        Extra::CheckSlowDo => "参加に時間がかかります。Wi-Fiルーターに近づくか、ケーブルで接続してください。",
        Extra::CheckNoStunWhy => {
            "このサーバーにはSTUNサーバーが設定されていないため、\
             ページは自分のネットワーク内のアドレスしかわかりません。"
        }
        Extra::CheckNoStunDo => {
            "同じネットワーク内なら通話できます。別のネットワークと通話するには、\
             このサーバーの管理者がDUET_ICE_SERVERSに stun: のアドレスを設定する必要があります。"
        }
        Extra::CheckStunSilentWhy => "外部から見たあなたのアドレスを調べるサーバーが応答しませんでした。",
        Extra::CheckStunSilentDo => {
            "お使いのネットワークがUDPを遮断しているかもしれません。スマートフォンの回線など、\
             別のネットワークを試してください。職場では、UDPポート3478を開くよう依頼してください。\
             VPNを使っている場合は、一度オフにしてみてください。"
        }
        Extra::CheckNoRelayDo => "このサーバーの管理者が、DUET_RELAY に公開アドレスを設定する必要があります。",
        Extra::CheckRelayBy => "必要な通話は {} を使います。",
        Extra::CheckNoUdpWhy => {
            "中継サーバーには {} でしか届きません。このネットワークから UDP が出られないためです。悪い回線では音声と映像が遅れます。"
        }
        Extra::CheckNoUdpDo => {
            "別のネットワークを試してください。管理者の方：中継サーバーのポートへの UDP を許可してください。"
        }
        Extra::CheckCodecsWhy => {
            "このブラウザは、どのブラウザも対応しているはずの2つの映像形式、VP8とH.264のどちらにも対応していません。"
        }
        Extra::CheckCodecsDo => "ブラウザを更新するか、別のブラウザをお使いください。",
        Extra::CheckOnlyLineWhy => "接続は正常です。カメラがないため、映像はテストできませんでした。",
        Extra::CheckOnlyLineDo => "カメラが使えるようになったら、もう一度チェックしてください。",
        Extra::CheckNoWebRtcWhy => "このブラウザは通話に対応していないか、通話できない設定になっています。",
        Extra::CheckNoWebRtcDo => "ブラウザを更新し、WebRTCをブロックする拡張機能をオフにしてください。",
        Extra::CheckNoWebRtcFirefox => {
            "アドレスバーに about:config と入力し、media.peerconnection.enabled を true にしてください。"
        }
        Extra::CheckNoWebRtcIos => {
            "ロックダウンモードでは通話できません。このページを対象から外してください\
             （アドレスバーのアイコン ›「Webサイトの設定」）。"
        }
        Extra::CheckInApp => {
            "このページを別のアプリの中で見ています。ブラウザで開き直してください（メニュー ›「ブラウザで開く」）。"
        }
        Extra::CheckTooLongWhy => {
            "時間内に始まりませんでした。ブラウザの確認に回答していないか、\
             ほかのアプリがデバイスを使用しているかもしれません。"
        }
        Extra::CheckTooLongDo => {
            "ブラウザの確認に回答し、カメラやマイクを使うほかのアプリを閉じてから、もう一度チェックしてください。"
        }
        Extra::CheckDeniedDo => "このページでの使用を許可してから、もう一度チェックしてください。",
        Extra::CheckDismissedDo => "もう一度チェックして、「許可」を押してください。",
        Extra::Colon => "：",
        Extra::CheckAllowIos => {
            "アドレスバーのアイコン ›「Webサイトの設定」で、\
             「カメラ」と「マイク」を「許可」に変更してください。Safari以外のブラウザでは、\
             「設定」アプリ › ブラウザの名前、で変更できます。"
        }
        Extra::CheckAllowAndroid => {
            "アドレスの左にあるアイコン ›「権限」で許可してください。次に、\
             「設定」アプリ ›「アプリ」› お使いのブラウザ ›「権限」も確認してください。"
        }
        Extra::CheckAllowSystem => {
            "そこですでに許可してある場合は、システムの設定 ›「プライバシー」›「カメラ」と「マイク」で、\
             お使いのブラウザも許可してください。"
        }
        Extra::CheckNoFramesWhy => "カメラはオンですが、映像が届いていません。",
        Extra::CheckNoFramesDo => {
            "カメラを使うほかのアプリを閉じてください。カメラを抜き差しするか、このデバイスを再起動してから、\
             もう一度チェックしてください。"
        }
        Extra::CheckSilentWhy => "マイクはオンですが、雑音さえ届いていません。",
        Extra::CheckSilentDo => {
            "どこかでオフになっています。ヘッドセットやキーボードのボタンを確認し、\
             システムのサウンド設定でミュートになっていないか確認してください。"
        }
        Extra::CheckNotHeardWhy => "このデバイスの音が聞こえていません。",
        Extra::CheckNotHeardDo => {
            "音量を上げて、システムのサウンド設定で音の出力先を確認してください。\
             イヤホンやヘッドホンがつながっているかもしれません。"
        }
        Extra::CheckNotHeardTab => {
            "タブがミュートされているかもしれません。タブを右クリック ›「ミュートを解除」を選んでください。"
        }
        Extra::CheckNotHeardIos => "本体側面の着信／消音スイッチを確認し、消音モードをオフにしてください。",
        Extra::CheckNotHeardAndroid => "メディアの音量を上げてください。通話や着信音の音量とは別のものです。",
        Extra::CheckNoSoundWhy => "ブラウザが音を再生しませんでした。",
        Extra::CheckNoSoundDo => {
            "ブラウザの設定でこのページの音声を許可し、スピーカーが接続されているか確認してください。"
        }
        Extra::CheckAwayWhy => "サーバーが応答しません。",
        Extra::CheckAwayDo => {
            "インターネットに接続しているか確認してください。ほかのページが開けるなら、\
             1分ほど待ってもう一度お試しください。"
        }
        Extra::CheckSocketsWhy => "サーバーは応答していますが、通話に必要な接続（WebSocket）が途中で遮断されています。",
        Extra::CheckSocketsDo => {
            "ファイアウォール、プロキシ、ウイルス対策ソフト、拡張機能などが原因かもしれません。\
             このページではオフにするか、別のネットワークをお使いください。サーバーの管理者の方へ：\
             サーバーの手前のプロキシは、/ws でWebSocketを通す必要があります。"
        }
        Extra::CheckOriginWhy => {
            "サーバーは応答していますが、このページを拒否しています。アドレスバーとは異なる名前で要求が届いたためです。"
        }
        Extra::CheckOriginDo => {
            "サーバーの管理者の方へ：サーバーの手前のプロキシが名前（Host）を書き換えています。Hostをそのまま通すか、アドレスバーの名前をDUET_NAMESに設定してください。"
        }
        Extra::CheckVersionWhy => "サーバーのバージョンが、このページと異なります。",
        Extra::CheckVersionDo => "ページを再読み込みしてください。",
        Extra::CheckRelaySilentWhy => {
            "中継サーバーが応答しなかったため、外部からの接続を遮断するネットワークとはつながりません。"
        }
        Extra::CheckRelaySilentDo => {
            "別のネットワークを試してください。このサーバーの管理者の方は、中継サーバーが動いているか、\
             パスワードが正しいか、ポートが開いているかを確認してください。"
        }
        Extra::CheckRelayMuteWhy => "中継サーバーは応答しますが、何も中継しません。",
        Extra::CheckRelayMuteDo => {
            "このサーバーの管理者の方へ：中継サーバーが別のプログラムの場合は、自分自身の公開アドレスへの送信を許可してください。"
        }
        Extra::CheckNoConnectionWhy => "このページの中の2つの接続が、お互いを見つけられませんでした。",
        Extra::CheckNoConnectionDo => {
            "VPN、ファイアウォールソフト、プライバシー保護の拡張機能などが遮断しています。\
             このページではオフにしてから、もう一度チェックしてください。"
        }
        Extra::CheckNoEchoWhy => "通話はつながりましたが、メッセージが届きません。",
        Extra::CheckNoPictureWhy => "通話はつながりましたが、映像を表示できませんでした。",
        Extra::CheckNoPictureDo => {
            "ブラウザの設定でハードウェアアクセラレーションをオフにし、ブラウザを更新してから、\
             もう一度チェックしてください。"
        }
        Extra::FamilyIos => "iPhone、iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "別のアプリの中",
        Extra::FamilyOther => "その他のブラウザ",
        Extra::Files => "ファイル",
        Extra::ChooseFiles => "ファイルを選択",
        Extra::FilesHint => {
            "このページの好きな場所にドロップすることもできます。ファイルは相手に直接届きます（1つ2 GBまで）。"
        }
        Extra::DropFiles => "ここにドロップして、相手にファイルを送る",
        Extra::AcceptFile => "受け取る",
        Extra::RefuseFile => "断る",
        Extra::CancelFile => "キャンセル",
        Extra::SaveFile => "保存",
        Extra::FileAwaitsThem => "相手が受け取るのを待っています",
        Extra::FileAwaitsYou => "あなた宛てです。受け取りますか？",
        Extra::FileSending => "送信中",
        Extra::FileReceiving => "受信中",
        Extra::FilePaused => "接続が戻ると再開します",
        Extra::FileAway => "相手は今いません。戻ると再開します。",
        Extra::FileSent => "相手に届きました",
        Extra::FileToSave => "届きました。このページを閉じる前に保存してください。",
        Extra::FileStored => "選んだ場所に保存しました",
        Extra::FileSaved => "保存のためブラウザに渡しました",
        Extra::FileRefused => "あなたが断りました",
        Extra::FileCancelled => "あなたがキャンセルしました",
        Extra::FileNotTaken => "相手が断りました",
        Extra::FileWithdrawn => "相手が取り下げました",
        Extra::FileTooLargeHere => "大きすぎて、このブラウザでは受け取れません",
        Extra::FileTooLargeThere => "大きすぎて、相手のブラウザでは受け取れません",
        Extra::FileTooMany => "相手側で待っているファイルが多すぎます",
        Extra::FileNotStoredHere => "ここに保存できませんでした。空き容量は足りていますか？",
        Extra::FileNotStoredThere => "相手側で保存できませんでした",
        Extra::FileUnreadableHere => "読み取れません。移動または変更しましたか？",
        Extra::FileUnreadableThere => "相手側で読み取れなくなりました",
        Extra::FileDamaged => "途中で2回破損しました",
        Extra::FileGone => "相手のページが閉じられたか再読み込みされたため、終了しました",
        Extra::FileCallOver => "先に通話が終了しました",
        Extra::NewsOffered => "相手がファイルを送ろうとしています：{}",
        Extra::NewsSent => "あなたのファイルが相手に届きました：{}",
        Extra::NewsToSave => "ファイルが届きました。「ファイル」で保存してください：{}",
        Extra::NewsStored => "ファイルが届きました：{}",
        Extra::NewsTooLarge => "2 GBを超えているため送れません：{}",
        Extra::NewsTooMany => "一度に送るファイルが多すぎます。送らなかったもの：{}",
        Extra::NewsUnsaved => "通話が終了しました。まだ保存していないファイルがあります。",
        Extra::Quality => "通話の品質",
        Extra::QualitySign => "通話の品質：",
        Extra::QualityUnknown => "まだわかりません",
        Extra::QualityGood => "良い",
        Extra::QualityFair => "普通",
        Extra::QualityPoor => "悪い",
        Extra::WhyGood => "映像も音声もきれいに届いています。",
        Extra::WhyLossSent => "こちらから送ったものの一部が、途中で失われています。",
        Extra::WhyLossReceived => "相手から送られたものの一部が、途中で失われています。",
        Extra::WhyRoundTrip => "お互いの声が遅れて届いています。",
        Extra::WhyJitter => "相手からの映像や音声が、不規則に届いています。",
        Extra::WhyFrozen => "相手の映像が止まっています。",
        Extra::WhySlow => "相手の映像がほとんど動いていません。",
        Extra::WhyPaused => "相手の声が途切れないように、相手の映像は一時停止しています。",
        Extra::WhyBandwidth => "あなたの回線に余裕がありません。",
        Extra::WhyCpu => "このデバイスに負荷がかかっているため、あなたの映像が粗くなっています。",
        Extra::WhyRelay => "このサーバーの中継は、ひとつの通話にこれ以上は流せません。",
        Extra::PicturePaused => "声が途切れないように、あなたの映像を一時停止しています。",
        Extra::PictureBack => "あなたの映像がまた動き始めました。",
        Extra::Connection => "接続",
        Extra::YouSend => "送信",
        Extra::YouReceive => "受信",
        Extra::LastMinutes => "直近の3分間",
        Extra::RoundTrip => "往復時間",
        Extra::CameraToScreen => "カメラから画面まで",
        Extra::Route => "経路",
        Extra::Direct => "直接（ふたりの間）",
        Extra::Relayed => "中継（サーバー経由）",
        Extra::RelayedOver => "中継（{}）",
        Extra::HideAddress => "自分のアドレスを隠す",
        Extra::HideAddressWhat => {
            "映像と音声は中継サーバーを通り、相手にあなたの IP アドレスは伝わりません。少し遅れて届きます。通話中に変えた場合は、次の通話から有効です。"
        }
        Extra::HideAddressAlone => "このサーバーには中継がありません。これがオンの間は、通話がつながりません。",
        Extra::Privacy => "プライバシー",
        Extra::Available => "送信できる上限",
        Extra::Bitrate => "ビットレート",
        Extra::Loss => "損失",
        Extra::Jitter => "ジッター",
        Extra::PictureSize => "映像サイズ",
        Extra::FrameRate => "フレームレート",
        Extra::Codec => "コーデック",
        Extra::Encoding => "エンコード",
        Extra::Decoding => "デコード",
        Extra::EachSecond => "毎秒{}フレーム",
        Extra::EachFrame => "1フレームあたり{}",
        Extra::InHardware => "{}（ハードウェア）",
        Extra::InSoftware => "{}（ソフトウェア）",
        Extra::GraphLatest => "現在 {}",
        Extra::GraphLowest => "最低 {}",
        Extra::GraphHighest => "最高 {}",
        Extra::GraphNothing => "まだ測定値がありません",
    }
}
