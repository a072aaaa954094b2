// The rows of the table of commands, in the order in which help shows them.

extension CommandTable {
    static let rows: [CommandSpec] =
        intake + callRows + triageRows + sending + offerRows + steps + taskRows + patientRows + ending
        + courseRows + dutyRows + hospitalRows
        + showing + alertRows + shiftRows + privacyRows + publishingRows + desk

    private static let incident = ArgumentSpec(.incident, names: ["I", "CA"])
    private static let unit = ArgumentSpec(.unit, names: ["U", "XE"])
    private static let time = ArgumentSpec(.time, .signed, required: false)

    private static let intake: [CommandSpec] = [
        CommandSpec(
            .open, "N", "MOI", .records,
            [
                ArgumentSpec(.phone, required: false, names: ["T", "DT"]),
                ArgumentSpec(.priority, .named, required: false, names: ["P", "UT"]),
                ArgumentSpec(.form, .named, required: false, names: ["F", "PHIEU"]),
                ArgumentSpec(.time, .signed, required: false),
                ArgumentSpec(.place, .rest, required: false),
                ArgumentSpec(.words, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "mở ca mới từ cuộc gọi đang nghe; lời người gọi được giữ nguyên văn",
                en: "opens an incident from the call in hand; the caller's words are kept as typed"),
            examples: [
                Phrase(
                    vi: "MOI 0903123456 cho ben thanh ; dau nguc, kho tho",
                    en: "N 0903123456 cho ben thanh ; dau nguc, kho tho"),
                Phrase(
                    vi: "MOI P=1 36/45 le loi, q1 ; bat tinh", en: "N P=1 36/45 le loi, q1 ; unconscious"),
                Phrase(vi: "MOI 10.7725,106.6980", en: "N 10.7725,106.6980"),
                Phrase(
                    vi: "MOI F=17 @14h05 0903123456 cho ben thanh ; dau nguc",
                    en: "N F=17 @14:05 0903123456 cho ben thanh ; dau nguc"),
            ]),
        CommandSpec(
            .locate, "LOC", "VT", .records, [incident, ArgumentSpec(.place, .rest)],
            does: Phrase(
                vi: "sửa nơi xảy ra của ca; #2 chọn nơi thứ hai trong danh sách đã hỏi",
                en: "corrects the place of an incident; #2 chooses the second of the places asked"),
            examples: [
                Phrase(vi: "VT 1 phuong ben nghe", en: "LOC 1 phuong ben nghe"),
                Phrase(vi: "VT 1 10.7725,106.6980", en: "LOC 1 10.7725,106.6980"),
                Phrase(vi: "VT 1 #2", en: "LOC 1 #2"),
            ]),
        CommandSpec(
            .prioritise, "PR", "UT", .records,
            [incident, ArgumentSpec(.priority, names: ["P", "UT"])],
            does: Phrase(vi: "đổi mức ưu tiên của ca", en: "changes the priority of an incident"),
            examples: [Phrase(vi: "UT 1 do", en: "PR 1 red"), Phrase(vi: "UT 1 P=2", en: "PR 1 P=2")]),
        CommandSpec(
            .note, "NOTE", "GHI", .records, [incident, ArgumentSpec(.text, .rest)],
            does: Phrase(vi: "ghi thêm một dòng vào ca", en: "adds a line to an incident"),
            examples: [
                Phrase(vi: "GHI 1 ; cong khoa, goi bao ve", en: "NOTE 1 ; gate locked, call the guard")
            ]),
    ]

    private static let sending: [CommandSpec] = [
        CommandSpec(
            .recommend, "RE", "GY", .records,
            [
                incident, ArgumentSpec(.patients, required: false, names: ["PT", "BN"]),
                ArgumentSpec(.hospitalNeed, .named, required: false, names: ["NEED", "CAN"]),
            ],
            does: Phrase(
                vi: "gợi ý xe (giờ đi, tuổi vị trí); khi xe đã tới nơi: gợi ý bệnh viện, cho từng người, "
                    + "theo điều kíp báo cần; và vì sao chỗ khác không được chọn",
                en:
                    "recommends units (travel time, age of the fix); once one is on scene hospitals, for each "
                    + "patient, by what the crew says is needed; and why the others lost"),
            examples: [
                Phrase(vi: "GY 1", en: "RE 1"), Phrase(vi: "GY 1 2 CAN=tim", en: "RE 1 2 NEED=pci"),
            ]),
        CommandSpec(
            .dispatch, "DSP", "DIEU", .commits, [ArgumentSpec(.units, names: ["U", "XE"]), incident, time],
            does: Phrase(
                vi: "điều xe đến ca; nhiều xe thì đi cả hoặc không xe nào đi",
                en: "sends units to an incident; of several, all go or none"),
            examples: [
                Phrase(vi: "DIEU 12 1", en: "DSP 12 1"), Phrase(vi: "DIEU 12,15 1", en: "DSP 12,15 1"),
                Phrase(vi: "DIEU 12 1 @14h10", en: "DSP 12 1 @14:10"),
            ]),
        CommandSpec(
            .standDown, "STAND", "HUY", .commits,
            [
                unit, ArgumentSpec(.standDownReason, .rest, required: false),
                ArgumentSpec(.remark, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "cho xe rút khỏi ca đang đi", en: "stands a unit down from the incident it is on"),
            examples: [
                Phrase(vi: "HUY 12", en: "STAND 12"),
                Phrase(vi: "HUY 12 hong xe ; nổ lốp", en: "STAND 12 broken down ; burst tyre"),
            ]),
        CommandSpec(
            .divert, "REROUTE", "DOIHUONG", .commits, [unit, incident],
            does: Phrase(
                vi: "đổi hướng xe đang đi sang ca khác",
                en: "diverts a unit that is on its way to another incident"),
            examples: [Phrase(vi: "DOIHUONG 12 2", en: "REROUTE 12 2")]),
    ]

    private static func step(
        _ verb: Verb, _ english: String, _ vietnamese: String, _ does: Phrase
    ) -> CommandSpec {
        CommandSpec(
            verb, english, vietnamese, .steps, [unit, time], does: does,
            examples: [
                Phrase(vi: "\(vietnamese) 12", en: "\(english) 12"),
                Phrase(vi: "\(vietnamese) 12 @14h32", en: "\(english) 12 @14:32"),
            ])
    }

    private static let steps: [CommandSpec] = [
        step(
            .acknowledge, "AK", "NL",
            Phrase(vi: "kíp xe đã nhận lệnh", en: "the crew has acknowledged its order")),
        step(.enRoute, "EN", "LD", Phrase(vi: "xe đã lên đường", en: "the unit is en route")),
        step(.onScene, "AR", "HT", Phrase(vi: "xe đã đến hiện trường", en: "the unit is on scene")),
        step(
            .atPatient, "AP", "TCBN",
            Phrase(vi: "kíp đã tiếp cận bệnh nhân", en: "the crew is at the patient")),
        CommandSpec(
            .transport, "TR", "VC", .steps,
            [
                unit, ArgumentSpec(.hospital, required: false, names: ["H", "BV"]),
                ArgumentSpec(.patients, .named, required: false, names: ["PT", "BN"]),
                ArgumentSpec(.bedKind, .named, required: false, names: ["BED", "GIUONG"]), time,
                ArgumentSpec(.choiceReason, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi:
                    "xe chở bệnh nhân đến bệnh viện này, hay viện đã hẹn, đã gợi ý; nhập lại để đổi bệnh viện",
                en:
                    "the unit takes the patient to this hospital, or the one planned or proposed; again to change it"
            ),
            examples: [
                Phrase(vi: "VC 12 3", en: "TR 12 3"), Phrase(vi: "VC 12 BV=3 @14h50", en: "TR 12 H=3 @14:50"),
                Phrase(vi: "VC 12 3 BN=1,2", en: "TR 12 3 PT=1,2"),
                Phrase(vi: "VC 12 3 GIUONG=hoisuc", en: "TR 12 3 BED=icu"),
                Phrase(vi: "VC 12 5 ; người nhà xin", en: "TR 12 5 ; family asks for it"),
            ]),
        step(.atHospital, "AH", "VIEN", Phrase(vi: "xe đã đến bệnh viện", en: "the unit is at the hospital")),
        step(
            .handOver, "HO", "BG",
            Phrase(vi: "đã bàn giao bệnh nhân", en: "the patient has been handed over")),
        step(.available, "AV", "SS", Phrase(vi: "xe sẵn sàng trở lại", en: "the unit is available again")),
    ]

    private static let ending: [CommandSpec] = [
        CommandSpec(
            .close, "CL", "DONG", .records, [incident, time, ArgumentSpec(.disposition, .rest)],
            does: Phrase(vi: "đóng ca với kết cục", en: "closes an incident with its disposition"),
            examples: [
                Phrase(vi: "DONG 1 da chuyen vien", en: "CL 1 transported"),
                Phrase(vi: "DONG 1 quayroi", en: "CL 1 nuisance"),
                Phrase(vi: "DONG 1 da chuyen vien @15h12", en: "CL 1 transported @15:12"),
            ])
    ]

    private static let showing: [CommandSpec] = [
        CommandSpec(
            .queue, "Q", "HANGDOI", .reads, [ArgumentSpec(.queueFilter, .rest, required: false)],
            does: Phrase(
                vi: "các ca đang mở, gấp nhất trước; ca trực và chuyển viện hẹn giờ để riêng",
                en: "open incidents, the most urgent first; standbys and planned transfers apart"),
            examples: [Phrase(vi: "HANGDOI", en: "Q"), Phrase(vi: "HANGDOI chuyen", en: "Q transfer")]),
        CommandSpec(
            .units, "U", "XE", .reads, [ArgumentSpec(.unitFilter, .rest, required: false)],
            does: Phrase(
                vi: "các xe: trạm, tình trạng, tuổi vị trí", en: "units: station, status, age of the fix"),
            examples: [
                Phrase(vi: "XE", en: "U"), Phrase(vi: "XE ranh", en: "U free"),
                Phrase(vi: "XE 10-20", en: "U 10-20"), Phrase(vi: "XE tram=3", en: "U station=3"),
            ]),
        CommandSpec(
            .incident, "I", "CA", .reads, [incident],
            does: Phrase(vi: "toàn bộ một ca", en: "an incident whole"),
            examples: [Phrase(vi: "CA 1", en: "I 1")]),
        CommandSpec(
            .journal, "JRN", "NK", .reads, [ArgumentSpec(.journalFilter, .rest, required: false)],
            does: Phrase(
                vi: "nhật ký: số dòng cuối, từ-đến, hoặc của một ca hay một xe",
                en: "the journal: the last so many, from-to, or of one incident or unit"),
            examples: [
                Phrase(vi: "NK 20", en: "JRN 20"), Phrase(vi: "NK 100-140", en: "JRN 100-140"),
                Phrase(vi: "NK ca=1", en: "JRN i=1"), Phrase(vi: "NK xe=12", en: "JRN u=12"),
            ]),
        CommandSpec(
            .why, "WHY", "VISAO", .reads, [ArgumentSpec(.sequence)],
            does: Phrase(
                vi: "giải thích một quyết định từ những gì biết lúc đó",
                en: "explains a decision from what was known then"),
            examples: [Phrase(vi: "VISAO 15", en: "WHY 15")]),
    ]

    private static let desk: [CommandSpec] = [
        CommandSpec(
            .status, "STATUS", "TINHTRANG", .reads, [],
            does: Phrase(vi: "hệ thống chạy thế nào", en: "how the service is doing"),
            examples: [Phrase(vi: "TINHTRANG", en: "STATUS")]),
        CommandSpec(
            .takeOver, "TAKEOVER", "TIEPQUAN", .reads, [ArgumentSpec(.shiftCode, required: false)],
            does: Phrase(
                vi: "máy dự phòng: cho biết máy chính còn hay mất; gõ mã được cho để tiếp quản",
                en: "on the standby: says whether the leader is gone; with the code given there, takes over"),
            examples: [
                Phrase(vi: "TIEPQUAN", en: "TAKEOVER"), Phrase(vi: "TIEPQUAN 4711", en: "TAKEOVER 4711"),
            ]),
        CommandSpec(
            .help, "HELP", "TROGIUP", .reads, [ArgumentSpec(.verb, required: false)],
            does: Phrase(vi: "các lệnh, hoặc một lệnh", en: "all commands, or one"),
            examples: [Phrase(vi: "TROGIUP", en: "HELP"), Phrase(vi: "TROGIUP DIEU", en: "HELP DSP")]),
        CommandSpec(
            .language, "LANG", "NGONNGU", .reads, [ArgumentSpec(.language)],
            does: Phrase(vi: "đổi ngôn ngữ trả lời", en: "changes the language of the answers"),
            examples: [Phrase(vi: "NGONNGU en", en: "LANG vi")]),
        CommandSpec(
            .quit, "QUIT", "THOAT", .reads, [],
            does: Phrase(vi: "rời bàn", en: "leaves the console"),
            examples: [Phrase(vi: "THOAT", en: "QUIT")]),
        CommandSpec(
            .rawJournal, "JRNRAW", "NKTHO", .reads,
            [ArgumentSpec(.fromSequence), ArgumentSpec(.toSequence)],
            does: Phrase(
                vi: "các dòng nhật ký dạng máy đọc", en: "rows of the journal as the machine reads them"),
            examples: [Phrase(vi: "NKTHO 1 100", en: "JRNRAW 1 100")], isShown: false),
    ]
}
