//! Arabic, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "الإعدادات",
        Extra::Close => "إغلاق",
        Extra::Devices => "الكاميرا والصوت",
        Extra::Camera => "الكاميرا",
        Extra::Microphone => "الميكروفون",
        Extra::Speaker => "مكبر الصوت",
        Extra::UnnamedDevice => "الجهاز {}",
        Extra::Level => "مستوى ميكروفونك",
        Extra::TestSpeaker => "تشغيل صوت تجريبي",
        Extra::Volume => "مستوى صوت الطرف الآخر",
        Extra::Appearance => "المظهر",
        Extra::Mirror => "عرض صورتي كما في المرآة",
        Extra::HideOwn => "إخفاء صورتي أثناء المكالمة",
        Extra::Theme => "الألوان",
        Extra::ThemeSystem => "حسب النظام",
        Extra::ThemeLight => "فاتحة",
        Extra::ThemeDark => "داكنة",
        Extra::Language => "اللغة",
        Extra::SilencedHere => "لقد خفضت صوت الطرف الآخر إلى الصفر",
        Extra::SpeakerGone => "لم يعد مكبر الصوت متاحًا. يُستخدم مكبر صوت النظام.",
        Extra::SpeakerBack => "عاد مكبر الصوت.",
        Extra::LanguageNotKept => "لا يحفظ هذا المتصفح اختيار اللغة لأنه يحظر ملفات تعريف الارتباط.",
        Extra::NewsNotSaved => "تعذّر حفظ «{}»: حذفه المتصفح.",
        Extra::FoldersDropped => "لا يمكن إرسال المجلدات. أفلت الملفات التي بداخلها أو اضغطها في ملف واحد.",
        Extra::LanguageReload => "يُعاد تحميل الصفحة، وتستمر المكالمة إن كانت جارية.",
        Extra::Chat => "الدردشة",
        Extra::ChatText => "رسالة",
        Extra::ChatSend => "إرسال",
        Extra::ChatEmpty => "ما تكتبه يصل مباشرة إلى الطرف الآخر، ويختفي عند انتهاء المكالمة.",
        Extra::ChatLines => "الرسائل",
        Extra::ChatYou => "أنت:",
        Extra::ChatThey => "الطرف الآخر:",
        Extra::ChatTooLong => "النص طويل جدًا: {} حرف على الأكثر. أرسله كملف.",
        Extra::ChatFull => "هناك رسائل كثيرة لم تصل بعد. يبقى نصك هنا.",
        Extra::ChatPending => "لم تصل بعد",
        Extra::ChatAlone => "لا يوجد أحد آخر هنا ليقرأ ما تكتبه.",
        Extra::ChatNews => "رسالة جديدة: {}",
        Extra::UnreadOne => "{} رسالة غير مقروءة",
        Extra::UnreadZero => "{} رسالة غير مقروءة",
        Extra::UnreadTwo => "{} رسالتان غير مقروءتين",
        Extra::UnreadFew => "{} رسائل غير مقروءة",
        Extra::UnreadMany => "{} رسالةً غير مقروءة",
        Extra::UnreadOther => "{} رسالة غير مقروءة",
        Extra::ShareScreen => "مشاركة الشاشة",
        Extra::StopSharing => "إيقاف المشاركة",
        Extra::ScreenFailed => "تعذّر عرض شاشتك.",
        Extra::ScreenShown => "يرى الطرف الآخر شاشتك الآن.",
        Extra::ScreenHidden => "لم تعد شاشتك معروضة.",
        Extra::PeerScreen => "شاشة الطرف الآخر",
        Extra::Tools => "المزيد",
        Extra::FullScreen => "ملء الشاشة",
        Extra::WholePicture => "عرض الصورة كاملة",
        Extra::FillWindow => "ملء النافذة",
        Extra::Pip => "نافذة صغيرة",
        Extra::PipClosed => "كاميرا الطرف الآخر متوقفة: أُغلقت النافذة الصغيرة.",
        Extra::PipFailed => "تعذّر فتح النافذة الصغيرة.",
        Extra::Flip => "الكاميرا الأخرى",
        Extra::WhoMayComeIn => "من يمكنه الدخول",
        Extra::AccessOpen => "كل من يعرف الاسم",
        Extra::AccessKnock => "من يطرق الباب ويُسمح له",
        Extra::AccessLocked => "لا أحد غيركما بعد أن تصبحا اثنين",
        Extra::Knocking => "أحدهم يطرق الباب",
        Extra::LetIn => "اسمح بالدخول",
        Extra::NotNow => "ليس الآن",
        Extra::Knock => "اطرق الباب",
        Extra::Knocked => "لقد طرقت الباب. انتظر الرد.",
        Extra::NotLetIn => "لم يُسمح لك بالدخول.",
        Extra::Keys => "اختصارات لوحة المفاتيح",
        Extra::SpaceBar => "المسافة",
        Extra::KeyMicrophone => "كتم الميكروفون أو إلغاء كتمه",
        Extra::KeyCamera => "إيقاف الكاميرا أو تشغيلها",
        Extra::KeyScreen => "عرض شاشتك",
        Extra::KeyChat => "الدردشة",
        Extra::KeyFullScreen => "ملء الشاشة",
        Extra::KeyFraming => "الصورة كاملة أو ملء النافذة",
        Extra::KeyTalk => "التحدث ما دام المفتاح مضغوطًا، أثناء كتم الميكروفون",
        Extra::KeyHelp => "هذه القائمة",
        Extra::LetterKeys => "استخدام هذه الاختصارات",
        Extra::MovablePicture => "صورة يمكنك تحريكها",
        Extra::MakeUpName => "اقتراح اسم",
        Extra::RecentRooms => "في المرة السابقة:",
        Extra::ForgetRooms => "نسيان هذه الغرف",
        Extra::Share => "مشاركة…",
        Extra::InviteText => "موعدنا في Duet. الكلمة هي «{}».",
        Extra::InviteCode => "رمز للهاتف",
        Extra::CheckLink => "فحص كل شيء في علامة تبويب جديدة",
        Extra::CheckTitle => "هل كل شيء يعمل؟",
        Extra::CheckLead => {
            "تُفحص الكاميرا والصوت والاتصال واحدًا تلو الآخر، ثم تقرأ أين الخلل وما عليك فعله. لا أحد يراك أو يسمعك: \
             لا يخرج من هذا الجهاز شيء سوى اختبار الخادم."
        }
        Extra::CheckStart => "بدء الفحص",
        Extra::CheckStop => "إيقاف",
        Extra::CheckAgain => "إعادة الفحص",
        Extra::CheckBack => "العودة إلى المكالمة",
        Extra::CheckList => "الاختبارات",
        Extra::CheckNow => "الآن: {}.",
        Extra::CheckAllow => "إذا سألك المتصفح، فاضغط على «السماح».",
        Extra::CheckSpeak => "قل شيئًا: يجب أن يتحرك الشريط.",
        Extra::CheckQuestion => "هل تسمع نغمتين؟",
        Extra::CheckHear => "أسمعهما",
        Extra::CheckHearNot => "لا أسمعهما",
        Extra::CheckPlayAgain => "تشغيلهما مجددًا",
        Extra::CheckFine => "كل شيء يعمل. أنت جاهز للمكالمة.",
        Extra::CheckDoubts => "ستنجح المكالمة، لكن قد يفسدها أمر أو أكثر: انظر أدناه.",
        Extra::CheckFaults => "هناك ما يحول دون المكالمات: انظر أدناه ما عليك فعله.",
        Extra::CheckEnded => "أُوقف الفحص قبل اكتماله.",
        Extra::CheckCopy => "نسخ التقرير",
        Extra::CheckCopied => "تم نسخ التقرير. لا يتضمن أسماء ولا عناوين ولا غرفًا.",
        Extra::CheckCopyByHand => "لا يسمح المتصفح للصفحة بالنسخ: انسخ النص أدناه بنفسك.",
        Extra::CheckReport => "التقرير",
        Extra::CheckReportTitle => "فحص هذا الجهاز في Duet",
        Extra::CheckWaiting => "في الانتظار",
        Extra::CheckRunning => "قيد الفحص",
        Extra::CheckPassed => "على ما يرام",
        Extra::CheckWarned => "مع تحذير",
        Extra::CheckFailed => "يوجد خلل",
        Extra::CheckSkipped => "من دون فحص",
        Extra::CheckSecure => "صفحة آمنة",
        Extra::CheckBrowser => "المتصفح",
        Extra::CheckServer => "الاتصال بالخادم",
        Extra::CheckStun => "المخرج من شبكتك (STUN)",
        Extra::CheckRelay => "طريق بديل للشبكات المغلقة (الترحيل)",
        Extra::CheckCall => "مكالمة مع نفسك",
        Extra::CheckWorks => "لا مشكلة هنا.",
        Extra::CheckHeard => "سُمع الصوت.",
        Extra::CheckPicture => "صورة متحركة بدقة {} بكسل.",
        Extra::CheckAfter => "تم بنجاح خلال {} ملي ثانية.",
        Extra::CheckNeeds => "لم يُجرَ هذا الفحص بسبب خلل في: {}.",
        Extra::CheckNotDone => "لم يُجرَ هذا الفحص.",
        Extra::CheckBlackWhy => "الكاميرا تعمل، لكن صورتها سوداء.",
        Extra::CheckBlackDo => "تأكد من عدم وجود غطاء أو لسان منزلق أمامها، وأضئ المكان.",
        Extra::CheckQuietWhy => "يلتقط الميكروفون صوتًا، لكن لم يُسمع كلام.",
        Extra::CheckQuietDo => {
            "أعد الفحص وتحدث كما تتحدث في المكالمة. إذا لم يتغير شيء، فارفع مستوى الميكروفون في إعدادات النظام، أو \
             اختر هناك ميكروفونًا آخر."
        }
        Extra::CheckNoMeterWhy => "الميكروفون يعمل، لكن هذا المتصفح لم يتمكن من قياس ما يسمعه.",
        Extra::CheckNoMeterDo => {
            "قد يعمل رغم ذلك: جرّبه في مكالمة. إذا لم يكن هناك مكبر صوت موصول، فصِل واحدًا ثم افحص من جديد."
        }
        Extra::CheckNoAnswerWhy => "لم تحدد إن كنت تسمع النغمتين أم لا.",
        Extra::CheckNoAnswerDo => "أعد الفحص واضغط على أحد الزرين.",
        Extra::CheckSlowWhy => "لم يُجب الخادم إلا بعد {} ملي ثانية.",
        Extra::CheckSlowDo => "سيكون الانضمام بطيئًا. اقترب من جهاز Wi-Fi، أو استخدم كابل شبكة.",
        Extra::CheckNoStunWhy => "لا يحدد هذا الخادم أي خادم STUN، لذا لا تعرف الصفحة سوى عنوانها داخل شبكتها.",
        Extra::CheckNoStunDo => {
            "تنجح المكالمات داخل الشبكة الواحدة. أما المكالمات بين شبكات مختلفة، فعلى من يدير هذا الخادم أن يضبط لها \
             المتغير DUET_ICE_SERVERS على عنوان بالصيغة stun:host:port."
        }
        Extra::CheckStunSilentWhy => "لم يُجب الخادم الذي يبيّن العنوان الذي تظهر به خارج شبكتك.",
        Extra::CheckStunSilentDo => {
            "ربما تحجب شبكتك بروتوكول UDP. جرّب شبكة أخرى، مثل شبكة هاتفك؛ وفي مكان العمل، اطلب فتح منفذ UDP رقم 3478. \
             وإذا كنت تستخدم شبكة VPN، فأوقفها على سبيل التجربة."
        }
        Extra::CheckNoRelayDo => "على من يدير هذا الخادم أن يضع عنوانه العام في المتغير DUET_RELAY.",
        Extra::CheckRelayBy => "المكالمة التي تحتاج إليه تمر عبر {}.",
        Extra::CheckNoUdpWhy => {
            "لا يمكن الوصول إلى المُرحِّل إلا عبر {}: لا يخرج UDP من هذه الشبكة. على خط رديء يتأخر الصوت والصورة."
        }
        Extra::CheckNoUdpDo => "جرّب شبكة أخرى. على من يدير هذه الشبكة السماح بخروج UDP إلى منفذ المُرحِّل.",
        Extra::CheckCodecsWhy => {
            "لا يعرف هذا المتصفح أيًا من تنسيقي الفيديو اللذين ينبغي أن يعرفهما كل متصفح: VP8 وH.264."
        }
        Extra::CheckCodecsDo => "حدّثه، أو استخدم متصفحًا آخر.",
        Extra::CheckOnlyLineWhy => "الاتصال يعمل. أما الصورة فتعذّر فحصها من دون كاميرا.",
        Extra::CheckOnlyLineDo => "أعد الفحص بعد أن تعمل الكاميرا.",
        Extra::CheckNoWebRtcWhy => "لا يستطيع هذا المتصفح إجراء المكالمات، أو أن هذه الميزة معطّلة فيه.",
        Extra::CheckNoWebRtcDo => "حدّث المتصفح، وأوقف الإضافات التي تحجب WebRTC.",
        Extra::CheckNoWebRtcFirefox => {
            "اكتب about:config في شريط العناوين، واضبط media.peerconnection.enabled على true."
        }
        Extra::CheckNoWebRtcIos => {
            "نمط التأمين (Lockdown Mode) يعطّل المكالمات: استثنِ هذه الصفحة منه (الأيقونة في شريط العناوين › إعدادات \
             موقع الويب)."
        }
        Extra::CheckInApp => {
            "أنت تتصفح هذه الصفحة داخل تطبيق آخر. افتحها في متصفحك بدلًا منه: القائمة › الفتح في المتصفح."
        }
        Extra::CheckTooLongWhy => {
            "لم يبدأ التشغيل في الوقت المناسب. ربما لم تُجب عن سؤال المتصفح، أو أن برنامجًا آخر يستخدم الكاميرا أو \
             الميكروفون."
        }
        Extra::CheckTooLongDo => "أجب عن السؤال، وأغلق البرامج الأخرى التي تستخدم الكاميرا أو الميكروفون، ثم أعد الفحص.",
        Extra::CheckDeniedDo => "اسمح لهذه الصفحة باستخدامهما، ثم أعد الفحص.",
        Extra::CheckDismissedDo => "أعد الفحص، ثم اضغط على «السماح».",
        Extra::Colon => ": ",
        Extra::CheckAllowIos => {
            "الأيقونة في شريط العناوين › إعدادات موقع الويب › الكاميرا والميكروفون: السماح؛ وفي \
             المتصفحات الأخرى غير Safari: تطبيق الإعدادات › اسم المتصفح."
        }
        Extra::CheckAllowAndroid => {
            "الأيقونة في بداية شريط العناوين › الأذونات؛ ثم تطبيق الإعدادات › التطبيقات › المتصفح › \
             الأذونات."
        }
        Extra::CheckAllowSystem => {
            "إذا كان الإذن ممنوحًا هناك: إعدادات النظام نفسه › الخصوصية › الكاميرا والميكروفون، حيث يجب أن يكون متصفحك \
             مسموحًا له أيضًا."
        }
        Extra::CheckNoFramesWhy => "الكاميرا تعمل، لكن لا تصل منها صورة.",
        Extra::CheckNoFramesDo => {
            "أغلق البرامج الأخرى التي تستخدمها، وافصلها ثم وصّلها من جديد، أو أعد تشغيل هذا الجهاز. بعد ذلك أعد الفحص."
        }
        Extra::CheckSilentWhy => "الميكروفون يعمل، لكن لا يصل منه شيء على الإطلاق، ولا حتى ضجيج.",
        Extra::CheckSilentDo => {
            "لا بد أنه موقوف في مكان ما: ابحث عن زر في سماعة الرأس أو في لوحة المفاتيح، وانظر في إعدادات الصوت في \
             النظام هل هو مكتوم."
        }
        Extra::CheckNotHeardWhy => "أنت لا تسمع صوت هذا الجهاز.",
        Extra::CheckNotHeardDo => {
            "ارفع مستوى الصوت، وانظر في إعدادات الصوت في النظام من أين يخرج الصوت: ربما كانت هناك سماعات موصولة \
             بالجهاز."
        }
        Extra::CheckNotHeardTab => "ربما كُتم صوت علامة التبويب: انقر عليها بزر الماوس الأيمن › إلغاء كتم الصوت.",
        Extra::CheckNotHeardIos => "انظر إلى مفتاح الرنين على جانب الجهاز، وأوقف النمط الصامت.",
        Extra::CheckNotHeardAndroid => "ارفع مستوى صوت الوسائط، فهو غير مستوى صوت المكالمات أو الرنين.",
        Extra::CheckNoSoundWhy => "لم يشغّل المتصفح أي نغمة.",
        Extra::CheckNoSoundDo => "اسمح لهذه الصفحة بتشغيل الصوت في إعدادات المتصفح، وتأكد من توصيل مكبر صوت.",
        Extra::CheckAwayWhy => "الخادم لا يستجيب.",
        Extra::CheckAwayDo => "تحقق من اتصالك بالإنترنت. إذا كانت الصفحات الأخرى تُفتح، فأعد المحاولة بعد دقيقة.",
        Extra::CheckSocketsWhy => {
            "الخادم يستجيب، لكن شيئًا ما في الطريق يحجب الاتصال الذي تحتاج إليه المكالمات (WebSocket)."
        }
        Extra::CheckSocketsDo => {
            "قد يكون السبب جدار حماية أو خادمًا وكيلًا أو برنامج مكافحة فيروسات أو إضافة: أوقفه لهذه الصفحة، أو استخدم \
             شبكة أخرى. لمن يدير الخادم: يجب أن يمرر الخادم الوكيل الموجود أمامه اتصالات WebSocket (/ws)."
        }
        Extra::CheckOriginWhy => "الخادم يستجيب، لكنه يرفض هذه الصفحة: وصل الطلب باسم غير الاسم الظاهر في شريط العنوان.",
        Extra::CheckOriginDo => {
            "لمن يدير الخادم: الخادم الوكيل الموجود أمامه يغيّر الاسم (Host). يجب أن يمرر Host كما هو، أو أن يُضبط DUET_NAMES على الاسم الظاهر في شريط العنوان."
        }
        Extra::CheckVersionWhy => "إصدار الخادم مختلف عن إصدار هذه الصفحة.",
        Extra::CheckVersionDo => "أعد تحميل الصفحة.",
        Extra::CheckRelaySilentWhy => {
            "لم يُجب خادم الترحيل، لذا لا يمكن اجتياز الشبكات التي تحجب الاتصالات الواردة من الخارج."
        }
        Extra::CheckRelaySilentDo => {
            "جرّب شبكة أخرى. لمن يدير هذا الخادم: تحقق من أن خادم الترحيل يعمل، وأن كلمة مروره صحيحة، وأن منافذه \
             مفتوحة."
        }
        Extra::CheckRelayMuteWhy => "خادم الترحيل يجيب، لكنه لا يمرّر شيئًا.",
        Extra::CheckRelayMuteDo => {
            "لمن يدير هذا الخادم: إذا كان الترحيل برنامجًا مستقلًا، فيجب أن يُسمح له بالإرسال إلى عنوانه العام."
        }
        Extra::CheckNoConnectionWhy => "لم يعثر اتصالان داخل هذه الصفحة أحدهما على الآخر.",
        Extra::CheckNoConnectionDo => {
            "تحجبهما شبكة VPN أو برنامج جدار حماية أو إضافة للخصوصية: أوقف ما يحجبهما لهذه الصفحة، ثم أعد الفحص."
        }
        Extra::CheckNoEchoWhy => "نجح الاتصال بين الطرفين، لكن الرسائل لا تصل.",
        Extra::CheckNoPictureWhy => "نجح الاتصال بين الطرفين، لكن تعذّر عرض الصورة.",
        Extra::CheckNoPictureDo => "أوقف تسريع الأجهزة في إعدادات المتصفح، وحدّث المتصفح، ثم أعد الفحص.",
        Extra::FamilyIos => "iPhone وiPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "داخل تطبيق آخر",
        Extra::FamilyOther => "متصفح آخر",
        Extra::Files => "الملفات",
        Extra::ChooseFiles => "اختيار ملفات",
        Extra::FilesHint => {
            "أو أفلتها في أي مكان من هذه الصفحة. تنتقل مباشرة إلى الطرف الآخر، بحد أقصى 2 غيغابايت لكل ملف."
        }
        Extra::DropFiles => "أفلت الملفات هنا لعرضها على الطرف الآخر",
        Extra::AcceptFile => "قبول",
        Extra::RefuseFile => "رفض",
        Extra::CancelFile => "إلغاء",
        Extra::SaveFile => "حفظ",
        Extra::FileAwaitsThem => "في انتظار قبول الطرف الآخر",
        Extra::FileAwaitsYou => "لك، إن أردته",
        Extra::FileSending => "جارٍ الإرسال",
        Extra::FileReceiving => "جارٍ الاستلام",
        Extra::FilePaused => "سيُستأنف عند عودة الاتصال",
        Extra::FileAway => "الطرف الآخر غير موجود الآن. سيُستأنف عند عودته.",
        Extra::FileSent => "وصل إلى الطرف الآخر",
        Extra::FileToSave => "وصل الملف. احفظه قبل إغلاق هذه الصفحة.",
        Extra::FileStored => "حُفظ حيث أردت",
        Extra::FileSaved => "سُلّم إلى متصفحك ليحفظه",
        Extra::FileRefused => "لقد رفضته",
        Extra::FileCancelled => "لقد ألغيته",
        Extra::FileNotTaken => "لا يريده الطرف الآخر",
        Extra::FileWithdrawn => "سحبه الطرف الآخر",
        Extra::FileTooLargeHere => "حجمه أكبر مما يتيحه هذا المتصفح",
        Extra::FileTooLargeThere => "حجمه أكبر مما يتيحه متصفح الطرف الآخر",
        Extra::FileTooMany => "لدى الطرف الآخر ملفات كثيرة جدًا في الانتظار",
        Extra::FileNotStoredHere => "تعذّر حفظه هنا. هل توجد مساحة كافية؟",
        Extra::FileNotStoredThere => "تعذّر حفظه لدى الطرف الآخر",
        Extra::FileUnreadableHere => "تتعذّر قراءته. هل نُقل أو تغيّر؟",
        Extra::FileUnreadableThere => "لم تعد قراءته ممكنة لدى الطرف الآخر",
        Extra::FileDamaged => "تلف في الطريق مرتين",
        Extra::FileGone => "توقف لأن صفحة الطرف الآخر أُغلقت أو أُعيد تحميلها",
        Extra::FileCallOver => "انتهت المكالمة قبل اكتماله",
        Extra::NewsOffered => "لدى الطرف الآخر ملف لك: {}",
        Extra::NewsSent => "وصل ملفك إلى الطرف الآخر: {}",
        Extra::NewsToSave => "وصل ملف، احفظه من «الملفات»: {}",
        Extra::NewsStored => "وصل ملف: {}",
        Extra::NewsTooLarge => "حجمه يتجاوز 2 غيغابايت، ولا يمكن إرساله: {}",
        Extra::NewsTooMany => "ملفات كثيرة دفعة واحدة. لم يُعرض: {}",
        Extra::NewsUnsaved => "انتهت المكالمة. وما زال هناك ملف لم تحفظه بعد.",
        Extra::Quality => "جودة المكالمة",
        Extra::QualitySign => "جودة المكالمة:",
        Extra::QualityUnknown => "غير معروفة بعد",
        Extra::QualityGood => "جيدة",
        Extra::QualityFair => "متوسطة",
        Extra::QualityPoor => "ضعيفة",
        Extra::WhyGood => "الصوت والصورة يصلان جيدًا.",
        Extra::WhyLossSent => "يضيع جزء مما ترسله.",
        Extra::WhyLossReceived => "يضيع جزء مما يرسله الطرف الآخر.",
        Extra::WhyRoundTrip => "يصل كلام كل منكما إلى الآخر متأخرًا.",
        Extra::WhyJitter => "ما يرسله الطرف الآخر يصل على نحو غير منتظم.",
        Extra::WhyFrozen => "صورة الطرف الآخر متجمدة.",
        Extra::WhySlow => "صورة الطرف الآخر لا تكاد تتحرك.",
        Extra::WhyPaused => "أُوقفت صورة الطرف الآخر مؤقتًا حتى لا ينقطع صوته.",
        Extra::WhyBandwidth => "سعة اتصالك محدودة.",
        Extra::WhyCpu => "هذا الجهاز مشغول، لذا صورتك أقل وضوحًا.",
        Extra::WhyRelay => "مرحّل هذا الخادم لا ينقل أكثر من ذلك لمكالمة واحدة.",
        Extra::PicturePaused => "أُوقفت صورتك مؤقتًا حتى لا ينقطع صوتك.",
        Extra::PictureBack => "عادت صورتك إلى الحركة.",
        Extra::Connection => "الاتصال",
        Extra::YouSend => "ما ترسله",
        Extra::YouReceive => "ما تستقبله",
        Extra::LastMinutes => "آخر ثلاث دقائق",
        Extra::RoundTrip => "زمن الذهاب والإياب",
        Extra::CameraToScreen => "من الكاميرا إلى الشاشة",
        Extra::Route => "المسار",
        Extra::Direct => "مباشر، من طرف إلى آخر",
        Extra::Relayed => "مُرحَّل، عبر خادم",
        Extra::RelayedOver => "مُرحَّل، عبر {}",
        Extra::HideAddress => "إخفاء عنواني",
        Extra::HideAddressWhat => {
            "تمر الصورة والصوت حينها عبر خادم ترحيل، ولا يعرف الطرف الآخر عنوان IP الخاص بك. ويصلان متأخرين قليلًا. وأثناء المكالمة يسري ذلك من المكالمة التالية."
        }
        Extra::HideAddressAlone => "ليس لهذا الخادم خادم ترحيل: ما دام هذا مفعّلًا، لا يمكن لأي مكالمة أن تتصل.",
        Extra::Privacy => "الخصوصية",
        Extra::Available => "سعة الإرسال المتاحة",
        Extra::Bitrate => "معدل البت",
        Extra::Loss => "الفقد",
        Extra::Jitter => "التذبذب",
        Extra::PictureSize => "أبعاد الصورة",
        Extra::FrameRate => "معدل الإطارات",
        Extra::Codec => "برنامج الترميز",
        Extra::Encoding => "الترميز",
        Extra::Decoding => "فك الترميز",
        Extra::EachSecond => "{} في الثانية",
        Extra::EachFrame => "{} لكل إطار",
        Extra::InHardware => "{}، عبر العتاد",
        Extra::InSoftware => "{}، عبر البرمجيات",
        Extra::GraphLatest => "الآن {}",
        Extra::GraphLowest => "الأدنى {}",
        Extra::GraphHighest => "الأعلى {}",
        Extra::GraphNothing => "لم يُقَس شيء بعد",
    }
}
